/* Finds pages: first those that have the words as their title or as everyday words for what they tell, then those in whose
   text they stand. Each is shown with its answer. Whatever is shown is set as text and never as elements. */
var Search = (function () {
  "use strict";
  var index;

  function plain(text) { return text.toLowerCase().replace(/[\u2018\u2019]/g, "'").replace(/[^\p{L}\p{N}']+/gu, " ").trim(); }
  function stems(text) {
    var stemmer = new Stemmer();
    return plain(text).replace(/'s?\b/g, "").split(" ").filter(function (word) {
      return word && stopwords.indexOf(word) < 0;
    }).map(function (word) { return stemmer.stemWord(word); });
  }
  function all(wanted, there) {
    return wanted.length > 0 && wanted.every(function (stem) { return there.indexOf(stem) >= 0; });
  }
  function pagesWith(stem) {
    var found = {};
    [index.terms, index.titleterms].forEach(function (terms) {
      Object.keys(terms).forEach(function (term) {
        if (term === stem || (stem.length > 2 && term.indexOf(stem) === 0)) {
          [].concat(terms[term]).forEach(function (page) { found[page] = Math.max(found[page] || 0, term === stem ? 2 : 1); });
        }
      });
    });
    return found;
  }
  function score(page, asked, wanted, inText) {
    var title = plain(index.titles[page]), words = index.words[page].map(plain);
    if (title === asked) return 100;
    if (words.indexOf(asked) >= 0) return 90;
    if (all(wanted, stems(title))) return 80;
    if (words.some(function (each) { return all(stems(each), wanted) && stems(each).length === wanted.length; })) return 75;
    if (all(wanted, stems(words.join(" ")))) return 70;
    if (words.some(function (each) { return all(stems(each), wanted); })) return 60;
    if (!wanted.length || !inText.every(function (each) { return page in each; })) return 0;
    return inText.reduce(function (sum, each) { return sum + each[page]; }, 0) / wanted.length;
  }
  function find(query) {
    var asked = plain(query), wanted = stems(query), inText = wanted.map(pagesWith);
    if (!asked) return [];
    return index.docnames.map(function (name, page) {
      var term = name === index.glossary[0] && index.glossary[1][query.trim().toLowerCase()];
      return { page: page, address: name + ".html" + (term ? "#" + term : ""),
               score: term ? 65 : score(page, asked, wanted, inText) };
    }).filter(function (each) { return each.score > 0; }).sort(function (one, other) {
      return other.score - one.score || index.order[one.page] - index.order[other.page];
    });
  }
  function element(name, kind, text) {
    var made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }
  function show() {
    var query = new URLSearchParams(location.search).get("q") || "";
    var place = document.getElementById("search-results");
    document.querySelectorAll('input[name="q"]').forEach(function (field) { field.value = query; });
    if (!place || !query.trim() || !index) return;
    var found = find(query), said = element("p", "search-summary"), list = element("ul", "search");
    said.setAttribute("role", "status");
    place.append(said, list);
    found.forEach(function (each) {
      var line = element("li"), link = element("a", "", index.titles[each.page]);
      link.href = each.address;
      line.append(link, element("p", "context", index.answers[each.page]));
      list.append(line);
    });
    var count = found.length === 1 ? "1 page" : (found.length || "No") + " pages";
    setTimeout(function () {  // a screen reader announces what changes in a place that is there already
      said.textContent = count + " for \u201c" + query.trim() + "\u201d" + (found.length ? "" : ". Try another word, or open the menu of chapters.");
    }, 100);
  }
  document.addEventListener("DOMContentLoaded", show);
  return { setIndex: function (given) { index = given; } };
})();
