// Draw every chart of the page from its JSON option; the table behind it is in the page already.
const INK = '#1f2933'

// Numbers of one series carry the same decimals, at most two. A cell of a matrix has its number last.
function writer(series) {
  const digits = series.data.filter(Number.isFinite).every(Number.isInteger) ? 0 : 2
  const written = value => Number(value).toLocaleString('zh-CN', {
    minimumFractionDigits: digits, maximumFractionDigits: digits,
  })
  return given => {
    const value = Array.isArray(given) ? given[given.length - 1] : given
    return value === null || value === undefined || value === '' ? '—' : written(value)
  }
}

function withNumbers(series) {
  const written = writer(series)
  const label = { ...series.label, formatter: point => written(point.value) }
  return { ...series, label, tooltip: { valueFormatter: written } }
}

function withManners(option) {
  return {
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: INK },
    aria: { enabled: true, decal: { show: true } },
    animation: false,
    ...option,
    series: option.series.map(withNumbers),
    // The HTML tooltip writes inline styles, which the page's policy forbids.
    tooltip: { trigger: 'axis', renderMode: 'richText', ...option.tooltip },
  }
}

function readTable(table) {
  return [...table.rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))
}

function asCsv(rows) {
  const quote = text => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return '\ufeff' + rows.map(row => row.map(quote).join(',')).join('\r\n')
}

function download(name, blob) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

async function downloadPicture(drawn, name) {
  const url = drawn.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: '#fff' })
  const bytes = Uint8Array.from(atob(url.split(',')[1]), letter => letter.charCodeAt(0))
  download(name, new Blob([bytes], { type: 'image/png' }))
}

function show(chart, tab) {
  for (const one of chart.querySelectorAll('[role=tab]')) {
    const chosen = one === tab
    one.setAttribute('aria-selected', String(chosen))
    one.tabIndex = chosen ? 0 : -1
    document.getElementById(one.getAttribute('aria-controls')).hidden = !chosen
  }
}

function wireTabs(chart, drawn) {
  const tabs = [...chart.querySelectorAll('[role=tab]')]
  tabs.forEach((tab, at) => {
    tab.addEventListener('click', () => {
      show(chart, tab)
      drawn.resize()
    })
    tab.addEventListener('keydown', event => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
      const next = tabs[(at + (event.key === 'ArrowRight' ? 1 : tabs.length - 1)) % tabs.length]
      next.focus()
      next.click()
    })
  })
  show(chart, tabs[0])
}

function draw(chart) {
  const canvas = chart.querySelector('.canvas')
  const option = JSON.parse(document.getElementById(canvas.dataset.option).textContent)
  const drawn = window.echarts.init(canvas, null, { renderer: 'canvas' })
  drawn.setOption(withManners(option))
  new ResizeObserver(() => drawn.resize()).observe(canvas)
  chart.querySelector('.head').hidden = false
  wireTabs(chart, drawn)
  const title = chart.dataset.title
  chart.querySelector('[data-get=picture]').addEventListener('click', () =>
    downloadPicture(drawn, `${title}.png`))
  chart.querySelector('[data-get=table]').addEventListener('click', () =>
    download(`${title}.csv`, new Blob(
      [asCsv([...readTable(chart.querySelector('table')), [chart.dataset.source]])],
      { type: 'text/csv;charset=utf-8' })))
}

for (const chart of document.querySelectorAll('.chart')) draw(chart)
