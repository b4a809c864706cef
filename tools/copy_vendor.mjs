// Copy the few built files that pages use from node_modules to build/vendor, without source maps.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const files = {
  'echarts/dist/echarts.min.js': 'vendor/echarts.min.js',
  'htmx.org/dist/htmx.min.js': 'vendor/htmx.min.js',
  'echarts/LICENSE': 'vendor/LICENSE.echarts',
  'echarts/NOTICE': 'vendor/NOTICE.echarts',
  'htmx.org/LICENSE': 'vendor/LICENSE.htmx',
}

rmSync('build/vendor', { recursive: true, force: true })
for (const [from, to] of Object.entries(files)) {
  const target = `build/vendor/${to}`
  mkdirSync(dirname(target), { recursive: true })
  cpSync(`node_modules/${from}`, target)
  if (target.endsWith('.js')) {
    // The maps are not copied; a reference to a missing file stops the manifest storage.
    const text = readFileSync(target, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*$/m, '')
    writeFileSync(target, text)
  }
}
