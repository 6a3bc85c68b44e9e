// What of a page is cut, too small to read or to hit, or cannot be told apart by ear.
() => {
  const found = [];
  const tell = (what, element, more = "") =>
    found.push(`${what}: ${more}${(element.outerHTML || "").replace(/\s+/g, " ").slice(0, 150)}`);
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".hidden, .skip, .trap");
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

  const within = (element) => { // a box that scrolls by itself
    for (let at = element.parentElement; at; at = at.parentElement)
      if (at !== document.body && getComputedStyle(at).overflowX !== "visible") return true;
    return false;
  };

  // ---- cut -----------------------------------------------------------------------------------
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    found.push(`wider than the screen: ${page.scrollWidth}`);
    for (const each of document.querySelectorAll("body *"))
      if (seen(each) && each.getBoundingClientRect().right > page.clientWidth + 1 && !within(each)) { tell("reaches out", each); break; }
  }
  for (const box of document.querySelectorAll("body *")) {
    if (!seen(box) || box.matches("input, select, textarea, svg, svg *")) continue;
    const style = getComputedStyle(box);
    if (style.clipPath === "inset(50%)") continue; // for screen readers only
    if (!["auto", "scroll", "hidden", "clip"].includes(style.overflowX)) continue;
    if (box.scrollWidth <= box.clientWidth + 1) continue;
    if (style.overflowX === "hidden" || style.overflowX === "clip") tell("cut off for good", box);
    else if (!style.backgroundAttachment.includes("local") && style.maskImage === "none") tell(`cut without a cue (${box.scrollWidth} in ${box.clientWidth})`, box);
    else if (box.tabIndex < 0 && !box.querySelector("a, button, input")) tell("scrolls by no key", box);
  }
  for (const text of document.querySelectorAll("svg text")) {
    if (!seen(text) || !words(text) || getComputedStyle(text).opacity === "0" || text.closest("[aria-hidden='true'], .spark")) continue;
    const size = parseFloat(getComputedStyle(text).fontSize) * Math.abs(text.getScreenCTM().a || text.getScreenCTM().b);
    if (size < 10.95) tell(`text of ${size.toFixed(1)} px`, text);
    const [inner, outer] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
    if (inner.left < outer.left - 1 || inner.right > outer.right + 1) tell("text reaches out of its picture", text);
  }

  for (const cell of document.querySelectorAll("table.list td[data-label]")) {
    if (!seen(cell) || getComputedStyle(cell).display !== "grid") continue;
    const values = cell.getBoundingClientRect().left + parseFloat(getComputedStyle(cell).gridTemplateColumns);
    for (const part of cell.childNodes) {
      if (part.nodeType !== Node.TEXT_NODE || !part.textContent.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(part);
      if (range.getBoundingClientRect().left < values) tell("a value below its label, not beside it", cell);
    }
  }

  // ---- to hit --------------------------------------------------------------------------------
  const inSentence = (element) => {
    if (!element.matches("a[href], button.plain, summary") || getComputedStyle(element).display !== "inline") return false;
    const around = element.parentElement;
    return words(around).length > words(element).length + 2;
  };
  for (const each of document.querySelectorAll("a[href], button, select, input:not([type=hidden]), textarea, summary")) {
    if (!seen(each) || inSentence(each) || each.closest("svg")) continue;
    const boxes = [each, ...(each.labels ?? [])].map((one) => one.getBoundingClientRect());
    if (each.closest("label")) boxes.push(each.closest("label").getBoundingClientRect());
    const high = Math.max(...boxes.map((box) => box.height)), wide = Math.max(...boxes.map((box) => box.width));
    if (high < 23.5 || wide < 23.5) tell(`too small to hit (${wide.toFixed(0)} x ${high.toFixed(0)})`, each);
  }

  // ---- by ear --------------------------------------------------------------------------------
  const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5")].filter(seen).map((h) => Number(h.tagName[1]));
  if (levels[0] !== 1 || levels.filter((level) => level === 1).length !== 1) found.push(`headlines: ${levels}`);
  levels.forEach((level, i) => { if (i && level > levels[i - 1] + 1) found.push(`a heading level is left out: ${levels}`); });

  const name = (element) => {
    const by = element.getAttribute("aria-labelledby");
    if (by) return by.split(" ").map((id) => words(document.getElementById(id) ?? element)).join(" ");
    if (element.getAttribute("aria-label")) return element.getAttribute("aria-label").trim();
    const copy = element.cloneNode(true);
    copy.querySelectorAll("[aria-hidden='true'], svg title").forEach((each) => each.remove());
    copy.querySelectorAll("img").forEach((each) => each.replaceWith(each.alt));
    return words(copy) || words(element.querySelector("title") ?? copy);
  };
  const places = new Map();
  for (const link of document.querySelectorAll("a[href]")) {
    if (!link.checkVisibility()) continue;
    const to = link.getAttribute("aria-describedby");
    const part = link.closest("nav[aria-label]")?.getAttribute("aria-label") ?? "";
    const said = `${part} ${name(link)}${to ? " " + to.split(" ").map((id) => words(document.getElementById(id))).join(" ") : ""}`;
    if (!places.has(said)) places.set(said, new Set());
    places.get(said).add(new URL(link.getAttribute("href"), location).href.split("#")[0]);
  }
  for (const [said, where] of places) if (where.size > 1) found.push(`one link text, several places: ${said} -> ${[...where].slice(0, 4).join(" ")}`);
  const deeds = new Map();
  for (const button of document.querySelectorAll("button")) {
    if (!button.checkVisibility() || button.closest("[aria-hidden='true']")) continue; // Enter's own is never told
    const form = button.form, key = name(button);
    const does = form ? `${form.action}|${button.name}=${button.value}|${[...form.querySelectorAll("input[type=hidden]:not([name=csrfmiddlewaretoken])")].map((i) => i.name + i.value).join("&")}` : "";
    if (!deeds.has(key)) deeds.set(key, new Set());
    deeds.get(key).add(does);
  }
  for (const [said, what] of deeds) if (what.size > 1) found.push(`one button text, several deeds: ${said} x${what.size} ${[...what].slice(0, 3).join("  ")}`);

  for (const table of document.querySelectorAll("table")) {
    if (!seen(table)) continue;
    for (const head of table.querySelectorAll("th")) if (!head.scope) tell("no scope", head);
    const block = table.closest("[aria-label], [aria-labelledby], figure, section");
    if (!table.caption && !table.getAttribute("aria-label") && !table.getAttribute("aria-labelledby")) tell("table without a name", table);
    for (const head of table.querySelectorAll("thead th")) if (!words(head) && !head.getAttribute("aria-label")) tell("empty column head", head);
  }
  for (const part of ["nav", "[role=region]", "section[aria-label]"]) {
    const named = [...document.querySelectorAll(part)].filter(seen).map(name);
    named.filter((one, i) => named.indexOf(one) !== i).forEach((one) => found.push(`two parts of one name: ${part} ${one.slice(0, 60)}`));
    if (part === "nav" && named.length > 1 && named.some((one) => !one)) found.push("a nav without a name beside others");
  }
  for (const picture of document.querySelectorAll("figure svg[role=img], figure svg:not([aria-hidden=true])")) {
    if (!seen(picture)) continue;
    const label = picture.getAttribute("aria-label") ?? picture.getAttribute("aria-labelledby") ?? picture.querySelector("title")?.textContent ?? "";
    if (!label.trim()) tell("a picture without a sentence", picture);
    const whole = picture.closest("figure");
    const twin = whole.querySelector("table, dl, ul, ol, figcaption") && whole.matches(".own") || whole.querySelector("table, ul, ol, dl") || whole.parentElement.querySelector("table, .places");
    if (!twin) tell("a picture without its table", picture);
  }

  // ---- choosing ------------------------------------------------------------------------------
  for (const select of document.querySelectorAll("select, .many, datalist")) {
    const options = select.matches(".many") ? [...select.querySelectorAll("label")].map((one) => (one.closest("[role=group]")?.getAttribute("aria-label") ?? "") + words(one)) : [...select.options].map((one) => ((one.parentElement.label ?? "") + " " + (words(one) || one.value)).trim());
    const twice = options.filter((one, i) => options.indexOf(one) !== i);
    if (twice.length) tell(`choices of one name (${twice.slice(0, 3).join(" / ")})`, select);
    if (!select.matches("datalist") && options.length > 60) tell(`${options.length} choices`, select);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => found.push(`id twice: ${id}`));
  return found;
}
