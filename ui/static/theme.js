// Sets the theme and the language before the first paint, so that nothing flashes.
(function () {
  var query = new URLSearchParams(location.search);
  var root = document.documentElement;
  var read = function (name) {
    try {
      return query.get(name) || localStorage.getItem('peil.' + name);
    } catch {
      return query.get(name);
    }
  };
  var theme = read('theme');
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.dataset.theme = theme;
  var lang = read('lang');
  if (lang === 'nb' || lang === 'en') root.lang = lang;
})();
