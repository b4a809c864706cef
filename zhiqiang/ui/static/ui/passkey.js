// A form with data-passkey asks the browser for a key ("create") or an answer ("get") before it is
// sent. The options stand in the page as JSON; bytes travel as base64url.
const bytes = text => {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(plain, c => c.charCodeAt(0))
}

const text = buffer => {
  const plain = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

const opened = options => {
  const out = { ...options, challenge: bytes(options.challenge) }
  if (out.user) out.user = { ...out.user, id: bytes(out.user.id) }
  for (const list of ['allowCredentials', 'excludeCredentials']) {
    if (out[list]) out[list] = out[list].map(one => ({ ...one, id: bytes(one.id) }))
  }
  return out
}

const written = credential => {
  const response = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = text(credential.response[name])
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: {},
  })
}

const WHY = {
  NotAllowedError: '没有完成确认，或等待超时。请重试。',
  InvalidStateError: '这个密钥已经登记过。',
  SecurityError: '当前网址不能使用通行密钥，请用域名访问（本机请用 localhost）。',
  NotSupportedError: '这台设备没有可用的通行密钥。',
}

const ask = async form => {
  if (!window.PublicKeyCredential) throw new DOMException('', 'NotSupportedError')
  const options = JSON.parse(document.getElementById(form.dataset.options).textContent)
  return navigator.credentials[form.dataset.passkey]({ publicKey: opened(options) })
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  form.addEventListener('submit', async event => {
    event.preventDefault()
    const button = form.querySelector('button')
    const wrong = form.querySelector('.wrong')
    button.disabled = true
    wrong.hidden = true
    try {
      form.elements.answer.value = written(await ask(form))
      form.submit()
    } catch (error) {
      wrong.textContent = WHY[error.name] || '通行密钥没有通过验证，请重试。'
      wrong.hidden = false
      button.disabled = false
    }
  })
}
