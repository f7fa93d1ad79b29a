// Votes that wait for the signal. visitor.js writes a tap down before it sends it; what got no answer is sent
// from here, again and again, and the bar says that it waits until the server has answered. A form counts once,
// so that sending it again does no harm.
(() => {
  // Asked for again on a slow line, it may come twice.
  if (votes.wake) return;
  const { NoAnswer, ask, changed, element: vote, fields, forget, put, same, store, tap, write } = votes;
  const words = "@words@";
  const STEPS_S = [5, 10, 20, 40, 60],
    READ_MS = 4000,
    LOOK_MS = 2000;
  // A booth scanned without signal, whose page this phone does not have: its address is all that is known.
  const scanned = /^\/b\/[^/]+$/i.test(location.pathname) && document.querySelector("[data-scanned]");
  const here =
    votes.here ||
    (scanned
      ? {
          slot: location.pathname.toLowerCase(),
          entry: location.pathname.toLowerCase(),
          page: location.pathname,
          name: scanned.dataset.scanned,
        }
      : null);
  const say = (text, item) => text.replace("{name}", () => item.name);
  let kept = null,
    running = false,
    dirty = false,
    step = 0,
    timer = 0;

  // In the order of the taps: where two turn out to be of one category, the later one stands. What this page itself is
  // sending does not wait.
  const all = () =>
    store((waiting) => waiting.getAll()).then(
      (items) =>
        items.filter((item) => item.key !== votes.sent).sort((one, other) => parseInt(one.key) - parseInt(other.key)),
      () => [],
    );

  // ---- what is shown
  function fragment(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    return made.content.firstElementChild;
  }
  function show(element) {
    put(element);
    ready();
  }
  const waits = () => Boolean(vote()) && vote().matches("[data-vote-state=waiting]");
  function notice(item, text, look) {
    let list = document.querySelector(".waits");
    if (!list) {
      list = fragment('<div class="waits" role="status"></div>');
      document.getElementById("main").prepend(list);
    }
    const found = [...list.children].find((each) => each.dataset.slot === item.slot);
    const link = found || list.appendChild(fragment("<a></a>"));
    link.dataset.slot = item.slot;
    link.href = item.page;
    link.textContent = text;
    link.className = `notice ${look}`;
  }
  function wait(item, sending) {
    if (!waits()) {
      kept = vote();
      show(fragment(words.bar));
    }
    const [title, text] = vote().querySelectorAll("b, span"),
      button = vote().querySelector("button");
    title.dataset.said = title.dataset.said || title.textContent;
    title.textContent = sending ? words.sending : words.delays[item.reason] ? words.later : title.dataset.said;
    if (words.delays[item.reason]) text.textContent = words.delays[item.reason];
    button.disabled = sending;
    button.onclick = async () => {
      await forget(item);
      changed.set();
      back();
      // It may have been sent without our having heard: the server says what stands.
      dirty = dirty || Boolean(item.tried);
      await paint();
      flush();
    };
  }
  function back() {
    if (!kept) return;
    const element = kept;
    kept = null;
    // It was put aside while its form was being sent.
    for (const button of element.querySelectorAll("form:not([data-waits]) button")) button.disabled = false;
    show(element);
  }
  // It was sent, or taken back, by another tab of this phone: only the server knows what stands now.
  function check() {
    const [title, text] = vote().querySelectorAll("b, span");
    title.textContent = words.checking;
    text.textContent = "";
    vote().querySelector("button").hidden = true;
    dirty = true;
  }
  // The neutral copy's button works once there is somebody to listen.
  function ready() {
    const button = document.querySelector("form[data-waits] button");
    if (button) button.disabled = false;
  }
  function lose(item) {
    const text = words.refusals[item.lost] || words.refusals[""];
    if (!here || here.entry !== item.entry) return notice(item, `${say(words.lost, item)} ${text}`, "notice-alert");
    if (!vote().querySelector(".lost")) vote().prepend(fragment('<p class="vote-error lost" role="alert"></p>'));
    const told = vote().querySelector(".lost");
    told.dataset.error = item.lost;
    told.textContent = text;
    // Long enough to be read; who leaves sooner is told again.
    setTimeout(() => forget(item), READ_MS);
  }
  async function paint() {
    const items = await all(),
      mine = here && items.find((item) => item.slot === here.slot && !item.lost);
    if (here && vote()) {
      if (mine && mine.entry === here.entry) wait(mine, false);
      else if (mine) back();
      else if (waits() && !items.some((item) => item.lost && item.slot === here.slot)) check();
      else back();
      const note = vote().querySelector(".instead"),
        form = formOf(vote()) || vote().querySelector("form[data-waits]");
      if (note) note.remove();
      if (mine && mine.entry !== here.entry) {
        const told = vote().insertBefore(fragment('<p class="vote-note instead"></p>'), form || vote().firstChild);
        told.textContent = say(form ? words.instead : words.waiting, mine);
      }
      const unsent = document.getElementById("unsent");
      if (mine && unsent) unsent.hidden = true;
    } else {
      for (const link of document.querySelectorAll(".waits :not(.notice-done):not(.notice-alert)"))
        if (!items.some((item) => item.slot === link.dataset.slot)) link.remove();
      for (const item of items) if (!item.lost) notice(item, say(words.waiting, item), "");
    }
    for (const item of items) if (item.lost) lose(item);
  }

  // ---- sending
  const formOf = (element) => element && element.querySelector('form[action$="/vote"]');
  async function send(item, again) {
    let { action, form } = item;
    if (!form || again) {
      const { element } = await ask(item.page),
        found = formOf(element);
      if (!found) {
        const reason = element && element.querySelector("[data-reason]");
        const yours = element && element.dataset.voteState === "yours";
        return answered(item, element, yours ? "" : reason ? reason.dataset.reason : "gone");
      }
      action = found.getAttribute("action");
      form = fields(found);
    }
    // Taken back, or another one chosen, while this one waited for its turn?
    if (!(await same(item, (waiting, now) => waiting.put({ ...now, tried: true })))) return paint();
    const { element, ok, code } = await ask(action, {
      method: "POST",
      body: new URLSearchParams(form),
      headers: { "HX-Request": "true" },
    });
    if (["stale-form", "cookies-needed"].includes(code) && !again && item.form) return send(item, true);
    return answered(item, element, ok ? "" : code);
  }
  async function answered(item, element, code) {
    if (words.delays[code]) {
      await same(item, (waiting, now) => waiting.put({ ...now, reason: code }));
      return paint();
    }
    if (code) {
      await same(item, (waiting, now) => waiting.put({ ...now, lost: code }));
      dirty = Boolean(here);
      return paint();
    }
    await forget(item);
    changed.set();
    if (here && here.entry === item.entry && element) {
      kept = null;
      return show(document.importNode(element, true));
    }
    dirty = Boolean(here);
    if (!here) notice(item, say(words.recorded, item), "notice-done");
  }
  async function upgrade() {
    const copy = document.querySelector("[data-copy]"),
      kind = copy && copy.dataset.copy;
    if (here && kind !== "absent" && (dirty || kind === "entry")) {
      const { element } = await ask(location.pathname),
        items = await all();
      dirty = false;
      // A tap made meanwhile is newer than this answer.
      if (element && !votes.sent && !items.some((item) => item.entry === here.entry && !item.lost)) {
        kept = null;
        show(document.importNode(element, true));
        await paint();
      }
    } else if (kind === "list" || kind === "absent") {
      const answer = await fetch(`/offline/${document.documentElement.lang}`, {
        method: "HEAD",
        cache: "no-store",
      }).catch(() => {
        throw new NoAnswer();
      });
      if (!answer.ok) return;
      if (kind === "absent") return location.reload();
      copy.hidden = true;
      copy.removeAttribute("data-copy");
      document.querySelector("[data-back]").hidden = false;
    }
  }
  async function work() {
    for (const item of await all()) {
      if (item.lost) continue;
      const shown = here && here.entry === item.entry;
      if (shown) wait(item, true);
      try {
        await send(item);
      } finally {
        if (shown) await paint();
      }
    }
    await upgrade();
  }
  async function flush() {
    clearTimeout(timer);
    if (running) return;
    running = true;
    try {
      await (navigator.locks ? navigator.locks.request("votes", work) : work());
    } catch (error) {
      // No signal yet; but a fault of ours is told as one.
      if (!(error instanceof NoAnswer)) throw error;
    } finally {
      running = false;
    }
    const left = await all();
    if (left.some((item) => !item.lost) || dirty || document.querySelector("[data-copy]"))
      timer = setTimeout(flush, 1000 * STEPS_S[Math.min(step++, STEPS_S.length - 1)]);
  }
  async function soon() {
    if (document.hidden) return;
    step = 0;
    await paint();
    flush();
  }

  // ---- other tabs of this phone may have sent, moved or taken back a vote
  setInterval(async () => {
    const news = changed.now() !== changed.seen;
    changed.seen = changed.now();
    if (news && location.pathname === "/mine") return location.reload();
    const gone = !dirty && waits() && !(await all()).some((item) => item.slot === here.slot);
    if (!news && !gone) return;
    if (news) dirty = Boolean(here);
    step = 0;
    await paint();
    flush();
  }, LOOK_MS);

  // ---- a tap on a neutral copy
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("form[data-waits]")) return;
    event.preventDefault();
    if (!(await write(tap(event.target, here)))) return;
    changed.set();
    soon();
  });
  votes.wake = soon;

  if (scanned) scanned.replaceWith(scanned.content);
  const looks = fragment('<link rel="stylesheet">');
  looks.href = document.querySelector("script[data-queue]").dataset.style;
  document.head.append(looks);
  ready();
  soon();
  addEventListener("online", soon);
  document.addEventListener("visibilitychange", soon);

  // ---- the worker, when the page is done
  if (!("serviceWorker" in navigator)) return;
  const home = document.querySelector(".site a"),
    link = navigator.connection || {};
  const read = {
    language: document.documentElement.lang,
    path: location.pathname,
    entry: here && here.entry,
    exhibition: home && home.pathname.split("/")[2],
    frugal: Boolean(link.saveData) || /2g/.test(link.effectiveType),
  };
  navigator.serviceWorker
    .register("/sw.js")
    .then(() => navigator.serviceWorker.ready)
    .then((found) => found.active.postMessage(read))
    .catch(() => {});
})();
