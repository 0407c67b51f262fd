/* Makes a drawing answer to a pointer, once a reader points at it, touches it or asks for its sliders: the script that
   does this is large, and a reader who only looks does not load it. Nothing moves, and nothing is shown that the table below the chart does not have; if anything fails, the drawing
   stays as it is. */
(function () {
  "use strict";
  var bundle = document.currentScript.src.replace(/charts\.js(\?.*)?$/, "vega.js");
  var charts = Array.prototype.slice.call(document.querySelectorAll("figure.tb-chart"));
  if (!charts.length) return;

  var loading = null;
  function vega() {
    if (!loading) {
      loading = new Promise(function (done, failed) {
        var script = document.createElement("script");
        script.src = bundle;
        script.onload = function () { done(window.vegaEmbed); };
        script.onerror = failed;
        document.head.appendChild(script);
      });
    }
    return loading;
  }

  function tip(drawing) {
    var box = document.createElement("div");
    box.className = "tb-tip";
    box.hidden = true;
    drawing.appendChild(box);
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") box.hidden = true; });
    drawing.addEventListener("pointerleave", function () { box.hidden = true; });
    return function (handler, event, item, value) {
      box.hidden = value === null || value === undefined || value === "";
      if (box.hidden) return;
      box.textContent = "";
      Object.keys(value).forEach(function (key, place) {
        var line = document.createElement(place ? "span" : "strong");
        line.textContent = (place ? " " : "") + value[key];
        box.appendChild(line);
      });
      var frame = drawing.getBoundingClientRect();
      var left = Math.min(event.clientX - frame.left + 12, frame.width - box.offsetWidth);
      box.style.left = Math.max(0, left) + "px";
      box.style.top = event.clientY - frame.top + 16 + "px";
    };
  }

  /* Each slider has its name, and what is set has its words, for whoever sees it and whoever hears it. */
  function show(control, view, says) {
    var sliders = Array.prototype.slice.call(control.querySelectorAll("input"));
    var names = control.querySelectorAll(".vega-bind-name");
    if (!sliders.length || names.length !== sliders.length) return;
    sliders.forEach(function (slider, place) { slider.setAttribute("aria-label", names[place].textContent); });
    if (says) {
      var words = document.createElement("p");
      words.className = "tb-said";
      control.appendChild(words);
      var say = function () {
        words.textContent = view.signal("said");
        sliders.forEach(function (slider) { slider.setAttribute("aria-valuetext", words.textContent); });
      };
      view.addSignalListener("said", say);
      say();
    }
    control.hidden = false;
  }

  function enliven(figure) {
    var control = figure.querySelector(".tb-control");
    var drawing = figure.querySelector(".tb-drawing");
    var wide = drawing && drawing.querySelector(":scope > svg.tb-wide");
    var narrow = wide && getComputedStyle(wide).display === "none";
    var data = figure.querySelector("script.tb-specification" + (narrow ? "-narrow" : ""));
    var ask = control && control.querySelector("button");
    var asked = ask && ask === document.activeElement;
    if (!drawing || !data || figure.dataset.asked) return;
    figure.dataset.asked = "yes";
    function failed() { if (control) control.hidden = true; }
    vega().then(function (embed) {
      var place = document.createElement("div");
      place.className = "tb-live";
      place.hidden = true;
      place.setAttribute("aria-hidden", "true");
      drawing.appendChild(place);
      var specification = JSON.parse(data.textContent);
      return embed(place, specification, {
        mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: tip(drawing),
        bind: control || undefined
      }).then(function (made) {
        if (ask) ask.remove();
        if (control) show(control, made.view, specification.params.some(function (each) { return each.name === "said"; }));
        drawing.querySelectorAll(":scope > svg").forEach(function (still) { still.remove(); });
        place.hidden = false;
        var first = asked && control.querySelector("input");
        if (first) first.focus();
      }, function () { place.remove(); failed(); });
    }).catch(failed);
  }

  charts.forEach(function (figure) {
    var drawing = figure.querySelector(".tb-drawing");
    var control = figure.querySelector(".tb-control");
    var begin = function () { enliven(figure); };
    if (drawing) drawing.addEventListener("pointerenter", begin);
    if (!control) return;
    var ask = document.createElement("button");
    ask.type = "button";
    ask.textContent = "Change the numbers";
    ask.addEventListener("click", begin);
    control.appendChild(ask);
    control.hidden = false;
  });
})();
