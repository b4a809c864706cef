// Ctrl K puts the cursor into the search over everything; a changed region is sent at once.
const search = document.getElementById('search-all')

document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && search) {
    event.preventDefault()
    search.focus()
    search.select()
  }
})

for (const choice of document.querySelectorAll('select[data-sends]')) {
  choice.addEventListener('change', () => choice.form.requestSubmit())
}
