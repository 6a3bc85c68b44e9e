// Every way in which text stands on this page: its colour, what lies behind it, whether it is large.
() => {
  const coloured = (element) => {
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const told = [style.color, style.textShadow, large];
    if (element.closest("svg")) told.push(style.fill);
    const link = element.closest("a[href]");
    if (link) {
      const line = getComputedStyle(link);
      told.push(line.textDecorationLine, line.borderBottomStyle, line.fontWeight, getComputedStyle(link.parentElement).color);
    }
    let open = true; // what lies behind is still to be seen through
    for (let at = element; at; at = at.parentElement) {
      const here = getComputedStyle(at);
      if (open) told.push(here.backgroundColor, here.backgroundImage);
      if (here.opacity !== "1") told.push(`opacity ${here.opacity}`);
      if (/^rgb\(/.test(here.backgroundColor)) open = false;
    }
    return told.filter((each) => each !== "rgba(0, 0, 0, 0)" && each !== "none").join(" ");
  };
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode())
    if (node.data.trim() && node.parentElement.checkVisibility()) found.add(coloured(node.parentElement));
  for (const field of document.querySelectorAll("input, select, textarea"))
    if (field.checkVisibility()) found.add(coloured(field));
  return [...found];
}
