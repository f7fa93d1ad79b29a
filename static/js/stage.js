// The live board: asks once a second, answers 304 cost nothing, rows slide to their new place, and old data says so.
(() => {
  const body = document.body;
  const english = document.documentElement.lang === "en";
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const number = new Intl.NumberFormat(english ? "en" : "id");
  const decimals = new Intl.NumberFormat(english ? "en" : "id", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const age = document.getElementById("age");
  const clock = document.getElementById("clock");
  const closes = body.dataset.closes ? new Date(body.dataset.closes) : null;
  const OLD_SECONDS = 6, SLOW_MS = 15000, FAST_MS = 1000, PAGE_MS = 12000, SHOWN = 4;
  let tag = null, heard = Date.now(), phase = body.dataset.phase, page = 0;

  function slide(list, rows) {
    const before = new Map([...list.children].map((item) => [item, item.getBoundingClientRect().top]));
    for (const row of rows) list.append(row);
    if (calm) return;
    for (const [item, top] of before) {
      const moved = top - item.getBoundingClientRect().top;
      if (moved) item.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], { duration: 600, easing: "cubic-bezier(.2,.8,.2,1)" });
    }
  }

  function show(data) {
    let total = 0;
    for (const group of data.categories) {
      const section = document.querySelector(`[data-category="${group.slug}"]`);
      if (!section) return location.reload();
      const list = section.querySelector("ol");
      const items = new Map([...list.children].map((item) => [item.dataset.entry, item]));
      if (items.size !== group.rows.length || group.rows.some((row) => !items.has(row.entry))) return location.reload();
      const most = Math.max(1, ...group.rows.map((row) => row.votes || 0));
      for (const row of group.rows) {
        const item = items.get(row.entry);
        item.dataset.place = row.place ?? "";
        item.querySelector(".place").textContent = row.place ?? "";
        const figure = row.final !== null ? decimals.format(Number(row.final)) : row.votes === null ? "" : number.format(row.votes);
        item.querySelector(".votes").textContent = figure;
        item.querySelector("rect").setAttribute("width", ((100 * (row.votes || 0)) / most).toFixed(2));
      }
      slide(list, group.rows.map((row) => items.get(row.entry)));
      section.querySelector("[data-votes]").textContent = group.votes === null ? "" : number.format(group.votes);
      total = group.votes === null || total === null ? null : total + group.votes;
    }
    document.getElementById("total").textContent = total === null ? "" : number.format(total);
    document.getElementById("total-words").hidden = total === null;
    for (const words of document.querySelectorAll("[data-for]")) words.hidden = words.dataset.for !== data.phase;
    const frozen = document.getElementById("frozen");
    frozen.hidden = !data.frozen_at;
    if (data.frozen_at) frozen.textContent = body.dataset.frozen.replace("{time}", data.frozen_at.slice(11, 16).replace(":", english ? ":" : "."));
    if (data.phase !== phase && (data.phase === "published" || data.phase === "paused")) location.reload();
    phase = data.phase;
  }

  async function ask() {
    try {
      const answer = await fetch(body.dataset.source, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {}, signal: AbortSignal.timeout(5000) });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag");
        show(await answer.json());
      }
      if (answer.status === 200 || answer.status === 304) heard = Date.now();
    } catch { /* no network: the age says so, and the next try comes */ }
    setTimeout(ask, phase === "published" || document.hidden ? SLOW_MS : FAST_MS);
  }

  function tick() {
    const seconds = Math.round((Date.now() - heard) / 1000);
    const old = seconds > OLD_SECONDS && phase !== "published";
    age.textContent = (old ? body.dataset.old : body.dataset.fresh).replace("{n}", Math.max(1, seconds));
    age.classList.toggle("old", old);
    const left = closes && phase === "voting" ? Math.floor((closes - Date.now()) / 1000) : -1;
    const two = (value) => String(value).padStart(2, "0");
    const separator = english ? ":" : ".";
    const hours = left >= 3600 ? [Math.floor(left / 3600)] : [];
    clock.textContent = left < 0 ? "" : [...hours, two(Math.floor((left % 3600) / 60)), two(left % 60)].join(separator);
  }

  function turn() {
    const sections = [...document.querySelectorAll(".cat")];
    const pages = Math.ceil(sections.length / SHOWN);
    if (pages < 2 || innerWidth <= 900) return;
    sections.forEach((section, index) => { section.hidden = Math.floor(index / SHOWN) !== page % pages; });
    page += 1;
  }

  turn();
  setInterval(turn, PAGE_MS);
  tick();
  setInterval(tick, 1000);
  ask();
})();
