// Runs before the first paint, so that a dark room sees no white flash and a reader no wrong language.
// A file, not an inline script: the content security policy allows only what comes from this origin.
;(function () {
  var root = document.documentElement
  var theme = null
  var locale = null
  try {
    theme = localStorage.getItem('ltc.theme')
    locale = localStorage.getItem('ltc.locale')
  } catch (e) {
    // Storage may be forbidden by policy; the defaults serve.
  }
  var dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  root.setAttribute('data-theme', dark ? 'dark' : 'light')
  root.lang = locale === 'en' ? 'en' : 'zh-CN'
})()
