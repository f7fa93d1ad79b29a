// The score sheet with script: large steps, the running total, a comma taken as a point, and nothing lost without signal.
// What was typed is kept on this phone until the server has it; a page opened again offers it.
(() => {
  const form = document.getElementById("sheet");
  if (!form || !form.querySelector("[name=action]")) return;
  document.body.classList.add("scripted");
  const key = `sheet:${location.pathname}:${form.elements.version.value}`;
  const english = document.documentElement.lang === "en";
  const saved = document.getElementById("saved");
  const cards = [...form.querySelectorAll(".crit")];
  const show = (number) => (english ? number : number.replace(".", ","));
  const field = (card) => card.querySelector("input");
  const pattern = /^\d{1,4}(\.\d{1,2})?$/;

  function total() {
    let sum = 0, reachable = 0, filled = 0;
    for (const card of cards) {
      const text = field(card).value;
      const weight = Number(card.dataset.weight);
      if (!pattern.test(text)) continue;
      filled += 1;
      reachable += weight;
      sum += (weight * Number(text)) / Number(card.dataset.max);
    }
    document.getElementById("total").textContent = show(sum.toFixed(2));
    const words = document.getElementById("reachable");
    words.textContent = words.dataset.template.replace("{x}", show(String(Math.round(reachable * 100) / 100)));
    const count = document.getElementById("filled");
    count.textContent = count.dataset.template.replace("{n}", filled).replace("{m}", cards.length);
  }

  function keep() {
    const values = {};
    for (const element of form.elements) {
      if (element.name.startsWith("score.") || element.name === "note") values[element.name] = element.value;
    }
    try { localStorage.setItem(key, JSON.stringify(values)); } catch { /* a full or closed store: the form still sends */ }
    saved.classList.add("unsent");
  }

  function restore() {
    let values = null;
    try { values = JSON.parse(localStorage.getItem(key) || "null"); } catch { /* unreadable: as if there were none */ }
    if (!values || document.querySelector("[data-error]")) return;
    for (const [name, value] of Object.entries(values)) {
      const element = form.elements[name];
      if (element && element.value !== value) { element.value = value; saved.classList.add("unsent"); }
    }
  }

  for (const card of cards) {
    const input = field(card);
    for (const button of card.querySelectorAll("[data-step]")) {
      button.hidden = input.readOnly;
      button.addEventListener("click", () => {
        const most = Number(card.dataset.max);
        const step = (most > 20 ? 5 : 1) * Number(button.dataset.step);
        const from = pattern.test(input.value) ? Number(input.value) : (most > 20 ? 75 - step : 0);
        input.value = String(Math.min(most, Math.max(0, from + step)));
        total();
        keep();
      });
    }
  }
  form.addEventListener("input", (event) => {
    if (event.target.name.startsWith("score.")) {
      const at = event.target.selectionStart;
      event.target.value = event.target.value.replace(",", ".");
      event.target.setSelectionRange(at, at);
    }
    total();
    keep();
  });
  // A sheet whose version moved on was stored: older keepings of this page are of no use any more.
  for (let index = localStorage.length - 1; index >= 0; index -= 1) {
    const name = localStorage.key(index);
    if (name && name.startsWith(`sheet:${location.pathname}:`) && name !== key) localStorage.removeItem(name);
  }
  restore();
  total();
})();
