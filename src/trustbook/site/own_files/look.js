/* Light or dark as the reader chose on the pages of an edition, or else as the system says. */
(function () {
  "use strict";
  var mode = "auto";
  try { mode = localStorage.getItem("mode") || mode; } catch (refused) { /* a browser that keeps nothing has no choice kept */ }
  var dark = mode === "dark" || (mode === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
