// The list that a phone keeps for the time without signal: search, categories and order work in the page itself.
(() => {
  const asked = new URLSearchParams(location.search);
  const grid = document.querySelector(".grid"),
    field = document.querySelector(".search input");
  const chips = [...document.querySelectorAll(".chips a")],
    bar = document.querySelector(".bar");
  const categoryOf = (link) => new URL(link.href).searchParams.get("category") || "";
  const plain = (text) =>
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "");
  if (!grid) return;
  const cards = [...grid.children];
  // The same order each time on this phone, another one on the next: no place on the page is an advantage.
  if (asked.get("order") !== "booth") {
    const seed = (localStorage.seed = localStorage.seed || String(Math.random()));
    const rank = (card) =>
      ([...(seed + card.firstElementChild.dataset.entry)].reduce(
        (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 4294967291,
        7,
      ) *
        2654435761) %
      4294967291;
    grid.append(...[...cards].sort((one, other) => rank(one) - rank(other)));
  }
  const category = asked.get("category") || "";
  const chosen = chips.find((link) => categoryOf(link) === category) || chips[0];
  const group = category && chosen && chosen.querySelector("span");
  for (const link of chips) link.removeAttribute("aria-current");
  if (chosen) chosen.setAttribute("aria-current", "true");
  function select() {
    const wanted = plain(field.value).split(/\s+/);
    let shown = 0;
    for (const card of cards) {
      const text = plain(card.textContent),
        inside = !group || card.querySelector(".group").textContent === group.textContent;
      card.hidden = !(inside && wanted.every((word) => text.includes(word)));
      shown += card.hidden ? 0 : 1;
    }
    bar.firstElementChild.textContent = bar.dataset.all = bar.dataset.all || bar.firstElementChild.textContent;
    if (shown < cards.length) bar.firstElementChild.textContent = bar.dataset.all.replace(/\d+/, shown);
    document.querySelector("[data-none]").hidden = shown > 0;
  }
  field.value = asked.get("q") || "";
  field.addEventListener("input", select);
  document.querySelector(".search").addEventListener("submit", (event) => {
    event.preventDefault();
    select();
  });
  select();
})();
