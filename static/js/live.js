// Parts of a back-office page that renew themselves: each asks as often as it says in seconds,
// seldom while nobody looks.
// A server that fails for a moment (hx-status:5xx) leaves the part as it is, and it asks again.
// A part whose answer says no more how often (the exhibition is over) is left alone: it ends by itself.
(() => {
  const HIDDEN_SECONDS = 60;
  const asked = new Map();
  function tick(atOnce) {
    for (const part of document.querySelectorAll("[data-live]")) {
      const seconds = document.hidden ? HIDDEN_SECONDS : Number(part.dataset.live);
      if (atOnce || Date.now() - (asked.get(part.id) ?? loaded) >= seconds * 1000) {
        asked.set(part.id, Date.now());
        part.dispatchEvent(new CustomEvent("live"));
      }
    }
  }
  const loaded = Date.now();
  setInterval(tick, 1000, false);
  document.addEventListener("visibilitychange", () => document.hidden || tick(true));
})();
