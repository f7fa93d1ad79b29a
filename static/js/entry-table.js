// A table of fields by keyboard: up, down and Enter move between rows, Escape takes a cell back. Changed cells are
// marked, and only rows with one are sent. Without this the table is a plain form.
(() => {
  const form = document.getElementById("cells");
  if (!form) return;
  const count = document.getElementById("changed-count"),
    fields = [...form.querySelectorAll("tbody input:not([type=hidden]), tbody select")];
  const stored = (field) =>
    field.tagName === "SELECT"
      ? ([...field.options].find((one) => one.defaultSelected) || field.options[0]).value
      : field.defaultValue;
  // A row that came back refused holds what was typed as its own: it is sent again whatever changes.
  const kept = new Set([...form.querySelectorAll("tr .changed")].map((cell) => cell.closest("tr")));
  const changed = (field) => field.value !== stored(field);
  let sent = false;
  function mark() {
    let number = 0;
    for (const field of fields) {
      const is = changed(field);
      field.closest("td").classList.toggle("touched", is);
      number += is || field.closest("td").classList.contains("changed") ? 1 : 0;
    }
    count.textContent = number ? `${count.dataset.some} ${number}` : count.dataset.none;
    return number;
  }
  function go(field, step) {
    const cell = field.closest("td"),
      column = cell.cellIndex;
    let row = cell.parentElement;
    do row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    while (row && !row.cells[column].querySelector("input:not([type=hidden]), select"));
    if (!row) return;
    const next = row.cells[column].querySelector("input:not([type=hidden]), select");
    next.focus();
    if (next.select) next.select();
  }
  form.addEventListener("keydown", (event) => {
    const field = event.target.closest("tbody input, tbody select");
    if (!field || event.isComposing || event.altKey || event.metaKey) return;
    const choice = field.tagName === "SELECT",
      step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && (!choice || event.ctrlKey)) go(field, step);
    else if (event.key === "Enter" && !event.ctrlKey) go(field, event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && changed(field)) {
      field.value = stored(field);
      mark();
    } else return;
    event.preventDefault();
  });
  form.addEventListener("input", mark);
  form.addEventListener("formdata", (event) => {
    const rows = new Map(fields.map((field) => [field.closest("tr"), false]));
    for (const field of fields)
      if (changed(field) || kept.has(field.closest("tr"))) rows.set(field.closest("tr"), true);
    for (const [row, is] of rows)
      if (!is) for (const field of row.querySelectorAll("[name]")) event.formData.delete(field.name);
  });
  form.addEventListener("submit", () => {
    sent = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!sent && fields.some(changed)) event.preventDefault();
  });
  mark();
})();
