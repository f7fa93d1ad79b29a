// Votes that wait for the signal. A tap is written down on the phone before it is sent, and crossed out when the server
// has answered; until then the bar says that it waits. A form counts once, so that sending it again does no harm.
(() => {
  const words = {{ words|tojson }};
  const STEPS_S = [5, 10, 20, 40, 60], ANSWER_MS = 15000, READ_MS = 4000;
  const bar = document.querySelector(".vote-bar[data-slot]");
  const canonical = document.querySelector("link[rel=canonical]");
  // A booth scanned without signal, whose page this phone does not have: its address is all that is known.
  const scanned = /^\/b\/[^/]+$/i.test(location.pathname) && document.querySelector("[data-scanned]");
  const here = bar && canonical ? { slot: bar.dataset.slot, entry: new URL(canonical.href).pathname, page: location.pathname, name: document.querySelector("h1").textContent }
    : scanned ? { slot: location.pathname.toLowerCase(), entry: location.pathname.toLowerCase(), page: location.pathname, name: scanned.dataset.scanned } : null;
  const vote = () => document.getElementById("vote");
  const say = (text, item) => text.replace("{name}", () => item.name);
  let kept = null, running = false, dirty = false, sent = null, flying = null, step = 0, timer = 0;

  // ---- what is written down: one vote a slot
  function store(act) {
    return new Promise((done, fail) => {
      const opening = indexedDB.open("showcase", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("votes", { keyPath: "slot" });
      opening.onerror = () => fail(opening.error);
      opening.onsuccess = () => {
        const work = opening.result.transaction("votes", "readwrite");
        const asked = act(work.objectStore("votes"));
        work.oncomplete = () => { opening.result.close(); done(asked.result); };
        work.onabort = () => { opening.result.close(); fail(work.error); };
      };
    });
  }
  // In the order of the taps: where two turn out to be of one category, the later one stands.
  const all = () => store((votes) => votes.getAll()).then((items) => items.sort((one, other) => parseInt(one.key) - parseInt(other.key)), () => []);
  // Changes a vote only if it is still the same tap, and tells whether it was.
  const same = (item, change) => {
    let still = false;
    return store((votes) => {
      const asked = votes.get(item.slot);
      asked.onsuccess = () => {
        still = Boolean(asked.result) && asked.result.key === item.key;
        if (still) change(votes, asked.result);
      };
      return asked;
    }).then(() => still, () => false);
  };
  const forget = (item) => same(item, (votes) => votes.delete(item.slot));

  // ---- what is shown
  function fragment(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    return made.content.firstElementChild;
  }
  function put(element) {
    const focused = vote().contains(document.activeElement);
    vote().replaceWith(element);
    if (window.htmx) htmx.process(element);
    ready();
    if (focused) { element.tabIndex = -1; element.focus({ preventScroll: true }); }
  }
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
    if (!vote().matches("[data-vote-state=waiting]")) {
      kept = vote();
      put(fragment(words.bar));
    }
    const [title, text] = vote().querySelectorAll("b, span"), button = vote().querySelector("button");
    title.dataset.said = title.dataset.said || title.textContent;
    title.textContent = sending ? words.sending : words.delays[item.reason] ? words.later : title.dataset.said;
    if (words.delays[item.reason]) text.textContent = words.delays[item.reason];
    button.disabled = sending;
    button.onclick = async () => {
      await forget(item);
      // It may have been sent without our having heard: the server says what stands.
      dirty = dirty || Boolean(item.tried);
      await paint();
      flush();
    };
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
    const items = await all(), mine = here && items.find((item) => item.slot === here.slot && !item.lost);
    if (here && vote()) {
      if (mine && mine.entry === here.entry) wait(mine, false);
      else if (kept) { const back = kept; kept = null; put(back); }
      const note = vote().querySelector(".instead"), form = formOf(vote()) || vote().querySelector("form[data-waits]");
      if (note) note.remove();
      if (mine && mine.entry !== here.entry) {
        const told = vote().insertBefore(fragment('<p class="vote-note instead"></p>'), form || vote().firstChild);
        told.textContent = say(form ? words.instead : words.waiting, mine);
      }
      const unsent = document.getElementById("unsent");
      if (mine && unsent) unsent.hidden = true;
    } else for (const item of items) if (!item.lost) notice(item, say(words.waiting, item), "");
    for (const item of items) if (item.lost) lose(item);
  }

  // ---- sending
  async function ask(address, options) {
    const stop = new AbortController(), limit = setTimeout(() => stop.abort(), ANSWER_MS);
    flying = stop;
    try {
      const answer = await fetch(address, { cache: "no-store", signal: stop.signal, ...options });
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      const element = read.getElementById("vote"), error = read.querySelector("[data-error]");
      // A hall's network may answer in our name: only what looks like ours is believed.
      if (!element && !(answer.status === 404 && error)) throw new Error("no answer of ours");
      return { element, ok: answer.ok, code: error ? error.dataset.error : "" };
    } finally { clearTimeout(limit); }
  }
  const fields = (form) => [...new FormData(form)];
  const formOf = (element) => element && element.querySelector('form[action$="/vote"]');
  async function send(item, again) {
    let { action, form } = item;
    if (!form || again) {
      const { element } = await ask(item.page), found = formOf(element);
      if (!found) {
        const reason = element && element.querySelector("[data-reason]");
        const yours = element && element.dataset.voteState === "yours";
        return answered(item, element, yours ? "" : reason ? reason.dataset.reason : "gone");
      }
      action = found.getAttribute("action");
      form = fields(found);
    }
    // Taken back, or another one chosen, while this one waited for its turn?
    if (!(await same(item, (votes, now) => votes.put({ ...now, tried: true })))) return paint();
    const { element, ok, code } = await ask(action, { method: "POST", body: new URLSearchParams(form), headers: { "HX-Request": "true" } });
    if (["stale-form", "cookies-needed"].includes(code) && !again && item.form) return send(item, true);
    return answered(item, element, ok ? "" : code);
  }
  async function answered(item, element, code) {
    if (words.delays[code]) {
      await same(item, (votes, now) => votes.put({ ...now, reason: code }));
      return paint();
    }
    if (code) {
      await same(item, (votes, now) => votes.put({ ...now, lost: code }));
      dirty = Boolean(here);
      return paint();
    }
    await forget(item);
    if (here && here.entry === item.entry && element) {
      kept = null;
      return put(document.importNode(element, true));
    }
    dirty = Boolean(here);
    if (!here) notice(item, say(words.recorded, item), "notice-done");
  }
  async function upgrade() {
    const copy = document.querySelector("[data-copy]"), kind = copy && copy.dataset.copy;
    if (here && kind !== "absent" && (dirty || kind === "entry")) {
      const { element } = await ask(location.pathname);
      dirty = false;
      if (element && !vote().matches("[data-vote-state=waiting]")) {
        put(document.importNode(element, true));
        await paint();
      }
    } else if (kind === "list" || kind === "absent") {
      const answer = await fetch(`/offline/${document.documentElement.lang}`, { method: "HEAD", cache: "no-store" });
      if (!answer.ok) return;
      if (kind === "absent") return location.reload();
      copy.hidden = true;
      copy.removeAttribute("data-copy");
      document.querySelector("[data-back]").hidden = false;
    }
  }
  async function work() {
    for (const item of await all()) {
      if (item.key === sent || item.lost) continue;
      const shown = here && here.entry === item.entry;
      if (shown) wait(item, true);
      try { await send(item); } catch (error) { if (shown) await paint(); throw error; }
    }
    await upgrade();
  }
  async function flush() {
    clearTimeout(timer);
    if (running) return;
    running = true;
    try { await (navigator.locks ? navigator.locks.request("votes", work) : work()); } catch { /* no signal yet */ }
    running = false;
    const left = await all();
    if (left.some((item) => !item.lost) || dirty || document.querySelector("[data-copy]")) timer = setTimeout(flush, 1000 * STEPS_S[Math.min(step++, STEPS_S.length - 1)]);
  }
  async function soon() {
    if (document.hidden) return;
    step = 0;
    await paint();
    flush();
  }

  // ---- a tap
  const tap = (form) => ({ ...here, key: `${Date.now()}-${Math.random()}`, action: form.getAttribute("action"), form: form.matches("[data-waits]") ? null : fields(form) });
  const write = (item) => store((votes) => votes.put(item)).then(() => true, () => false);
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("form[data-waits]")) return;
    event.preventDefault();
    if (await write(tap(event.target))) soon();
  });
  const own = (event) => { const ctx = event.detail.ctx; return here && ctx && ctx.sourceElement.closest("#vote") ? ctx : null; };
  document.addEventListener("htmx:config:request", (event) => {
    const ctx = own(event);
    if (!ctx) return;
    ctx.request.timeout = ANSWER_MS;
    if (!ctx.sourceElement.matches('form[action$="/vote"]')) return;
    // The last tap is the one that counts: an older vote must not arrive after it.
    if (flying) flying.abort();
    ctx.item = { ...tap(ctx.sourceElement), tried: true };
    sent = ctx.item.key;
    ctx.written = write(ctx.item);
  });
  async function failed(ctx) {
    sent = null;
    if (ctx.item && (await ctx.written)) return soon();
    const unsent = document.getElementById("unsent");
    if (unsent) unsent.hidden = false;
  }
  document.addEventListener("htmx:error", (event) => {
    const ctx = own(event);
    if (ctx) failed(ctx);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const ctx = own(event);
    if (!ctx) return;
    if (!ctx.text.includes('id="vote"')) {
      event.preventDefault();
      failed(ctx);
      return;
    }
    sent = null;
    if (ctx.item) ctx.written.then(() => forget(ctx.item));
    else all().then((items) => items.filter((item) => item.entry === here.entry).forEach(forget));
  });

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
  const home = document.querySelector(".site a"), link = navigator.connection || {};
  const read = { language: document.documentElement.lang, path: location.pathname, entry: here && here.entry, exhibition: home && home.pathname.split("/")[2], frugal: Boolean(link.saveData) || /2g/.test(link.effectiveType) };
  navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready).then((found) => found.active.postMessage(read)).catch(() => {});
})();
