// Everything that is wrong with the page as it is shown, in words; an empty list where nothing is.
(() => {
  const faults = [];
  const fault = (what, where) => faults.push(where ? what + ": " + place(where) : what);
  const place = (element) => {
    const text = (element.textContent || "").trim().slice(0, 40);
    return "<" + element.localName + (element.className.baseVal === undefined && element.className ? "." + element.className : "") + "> " + text;
  };
  const all = (selector, within) => [...(within || document).querySelectorAll(selector)];

  // What it is made of.
  const known = new Set(("html head meta title style body a svg defs pattern rect circle symbol path use header p h1 h2 h3 h4 span ul ol li b time main section dl div dt dd strong small nav table caption thead tr th tbody td code pre blockquote q bdi article footer").split(" "));
  const attributes = new Set(("lang charset http-equiv content name class href id tabindex aria-labelledby aria-label aria-hidden role focusable viewBox width height patternUnits patternTransform cx cy r x y d datetime rel data-column scope dir").split(" "));
  for (const element of all("*")) {
    if (!known.has(element.localName)) fault("an element that the page does not have", element);
    for (const attribute of element.attributes)
      if (!attributes.has(attribute.name)) fault("an attribute that the page does not have, " + attribute.name, element);
  }
  const ids = all("[id]").map((element) => element.id);
  if (new Set(ids).size !== ids.length) fault("an id stands twice");
  for (const id of ids) if (!/^[a-z][a-z0-9-]*$/.test(id)) fault("an id that is not ours: " + id);
  for (const link of all("a, use")) {
    const href = link.getAttribute("href") || "";
    if (href.startsWith("#")) {
      if (!document.getElementById(href.slice(1))) fault("a link to nowhere, " + href, link);
    } else if (!/^https?:\/\//i.test(href) || link.localName !== "a" || link.rel !== "noopener noreferrer") {
      fault("a link that is none, " + href, link);
    }
  }

  // What a page has.
  if (document.compatMode !== "CSS1Compat") fault("quirks mode");
  if (document.documentElement.lang !== "en") fault("no language");
  if (!document.title.trim()) fault("no title");
  for (const [selector, count] of [["header", 1], ["main", 1], ["nav[aria-label]", 1], ["footer", 1], ["h1", 1], ["meta[name=viewport]", 1], ["a.skip[href]", 1], ["meta[http-equiv=Content-Security-Policy]", 1]])
    if (all(selector).length !== count) fault(all(selector).length + " times " + selector);
  if (document.body.firstElementChild.className !== "skip") fault("the skip link is not the first");
  let level = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6")) {
    const next = Number(heading.localName[1]);
    if (next > level + 1) fault("a heading skips a level", heading);
    if (!heading.textContent.trim()) fault("an empty heading", heading);
    level = next;
  }
  for (const section of all("section")) {
    const name = document.getElementById(section.getAttribute("aria-labelledby") || "");
    if (!name || !/^h[2-4]$/i.test(name.localName)) fault("a section without a name", section);
  }
  for (const table of all("table")) {
    if (!table.caption || !table.caption.textContent.trim()) fault("a table without a caption", table);
    const columns = all("thead th[scope=col]", table).length;
    if (!columns) fault("a table without column heads", table);
    for (const row of all("tbody tr", table)) {
      if (row.children.length !== columns) fault("a row with " + row.children.length + " of " + columns + " cells", row);
      if (!row.querySelector("th[scope=row]")) fault("a row without a head", row);
    }
  }
  for (const drawing of all("svg")) {
    if (drawing.getAttribute("aria-hidden") === "true") continue;
    const title = drawing.querySelector(":scope > title");
    if (drawing.getAttribute("role") !== "img" || !drawing.getAttribute("aria-label") || !title || !title.textContent.trim())
      fault("a drawing that nobody can hear", drawing);
  }
  for (const list of all("ul, ol"))
    for (const child of list.children) if (child.localName !== "li") fault("no item of a list", child);

  // How it is shown.
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) {
    const wide = all("body *").filter((element) => element.getBoundingClientRect().right > room + 1);
    fault("wider than the screen, " + document.documentElement.scrollWidth + " of " + room, wide[0] || document.body);
  }
  const colour = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const over = (front, back) => ({ rgb: front.rgb.map((part, at) => part * front.alpha + back.rgb[at] * (1 - front.alpha)), alpha: 1 });
  const light = ({ rgb }) => {
    const [r, g, b] = rgb.map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const canvas = matchMedia("(prefers-color-scheme: dark)").matches && !matchMedia("print").matches ? { rgb: [18, 18, 18], alpha: 1 } : { rgb: [255, 255, 255], alpha: 1 };
  const grounds = new Map();
  const ground = (element) => {
    if (!grounds.has(element)) grounds.set(element, groundOf(element));
    return grounds.get(element);
  };
  const groundOf = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = colour(getComputedStyle(at).backgroundColor);
      if (layer.alpha > 0) layers.push(layer);
      if (layer.alpha === 1) break;
    }
    return layers.reverse().reduce((back, front) => over(front, back), canvas);
  };
  let texts = 0, worst = 99;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || element.closest("svg, style")) continue;
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility === "hidden" || !element.getClientRects().length) continue;
    texts += 1;
    const behind = ground(element);
    const front = over({ ...colour(style.color), alpha: colour(style.color).alpha * Number(style.opacity) }, behind);
    const [one, other] = [light(front), light(behind)].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (other + 0.05);
    worst = Math.min(worst, contrast);
    if (contrast < 4.5) fault("contrast " + contrast.toFixed(2), element);
  }
  if (texts < 50) fault("only " + texts + " texts");
  return { faults: faults.slice(0, 12), count: faults.length, worst, texts };
})()
