// Moving between the list and the sheets without leaving the page, so that a juror without signal can go on.
// Sheets that are still open are fetched ahead into this page's memory, never to disk: they are gone when it is closed.
globalThis.juryPages = (() => {
  const PATH = /^\/jury(\/[0-9A-Za-z]{5,8})?$/;
  const KEPT_AHEAD = 30,
    PATIENCE = 3000,
    TIMEOUT = 12000;
  const kept = new Map();
  const main = () => document.getElementById("main");

  // Raises NoSignal where no answer comes, or none of use.
  class NoSignal extends Error {}

  async function get(path, patience, ahead = false) {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(path, { headers: { Accept: "text/html" }, signal }).catch(() => {
      throw new NoSignal();
    });
    const elsewhere = response.redirected && !PATH.test(new URL(response.url).pathname);
    // Signed out, or not this juror's any more: the server's own page tells.
    if (elsewhere || (response.status >= 400 && response.status < 500)) {
      if (!ahead) location.assign(path);
      return new Promise(() => {});
    }
    if (!response.ok) throw new NoSignal();
    const html = await response.text().catch(() => {
      throw new NoSignal();
    });
    kept.set(new URL(path, location.href).pathname, html);
    return html;
  }

  async function show(path, push = true) {
    const name = new URL(path, location.href).pathname;
    let html = null,
      fresh = true;
    try {
      html = await get(path, kept.has(name) ? (outbox.offline ? 1000 : PATIENCE) : TIMEOUT);
    } catch (error) {
      if (!(error instanceof NoSignal)) throw error;
      html = kept.get(name);
      fresh = false;
    }
    if (!html) {
      document.getElementById("unreachable").hidden = false;
      return;
    }
    const page = new DOMParser().parseFromString(html, "text/html");
    document.title = page.title;
    main().replaceChildren(...page.getElementById("main").childNodes);
    const language = document.querySelector(".foot nav a[hreflang]");
    if (language) language.href = page.querySelector(".foot nav a[hreflang]").href;
    if (push) history.pushState(null, "", path);
    document.dispatchEvent(new Event("jury:page"));
    outbox.offline = !fresh;
    scrollTo(0, 0);
    main().querySelector("h1")?.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.defaultPrevented) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !PATH.test(url.pathname) || url.hash || url.searchParams.has("lang")) return;
    event.preventDefault();
    show(url.pathname + url.search);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".search")) {
      event.preventDefault();
      show(`/jury?${new URLSearchParams(new FormData(form))}`);
    } else if (outbox.offline && form.id !== "sheet" && !event.defaultPrevented) {
      event.preventDefault();
      document.getElementById("unreachable").hidden = false;
    }
  });
  addEventListener("popstate", () => show(location.pathname + location.search, false));

  // The list tells of each sheet what this phone still holds, and what it has sent since the list was made.
  function mark() {
    const list = document.querySelector("[data-submitted]");
    for (const task of document.querySelectorAll(".task")) {
      task.querySelector(".unsent").hidden = !outbox.waiting(task.dataset.code);
      const state = outbox.known.since(task.dataset.code, task.dataset.version)?.state;
      const word = { submitted: list?.dataset.submitted, draft: list?.dataset.draft }[state];
      if (!word || task.dataset.sheetState === state) continue;
      task.querySelector(".tag").className = `tag state-${state}`;
      task.querySelector(".word").textContent = word;
      task.dataset.sheetState = state;
    }
    const told = document.getElementById("offline");
    if (told) told.hidden = !outbox.offline;
  }

  async function keepAhead() {
    try {
      const html = kept.get("/jury") ?? (await get("/jury", TIMEOUT, true));
      const list = new DOMParser().parseFromString(html, "text/html");
      const open = list.querySelectorAll(".task[data-sheet-state=empty], .task[data-sheet-state=draft]");
      for (const task of [...open].slice(0, KEPT_AHEAD)) {
        const path = task.getAttribute("href");
        if (!kept.has(path)) await get(path, TIMEOUT, true);
      }
    } catch (error) {
      // Without signal it is tried again when it is back.
      if (!(error instanceof NoSignal)) throw error;
    }
  }

  document.addEventListener("outbox", mark);
  document.addEventListener("jury:page", mark);
  addEventListener("online", keepAhead);
  kept.set(location.pathname, document.documentElement.outerHTML);
  mark();
  keepAhead();
  return { show, keep: (path) => get(path, TIMEOUT, true) };
})();
