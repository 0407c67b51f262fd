// What a page is made of, and what it says: for looking at from outside, after everything on it has been used.
() => {
  const URLS = ["href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href", "background", "cite"];
  const hostile = [], handlers = [], outside = [], inside = [], styles = [];
  const tags = {}, pairs = new Set();
  const said = [];
  for (const element of document.querySelectorAll("*")) {
    const tag = element.localName;
    // a page with one table more than the clean page may use one more of the book's scripts: which one must be known
    const ours = tag === "script" && /\/_static\/([\w/.-]+)(\?.*)?$/.exec(element.src);
    if (ours) pairs.add(`script of ${ours[1]}`);
    else tags[tag] = (tags[tag] || 0) + 1;
    pairs.add(tag);
    const leads = tag === "meta" && /refresh/i.test(`${element.getAttribute("http-equiv")} ${element.getAttribute("name")}`);
    // an id that Sphinx makes of the words of a heading holds them all; a planted element has this one alone
    const named = /hostile-\d{6}/.exec(element.getAttribute("class") || "") || /^hostile-\d{6}$/.exec(element.id);
    if (named) hostile.push(`${named[0]} <${tag}> in <${element.parentElement ? element.parentElement.localName : ""}>`);
    for (const { name, value } of element.attributes) {
      pairs.add(`${tag}@${name.replace(/\d+/g, "0")}`);
      if (/^on/i.test(name)) handlers.push(`<${tag} ${name}=${value.slice(0, 100)}>`);
      if (name === "style" && /url\(|import|hostile/i.test(value)) styles.push(`<${tag} style=${value.slice(0, 100)}>`);
      if (URLS.includes(name) || (leads && name === "content")) {
        let address = value.trim().replace(leads ? /^.*?url=\s*['"]?/i : "", "");
        try { address = new URL(address, document.baseURI).href; } catch { /* as it is */ }
        const own = address.startsWith(location.protocol === "file:" ? "file:///" : location.origin + "/");
        const shown = `<${tag} ${name}=${value.slice(0, 160)}>`;
        if (!own) outside.push(shown);
        else if (/hostile|hxq|canary/.test(decodeURIComponent(value.split("#")[0].replace(/%(?![0-9a-f]{2})/gi, "%25")))) inside.push(shown);
      }
      if (["title", "aria-label", "alt", "content", "placeholder", "aria-description"].includes(name)) said.push(value);
    }
  }
  const text = [];
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !["script", "style", "noscript"].includes(parent.localName)) text.push(walker.currentNode.data);
  }
  return {
    hostile, handlers, outside, inside, styles, tags, pairs: [...pairs],
    text: text.join(""), said: said.join("\n"), violations: window.hostileViolations || ["the page has no listener"],
  };
}
