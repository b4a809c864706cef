// A single key presses the button or link that names it, unless somebody is typing.
const typing = 'input, select, textarea, [contenteditable]'

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
  if (event.target.closest(typing) || !/^[a-z]$/i.test(event.key)) return
  const named = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`)
  if (named) {
    event.preventDefault()
    named.click()
  }
})
