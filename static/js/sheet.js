// The score sheet with script: large steps, the running total, undo, and each field saved as it changes.
// What is stored and what is not is always said in words. The form underneath works without script.
(() => {
  const DECIMAL = /^[0-9]{1,4}(\.[0-9]{1,2})?$/;
  const english = document.documentElement.lang === "en";
  const show = (number) => (english ? number : number.replace(".", ","));
  const round = (number) => String(Math.round(number * 100) / 100);
  let page = null;

  // Takes a page as it came, from the server or from this phone's memory.
  function begin() {
    const root = document.querySelector(".sheet[data-code]");
    const form = document.getElementById("sheet");
    page = null;
    document.body.classList.add("scripted");
    if (root?.dataset.sheetState === "recused") outbox.discard(root.dataset.code);
    if (!root || !form) return;
    const fields = new Map();
    for (const element of form.querySelectorAll("[data-field]")) fields.set(element.dataset.field, field(element));
    page = { root, form, code: root.dataset.code, fields, writable: Boolean(form.querySelector("[name=action]")) };
    const answer = outbox.known.since(page.code, form.elements.version.value);
    if (answer) take(answer);
    if (!page.writable) return leftOver();
    restore();
    for (const item of fields.values()) wire(item);
    total();
    paint();
  }

  function field(element) {
    const input = element.querySelector("input, textarea");
    // Since the page could not know: a refused form shows what was typed, not what is stored.
    return {
      element,
      name: element.dataset.field,
      input,
      stored: input.defaultValue,
      before: [],
      settled: input.defaultValue,
      at: 0,
    };
  }

  const isScore = (item) => item.name.startsWith("score.");

  function fault(item) {
    const text = item.input.value.trim();
    if (!isScore(item) || text === "" || DECIMAL.test(text)) return "";
    return page.root.dataset.noNumber;
  }

  function restore() {
    const kept = outbox.read(page.code).fields;
    for (const item of page.fields.values()) {
      const mine = kept[item.name];
      if (!mine) continue;
      item.input.value = mine.value;
      item.settled = mine.value;
      if (!document.querySelector("[data-error]")) item.stored = mine.bases[0];
    }
  }

  function take(answer) {
    page.root.dataset.sheetState = answer.state;
    page.form.elements.version.value = answer.version;
    page.saved = answer.saved;
    const kept = outbox.read(page.code).fields;
    for (const item of page.fields.values()) {
      const stored = answer.stored[item.name];
      item.stored = stored;
      // Another device's change shows at once where nothing of this one's waits.
      if (
        !kept[item.name] &&
        item.input.value !== stored &&
        !(isScore(item) && stored !== "" && Number(item.input.value) === Number(stored))
      ) {
        item.input.value = stored;
        item.settled = stored;
      }
    }
  }

  function wire(item) {
    const { element, input } = item;
    for (const button of element.querySelectorAll("[data-by]")) {
      button.hidden = false;
      button.addEventListener("click", () => step(item, Number(button.dataset.by)));
    }
    const choices = element.querySelector(".choices");
    if (choices) {
      choices.hidden = false;
      element.querySelector(".in").hidden = true;
      for (const button of choices.children)
        button.addEventListener("click", () =>
          set(item, button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.choice),
        );
    }
    input.addEventListener("input", () => {
      if (isScore(item) && input.value.includes(",")) {
        const at = input.selectionStart;
        input.value = input.value.replace(",", ".");
        input.setSelectionRange(at, at);
      }
      changed(item);
    });
    element.querySelector(".undo").addEventListener("click", () => undo(item));
    element.querySelector(".keep-mine").addEventListener("click", () => outbox.settle(page.code, item.name, true));
    element.querySelector(".take-theirs").addEventListener("click", () => {
      const { theirs } = outbox.read(page.code).fields[item.name];
      item.input.value = theirs;
      item.settled = theirs;
      item.stored = theirs;
      outbox.settle(page.code, item.name, false);
      total();
      paint();
    });
  }

  function step(item, by) {
    const { min, max } = item.element.dataset;
    const from = DECIMAL.test(item.input.value)
      ? Number(item.input.value)
      : Number(max) > 20
        ? 75 - by
        : Number(min) - by;
    set(item, round(Math.min(Number(max), Math.max(Number(min), from + by))));
  }

  function set(item, value) {
    item.input.value = value;
    changed(item);
  }

  // Changes within two seconds are one to undo.
  function changed(item) {
    const now = Date.now();
    if (now - item.at > 2000 || !item.before.length) item.before.push(item.settled);
    item.at = now;
    item.settled = item.input.value;
    save(item);
  }

  function undo(item) {
    item.input.value = item.before.pop();
    item.settled = item.input.value;
    item.at = 0;
    save(item);
    (item.element.querySelector("[aria-pressed=true]") ?? item.input).focus();
  }

  function save(item) {
    const value = isScore(item) ? item.input.value.trim() : item.input.value;
    outbox.put(page.code, item.name, value, item.stored, fault(item));
    total();
    paint();
  }

  function total() {
    let sum = 0,
      reachable = 0,
      filled = 0,
      all = 0;
    for (const item of page.fields.values()) {
      if (!isScore(item)) continue;
      all += 1;
      if (!DECIMAL.test(item.input.value)) continue;
      filled += 1;
      reachable += Number(item.element.dataset.weight);
      sum += (Number(item.element.dataset.weight) * Number(item.input.value)) / Number(item.element.dataset.max);
    }
    document.getElementById("total").textContent = show(sum.toFixed(2));
    fill("reachable", { x: show(round(reachable)) });
    fill("filled", { n: filled, m: all });
  }

  function fill(id, words) {
    const element = document.getElementById(id);
    element.textContent = Object.entries(words).reduce(
      (text, [key, value]) => text.replace(`{${key}}`, value),
      element.dataset.template,
    );
  }

  // Says of each field and of the sheet how it stands.
  function paint(sending = []) {
    const words = page.root.dataset;
    const box = outbox.read(page.code);
    for (const item of page.fields.values()) {
      const kept = box.fields[item.name];
      const state = item.element.querySelector(".saved");
      const wrong = kept?.refused || "";
      const busy = sending.includes(item.name);
      state.textContent = kept
        ? busy
          ? words.sending
          : kept.conflict
            ? words.choose
            : words.waiting
        : item.input.value.trim() !== ""
          ? words.stored
          : "";
      state.classList.toggle("unsent", Boolean(kept) && !busy);
      state.classList.toggle("is-stored", !kept);
      refuse(item, wrong);
      const both = item.element.querySelector(".both");
      both.hidden = !kept?.conflict;
      if (kept?.conflict) {
        both.querySelector(".mine").textContent = kept.value || "–";
        both.querySelector(".theirs").textContent = kept.theirs || "–";
      }
      item.element.querySelector(".undo").hidden = !item.before.length;
      for (const button of item.element.querySelectorAll("[data-choice]"))
        button.setAttribute("aria-pressed", String(Number(button.dataset.choice) === Number(item.input.value || NaN)));
    }
    const saved = document.getElementById("saved");
    const unsent = Object.keys(box.fields).length > 0 || box.submit;
    const choose = Object.values(box.fields).some((item) => item.conflict);
    if (unsent)
      saved.textContent = sending.length
        ? words.sending
        : choose
          ? words.choose
          : box.submit && outbox.offline
            ? words.toSubmit
            : words.waiting;
    else if (page.saved) saved.textContent = page.saved;
    saved.classList.toggle("unsent", unsent && !sending.length);
  }

  function refuse(item, words) {
    const told = item.element.querySelector(".refused");
    if (told.textContent !== words) told.textContent = words;
    told.hidden = words === "";
    if (words) item.input.setAttribute("aria-invalid", "true");
    else item.input.removeAttribute("aria-invalid");
  }

  // A sheet that was locked meanwhile: what this phone still holds is shown, never thrown away unseen.
  function leftOver() {
    const kept = Object.entries(outbox.read(page.code).fields);
    if (!kept.length) return;
    const told = document.createElement("p");
    told.className = "notice notice-alert";
    told.textContent = [
      page.root.dataset.left,
      ...kept.map(
        ([name, item]) => `${page.fields.get(name)?.element.querySelector("label").textContent ?? name}: ${item.value}`,
      ),
    ].join(" ");
    page.form.before(told);
  }

  async function send(action) {
    if (action === "submit" && lacking()) return;
    // The juror may have moved on to another sheet before this one is sent.
    const { code, root } = page;
    await outbox.flush();
    if (action === "submit") await outbox.submit(code);
    const stuck = Object.values(outbox.read(code).fields).some((item) => item.held);
    if (stuck) root.querySelector(".both:not([hidden]), .refused:not([hidden])")?.scrollIntoView({ block: "center" });
  }

  // What a complete sheet needs can be told without signal.
  function lacking() {
    const empty = [...page.fields.values()].filter((item) => isScore(item) && item.input.value.trim() === "");
    for (const item of empty) refuse(item, page.root.dataset.empty);
    empty[0]?.element.scrollIntoView({ block: "center" });
    return empty.length > 0;
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "sheet" || !page) return;
    event.preventDefault();
    send(event.submitter?.value);
  });

  document.addEventListener("outbox", (event) => {
    const { code, kind, answer, names, faults } = event.detail;
    if (!page?.writable || (code && code !== page.code)) return;
    if (answer?.stored) take(answer);
    if (kind === "submitted") return juryPages.show(`/jury?sent=${page.root.dataset.entry}`);
    total();
    paint(kind === "sending" ? names : []);
    if (kind === "refused") {
      for (const [name, words] of Object.entries(faults))
        if (page.fields.has(name)) refuse(page.fields.get(name), words);
      const first = Object.keys(faults).find((name) => page.fields.has(name));
      if (!first) document.getElementById("saved").textContent = answer?.message ?? "";
      else page.fields.get(first).element.scrollIntoView({ block: "center" });
    }
    if (kind === "broken") document.getElementById("saved").textContent = page.root.dataset.broken;
    if (kind === "signed-out") document.getElementById("saved").textContent = page.root.dataset.signedOut;
  });
  document.addEventListener("jury:page", begin);
  begin();
})();
