/* Loaded after the page and before the theme's scripts start. */
(function () {
  "use strict";
  // the theme takes the focus from these when they are pressed: someone with a keyboard would be sent to the top
  document.querySelectorAll(".theme-switch-button, .search-button, .primary-toggle, .secondary-toggle").forEach(function (button) {
    button.blur = function () {};
  });
  // whoever asked for the search page wants to type
  var field = /\/search\.html$/.test(location.pathname) && document.querySelector("form.bd-search input");
  if (field) { field.focus(); field.select(); }
  // pages opened from a folder may not read each other: search then lists pages without an excerpt of each
  if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
})();
