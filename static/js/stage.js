// The live board: asks once a second, answers 304 cost nothing, rows slide to their new place, and old data says so.
(() => {
  const body = document.body;
  const english = document.documentElement.lang === "en";
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const number = new Intl.NumberFormat(english ? "en" : "id");
  const decimals = new Intl.NumberFormat(english ? "en" : "id", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const age = document.getElementById("age");
  const clock = document.getElementById("clock");
  const moment = (text) => (text ? new Date(text) : null);
  const board = document.querySelector(".board");
  const told = document.querySelector("#told p");
  let opens = moment(body.dataset.opens), closes = moment(body.dataset.closes), toldUntil = Infinity;
  // A visitor's phone that opens the board is none of the hall's screens.
  const HERE_MS = 10000, SMALL = 900, LONG = 80;
  const OLD_SECONDS = 6, SLOW_MS = 15000, FAST_MS = 1000, PAGE_MS = 12000, SHOWN = 4;
  let named = "", tag = null, heard = Date.now(), phase = body.dataset.phase, turns = -1;

  function slide(list, rows) {
    const before = new Map([...list.children].filter((item) => !item.hidden).map((item) => [item, item.getBoundingClientRect().top]));
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

  // Nothing is cut off: rows get smaller before they go, and what is left out is told.
  function fit() {
    const sections = [...board.querySelectorAll(".cat:not([hidden])")];
    const lists = sections.map((section) => section.querySelector("ol"));
    for (const list of lists) for (const item of list.children) item.hidden = false;
    for (const section of sections) section.querySelector(".part").textContent = "";
    delete body.dataset.dense;
    if (innerWidth <= SMALL) return;
    for (const dense of ["", "1", "2", "3"]) {
      if (dense) body.dataset.dense = dense;
      if (board.scrollHeight <= board.clientHeight + 1) return;
    }
    body.dataset.dense = "1";
    const style = getComputedStyle(board);
    const across = style.gridTemplateColumns.split(" ").length;
    const down = Math.ceil(sections.length / across);
    const height = board.querySelector("li").offsetHeight;
    const around = sections[0].offsetHeight - lists[0].offsetHeight;
    let room = Math.floor((board.clientHeight - parseFloat(style.paddingTop) - (down - 1) * parseFloat(style.rowGap) - down * around) / height);
    const bands = [...Array(down).keys()].map((line) => lists.slice(line * across, (line + 1) * across));
    const longest = (band) => Math.max(...band.map((list) => list.children.length));
    bands.sort((one, other) => longest(one) - longest(other)).forEach((band, done) => {
      const rows = Math.max(1, Math.min(longest(band), Math.floor(room / (down - done))));
      room -= rows;
      for (const list of band) part(list, rows);
    });
  }

  // The first rows; without places all of them in turns, because then the order says nothing.
  function part(list, rows) {
    const items = [...list.children];
    if (items.length <= rows) return;
    const from = items[0].dataset.place ? 0 : (turns % Math.ceil(items.length / rows)) * rows;
    items.forEach((item, index) => { item.hidden = index < from || index >= from + rows; });
    const words = { from: from + 1, to: Math.min(from + rows, items.length), n: items.length };
    list.parentElement.querySelector(".part").textContent = body.dataset.part.replace(/{(\w+)}/g, (_, name) => words[name]);
  }

  // The answer, and what it says if it is 200. Nothing but the network, or an answer cut off, raises NoSignal.
  class NoSignal extends Error {}
  async function heardFrom(address, options) {
    try {
      const answer = await fetch(address, options);
      return [answer, answer.status === 200 ? await answer.json() : null];
    } catch { throw new NoSignal(); }
  }

  async function ask() {
    try {
      const options = { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {}, signal: AbortSignal.timeout(5000) };
      const [answer, data] = await heardFrom(body.dataset.source, options);
      if (data) {
        show(data);
        fit();
        tag = answer.headers.get("ETag");
      }
      if (answer.status === 200 || answer.status === 304) heard = Date.now();
    } catch (error) {
      if (!(error instanceof NoSignal)) throw error;
      // The age says so, and the next try comes.
    } finally { setTimeout(ask, phase === "published" || document.hidden ? SLOW_MS : FAST_MS); }
  }

  // A random name of this tab's own, which outlives a reload: so the desk can count screens.
  function key() {
    let kept = named;
    try { kept = kept || sessionStorage.getItem("screen"); } catch { /* the browser keeps nothing: until the next reload */ }
    if (!kept) {
      kept = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      try { sessionStorage.setItem("screen", kept); } catch { /* see above */ }
    }
    named = kept;
    return kept;
  }

  function announce(announcement) {
    toldUntil = announcement && announcement.seconds !== null ? Date.now() + announcement.seconds * 1000 : Infinity;
    told.hidden = !announcement;
    if (announcement) told.classList.toggle("long", announcement.words.length > LONG);
    // The same words again would be read aloud again.
    if (announcement && told.textContent !== announcement.words) told.textContent = announcement.words;
    fit();
  }

  async function here() {
    try {
      const options = { method: "POST", headers: innerWidth > SMALL ? { "Screen-Key": key() } : {}, signal: AbortSignal.timeout(5000) };
      const [, said] = await heardFrom(body.dataset.here, options);
      if (said) {
        opens = moment(said.opens_at);
        closes = moment(said.closes_at);
        announce(said.announcement);
        document.getElementById("name").textContent = said.screen === null ? "" : body.dataset.name.replace("{n}", said.screen);
      }
    } catch (error) {
      if (!(error instanceof NoSignal)) throw error;
      // What was announced stays until its time is over.
    } finally { setTimeout(here, HERE_MS); }
  }

  function count(now) {
    if (phase !== "voting") return "";
    const early = opens && now < opens;
    const until = early ? opens : closes;
    const left = until ? Math.floor((until - now) / 1000) : -1;
    const { opening, closing, open, over } = body.dataset;
    document.querySelector('[data-for="voting"]').textContent = early ? opening : !closes ? open : left < 0 ? over : closing;
    if (left < 0) return "";
    const two = (value) => String(value).padStart(2, "0");
    const hours = left >= 3600 ? [Math.floor(left / 3600)] : [];
    return [...hours, two(Math.floor((left % 3600) / 60)), two(left % 60)].join(english ? ":" : ".");
  }

  function tick() {
    const seconds = Math.round((Date.now() - heard) / 1000);
    const old = seconds > OLD_SECONDS && phase !== "published";
    age.textContent = (old ? body.dataset.old : body.dataset.fresh).replace("{n}", Math.max(1, seconds));
    age.classList.toggle("old", old);
    clock.textContent = count(Date.now());
    if (Date.now() >= toldUntil && !told.hidden) announce(null);
  }

  function turn() {
    const sections = [...document.querySelectorAll(".cat")];
    turns += 1;
    const pages = Math.ceil(sections.length / SHOWN);
    if (pages > 1 && innerWidth > SMALL) sections.forEach((section, index) => { section.hidden = Math.floor(index / SHOWN) !== turns % pages; });
    fit();
  }

  turn();
  setInterval(turn, PAGE_MS);
  addEventListener("resize", fit);
  tick();
  setInterval(tick, 1000);
  ask();
  here();
})();
