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
  // The server's clock: what it said last, and how long ago that was by a clock that nobody sets.
  let said = Number(body.dataset.now),
    saidAt = performance.now();
  const now = () => said + performance.now() - saidAt;
  let opens = moment(body.dataset.opens),
    closes = moment(body.dataset.closes),
    toldUntil = Infinity;
  // A visitor's phone that opens the board is none of the hall's screens.
  const HERE_MS = 10000,
    SMALL = 900,
    LONG = 80;
  const OLD_SECONDS = 6,
    SLOW_MS = 15000,
    FAST_MS = 1000,
    SHOWN = 4;
  // A view stands so long; shorter where there are so many that the last would come too late.
  const PAGE_MS = 12000,
    LEAST_MS = 3000,
    ALL_MS = 54000;
  let named = "",
    tag = null,
    heard = now(),
    phase = body.dataset.phase,
    turns = -1,
    wasOpen = document.querySelector('[data-state="closed"]').hidden,
    round = 0,
    pages = 1;

  function slide(list, rows) {
    const before = new Map(
      [...list.children].filter((item) => !item.hidden).map((item) => [item, item.getBoundingClientRect().top]),
    );
    for (const row of rows) list.append(row);
    if (calm) return;
    for (const [item, top] of before) {
      const moved = top - item.getBoundingClientRect().top;
      if (moved)
        item.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], {
          duration: 600,
          easing: "cubic-bezier(.2,.8,.2,1)",
        });
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
        const figure =
          row.final !== null ? decimals.format(Number(row.final)) : row.votes === null ? "" : number.format(row.votes);
        item.querySelector(".votes").textContent = figure;
        // A published score is drawn by the server, and stays.
        if (row.final === null) draw(item.querySelector("[data-share]"), ((100 * (row.votes || 0)) / most).toFixed(4));
      }
      slide(
        list,
        group.rows.map((row) => items.get(row.entry)),
      );
      section.querySelector("[data-votes]").textContent = group.votes === null ? "" : number.format(group.votes);
      total = group.votes === null || total === null ? null : total + group.votes;
    }
    document.getElementById("total").textContent = total === null ? "" : number.format(total);
    document.getElementById("total-words").hidden = total === null;
    for (const words of document.querySelectorAll("[data-for]"))
      words.hidden = !words.dataset.for.split(" ").includes(data.phase);
    const frozen = state("frozen", Boolean(data.frozen_at));
    if (data.frozen_at) {
      frozen.textContent = body.dataset.wordsFrozen.replace(
        "{time}",
        data.frozen_at.slice(11, 16).replace(":", english ? ":" : "."),
      );
      document.documentElement.dataset.frozen = data.frozen_at;
    } else delete document.documentElement.dataset.frozen;
    state("paused", data.phase === "paused");
    if (data.phase !== phase && (data.phase === "published" || data.phase === "paused")) location.reload();
    phase = data.phase;
  }

  function draw(bar, share) {
    bar.dataset.share = share;
    bar.querySelector("rect").setAttribute("width", share);
  }

  // The band of a state, shown or not.
  function state(name, holds) {
    const band = document.querySelector(`[data-state="${name}"]`);
    band.hidden = !holds;
    return band;
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
    const around = sections[0].offsetHeight - lists[0].offsetHeight;
    let room = Math.floor(
      board.clientHeight - parseFloat(style.paddingTop) - (down - 1) * parseFloat(style.rowGap) - down * around,
    );
    const bands = [...Array(down).keys()].map((line) => lists.slice(line * across, (line + 1) * across));
    const tallest = (band) => Math.max(...band.map((list) => list.offsetHeight));
    bands
      .sort((one, other) => tallest(one) - tallest(other))
      .forEach((band, done) => {
        const height = Math.min(tallest(band), Math.floor(room / (down - done)));
        room -= height;
        for (const list of band) part(list, height);
      });
  }

  // As many rows as there is room for, all of them in turns, and how many there are.
  function part(list, room) {
    const items = [...list.children];
    const starts = [];
    let used = 0;
    items.forEach((item, index) => {
      if (index === 0 || used + item.offsetHeight > room + 1) {
        starts.push(index);
        used = 0;
      }
      used += item.offsetHeight;
    });
    if (starts.length < 2) return;
    pages = Math.max(pages, starts.length);
    const page = round % starts.length;
    const from = starts[page],
      to = page + 1 < starts.length ? starts[page + 1] : items.length;
    items.forEach((item, index) => {
      item.hidden = index < from || index >= to;
    });
    const words = { from: from + 1, to: to, n: items.length };
    list.parentElement.querySelector(".part").textContent = body.dataset.part.replace(
      /{(\w+)}/g,
      (_, name) => words[name],
    );
  }

  // The answer, and what it says if it is 200. Nothing but the network, or an answer cut off, raises NoSignal.
  class NoSignal extends Error {}
  async function heardFrom(address, options) {
    try {
      const answer = await fetch(address, options);
      return [answer, answer.status === 200 ? await answer.json() : null];
    } catch {
      throw new NoSignal();
    }
  }

  async function ask() {
    try {
      const options = {
        cache: "no-store",
        headers: tag ? { "If-None-Match": tag } : {},
        signal: AbortSignal.timeout(5000),
      };
      const [answer, data] = await heardFrom(body.dataset.source, options);
      if (data) {
        show(data);
        fit();
        tag = answer.headers.get("ETag");
      }
      if (answer.status === 200 || answer.status === 304) heard = now();
    } catch (error) {
      if (!(error instanceof NoSignal)) throw error;
      // The age says so, and the next try comes.
    } finally {
      setTimeout(ask, phase === "published" || document.hidden ? SLOW_MS : FAST_MS);
    }
  }

  // A random name of this tab's own, which outlives a reload: so the desk can count screens.
  function key() {
    let kept = named;
    try {
      kept = kept || sessionStorage.getItem("screen");
    } catch {
      /* the browser keeps nothing: until the next reload */
    }
    if (!kept) {
      kept = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      try {
        sessionStorage.setItem("screen", kept);
      } catch {
        /* see above */
      }
    }
    named = kept;
    return kept;
  }

  function announce(announcement) {
    toldUntil = announcement && announcement.seconds !== null ? now() + announcement.seconds * 1000 : Infinity;
    told.hidden = !announcement;
    if (announcement) told.classList.toggle("long", announcement.words.length > LONG);
    // The same words again would be read aloud again.
    if (announcement && told.textContent !== announcement.words) told.textContent = announcement.words;
    fit();
  }

  async function here() {
    try {
      const options = {
        method: "POST",
        headers: innerWidth > SMALL ? { "Screen-Key": key() } : {},
        signal: AbortSignal.timeout(5000),
      };
      const [, told] = await heardFrom(body.dataset.here, options);
      if (told) {
        said = Date.parse(told.now);
        saidAt = performance.now();
        opens = moment(told.opens_at);
        closes = moment(told.closes_at);
        announce(told.announcement);
        document.getElementById("name").textContent =
          told.screen === null ? "" : body.dataset.name.replace("{n}", told.screen);
      }
    } catch (error) {
      if (!(error instanceof NoSignal)) throw error;
      // What was announced stays until its time is over.
    } finally {
      setTimeout(here, HERE_MS);
    }
  }

  // The time left until the vote opens or closes, by the server's clock; once it is over, the band says so.
  function count(at) {
    const counts = phase === "voting" || phase === "paused";
    const early = opens && at < opens;
    const until = early ? opens : closes;
    const left = counts && until ? Math.floor((until - at) / 1000) : -1;
    const over = counts && !early && closes && left < 0;
    const { opening, closing, open } = body.dataset;
    if (counts)
      document.querySelector('[data-for~="voting"]').textContent = early
        ? opening
        : over
          ? ""
          : closes
            ? closing
            : open;
    if (state("closed", over || phase === "deliberation" || phase === "final").hidden !== wasOpen) {
      wasOpen = !wasOpen;
      fit();
    }
    if (left < 0) return "";
    const two = (value) => String(value).padStart(2, "0");
    const hours = left >= 3600 ? [Math.floor(left / 3600)] : [];
    return [...hours, two(Math.floor((left % 3600) / 60)), two(left % 60)].join(english ? ":" : ".");
  }

  function tick() {
    const seconds = Math.round((now() - heard) / 1000);
    const old = seconds > OLD_SECONDS && phase !== "published";
    age.textContent = (old ? body.dataset.old : body.dataset.fresh).replace("{n}", Math.max(1, seconds));
    age.classList.toggle("old", old);
    clock.textContent = count(now());
    if (now() >= toldUntil && !told.hidden) announce(null);
  }

  // Categories in turns where there are more than fit, and of each the rows: every entry is seen within a minute.
  function turn() {
    const sections = [...document.querySelectorAll(".cat")];
    const groups = innerWidth > SMALL ? Math.max(1, Math.ceil(sections.length / SHOWN)) : 1;
    turns += 1;
    round = Math.floor(turns / groups);
    sections.forEach((section, index) => {
      section.hidden = groups > 1 && Math.floor(index / SHOWN) !== turns % groups;
    });
    fit();
    setTimeout(turn, Math.max(LEAST_MS, Math.min(PAGE_MS, ALL_MS / (groups * pages))));
  }

  turn();
  addEventListener("resize", fit);
  tick();
  setInterval(tick, 1000);
  ask();
  here();
})();
