/* Light or dark as the reader chose, before anything is drawn. The theme has this as a script in the page, which the
   policy of our pages does not allow. */
(function () {
  "use strict";
  function chosen(name) {
    try { return localStorage.getItem(name) || "auto"; } catch (refused) { return "auto"; /* nothing is kept here */ }
  }
  document.documentElement.dataset.mode = chosen("mode");
  document.documentElement.dataset.theme = chosen("theme");
})();
