// What a person who sees little, or sees nothing, would stumble over on this page.
() => {
  const found = [];
  const tell = (what, element) =>
    found.push(`${what}: ${(element.outerHTML || "").replace(/\s+/g, " ").slice(0, 140)}`);
  const seen = (element) => element.getClientRects().length > 0;

  const channel = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const rgba = (text) => {
    const numbers = text.match(/[\d.]+/g).map(Number);
    return text.startsWith("color(srgb")
      ? [...numbers.slice(0, 3).map((n) => n * 255), numbers[3] ?? 1]
      : [...numbers.slice(0, 3), numbers[3] ?? 1];
  };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0.99) return colour;
    }
    return [255, 255, 255, 1];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !seen(element) || element.closest(".hidden, .skip, datalist, option")) continue;
    texts += 1;
    const style = getComputedStyle(element);
    const colour = element.closest("svg") ? rgba(style.fill) : rgba(style.color);
    const [a, b] = [light(colour), light(behind(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) tell(`contrast ${contrast.toFixed(2)}`, element);
  }
  if (texts < 5) found.push("hardly any text was looked at");

  const levels = [...document.querySelectorAll("h1,h2,h3,h4")].filter(seen).map((h) => Number(h.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) found.push(`headlines: ${levels}`);
  levels.forEach((level, i) => { if (i && level > levels[i - 1] + 1) found.push(`a heading level is left out: ${levels}`); });

  for (const control of document.querySelectorAll("input:not([type=hidden]),select,textarea")) {
    const named = control.labels?.length || control.getAttribute("aria-label") || control.getAttribute("aria-labelledby");
    if (!named) tell("no label", control);
    for (const id of (control.getAttribute("aria-describedby") || "").split(" ").filter(Boolean))
      if (!document.getElementById(id)) tell(`described by ${id}, which is not there`, control);
  }
  for (const control of document.querySelectorAll("a[href],button,summary"))
    if (!control.textContent.trim() && !control.getAttribute("aria-label")) tell("no name", control);
  for (const picture of document.querySelectorAll("img:not([alt])")) tell("no alt", picture);
  for (const picture of document.querySelectorAll("svg"))
    if (picture.getAttribute("aria-hidden") !== "true" && !picture.getAttribute("aria-label") && !picture.querySelector("title")) tell("no name", picture);
  for (const table of document.querySelectorAll("table"))
    if (!table.querySelector("th")) tell("no headers", table);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => found.push(`id twice: ${id}`));
  for (const mark of ["header", "main", "footer"])
    if (document.querySelectorAll(`body > ${mark}`).length !== 1) found.push(`no single ${mark}`);
  if (!document.documentElement.lang) found.push("no language");
  if (!document.title.trim()) found.push("no title");

  for (const control of document.querySelectorAll("button,select,input:not([type=hidden]),nav a,.button")) {
    if (!seen(control) || control.closest(".hidden, .skip")) continue;
    const box = control.getBoundingClientRect();
    const label = control.closest("label")?.getBoundingClientRect();
    if (Math.max(box.height, label?.height ?? 0) < 24) tell(`too small to hit (${box.height.toFixed(0)} px)`, control);
  }
  if (document.documentElement.scrollWidth > window.innerWidth) found.push(`wider than the screen: ${document.documentElement.scrollWidth}`);
  return found;
}
