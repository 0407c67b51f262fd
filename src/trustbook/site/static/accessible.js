/* Loaded after the page and before the theme's scripts start. */
(function () {
  "use strict";
  // the theme takes the focus from these when they are pressed: someone with a keyboard would be sent to the top
  document.querySelectorAll(".theme-switch-button, .search-button, .primary-toggle, .secondary-toggle").forEach(function (button) {
    button.blur = function () {};
  });
  // a menu of a phone has a button that closes it, for who has neither an Escape key nor sight of what is beside it
  document.querySelectorAll("#pst-primary-sidebar, #pst-secondary-sidebar").forEach(function (menu) {
    var close = document.createElement("button");
    close.type = "button";
    close.className = "tb-close";
    close.textContent = "Close";
    close.addEventListener("click", function () { close.closest("dialog").close(); });
    menu.prepend(close);
  });
  // whoever asked for the search page wants to type
  var field = /\/search\.html$/.test(location.pathname) && document.querySelector("form.bd-search input");
  if (field) { field.focus(); field.select(); }
})();
