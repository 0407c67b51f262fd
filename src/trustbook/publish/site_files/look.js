/* Light or dark as the reader chose on the pages of an edition; without a choice the style sheet follows the system. */
(function () {
  "use strict";
  try {
    var mode = localStorage.getItem("mode");
    if (mode === "light" || mode === "dark") document.documentElement.dataset.theme = mode;
  } catch (refused) { /* a browser that keeps nothing keeps the system's choice */ }
})();
