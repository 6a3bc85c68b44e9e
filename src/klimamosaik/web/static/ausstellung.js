// Turns the slides of an exhibition, all day: nothing is loaded, kept or sent.
// Whoever touches the screen holds it; a minute without a touch, and it begins anew.
// ?sekunden=10 sets how long a slide stays, ?ruhe=30 how long a touch holds.
(() => {
  const asked = new URLSearchParams(location.search);
  const told = (name, usual) => (Number(asked.get(name)) > 0 ? Number(asked.get(name)) : usual) * 1000;
  const stays = told("sekunden", 20), rests = told("ruhe", 60);
  const slides = [...document.querySelectorAll(".slide")];
  const bar = document.querySelector(".turning");
  if (!slides.length || !bar) return;
  const place = bar.querySelector(".place"), pause = bar.querySelector('[data-turn="0"]');
  let at = 0, timer = 0;

  const show = (to) => {
    at = (to + slides.length) % slides.length;
    slides.forEach((slide, number) => { slide.hidden = number !== at; });
    place.textContent = `${at + 1} / ${slides.length}`;
    scrollTo(0, 0);
  };
  const later = (what, wait) => { clearTimeout(timer); timer = setTimeout(what, wait); };
  const turn = () => { show(at + 1); later(turn, stays); };
  const begin = () => { pause.setAttribute("aria-pressed", "false"); show(0); later(turn, stays); };
  const hold = () => { pause.setAttribute("aria-pressed", "true"); later(begin, rests); };

  for (const kind of ["pointerdown", "keydown", "wheel"]) addEventListener(kind, hold, { passive: true });
  addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(at + 1);
    if (event.key === "ArrowLeft") show(at - 1);
  });
  addEventListener("click", (event) => {
    const button = event.target.closest("[data-turn]");
    if (event.target.closest("a")) event.preventDefault(); // nobody is left on a page that does not turn
    if (!button) return;
    const step = Number(button.dataset.turn);
    if (step) show(at + step);
    hold();
  });
  document.documentElement.classList.add("turns");
  bar.hidden = false;
  begin();
})();
