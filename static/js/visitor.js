// What a visitor's page does with script, from its first moment. Without it every form works by itself.
// A vote: the tap is written down on the phone before its form is sent, and crossed out when the server has answered.
// Where no answer comes, the queue of waiting votes takes it from there; it is brought when the page is done,
// or at once.
"use strict";
const votes = (() => {
  const ANSWER_MS = 15000,
    LATE_MS = 3000,
    HASTY_MS = 700,
    RETRY_MS = 5000,
    CHANGED = "votes-changed";
  const bar = document.querySelector(".vote-bar[data-slot]"),
    canonical = document.querySelector("link[rel=canonical]");
  const here =
    bar && canonical
      ? {
          slot: bar.dataset.slot,
          entry: new URL(canonical.href).pathname,
          page: location.pathname,
          name: document.querySelector("h1").textContent,
        }
      : null;
  const element = () => document.getElementById("vote");
  const fields = (form) => [...new FormData(form)];
  class NoAnswer extends Error {}
  let flying = null;

  // One vote a slot. Fails where the browser keeps nothing, as in some private windows.
  function store(act) {
    return new Promise((done, fail) => {
      const opening = indexedDB.open("showcase", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("votes", { keyPath: "slot" });
      opening.onerror = () => fail(opening.error);
      opening.onsuccess = () => {
        const work = opening.result.transaction("votes", "readwrite");
        const asked = act(work.objectStore("votes"));
        work.oncomplete = () => {
          opening.result.close();
          done(asked.result);
        };
        work.onabort = () => {
          opening.result.close();
          fail(work.error);
        };
      };
    });
  }
  // In a rehearsal nothing is kept: a vote that waits could outlive it.
  const keeps = !document.querySelector(".gladi");
  const write = (item) =>
    keeps
      ? store((kept) => kept.put(item)).then(
          () => true,
          () => false,
        )
      : Promise.resolve(false);
  // Changes a vote only if it is still the same tap, and tells whether it was.
  function same(item, change) {
    let still = false;
    return store((kept) => {
      const asked = kept.get(item.slot);
      asked.onsuccess = () => {
        still = Boolean(asked.result) && asked.result.key === item.key;
        if (still) change(kept, asked.result);
      };
      return asked;
    }).then(
      () => still,
      () => false,
    );
  }
  const forget = (item) => same(item, (kept) => kept.delete(item.slot));
  const tap = (form, where) => ({
    ...where,
    key: `${Date.now()}-${Math.random()}`,
    action: form.getAttribute("action"),
    form: form.matches("[data-waits]") ? null : fields(form),
  });
  // The other tabs of this phone look at this mark, and ask the server what stands when it has changed.
  const changed = {
    seen: "",
    now() {
      try {
        return localStorage.getItem(CHANGED) || "";
      } catch {
        return "";
      }
    },
    set() {
      try {
        localStorage.setItem(CHANGED, (changed.seen = String(Math.random())));
      } catch {
        /* each tab knows of itself only */
      }
    },
  };
  changed.seen = changed.now();

  // Raises NoAnswer where no whole answer of ours comes: a hall's network may answer in our name, or be cut off in the
  // middle. An element is whole when all that it opens is closed.
  async function ask(address, options) {
    const stop = new AbortController(),
      limit = setTimeout(() => stop.abort(), ANSWER_MS);
    flying = stop;
    const line = fetch(address, { cache: "no-store", signal: stop.signal, ...options });
    try {
      const answer = await line.catch(() => {
          throw new NoAnswer();
        }),
        text = await answer.text().catch(() => {
          throw new NoAnswer();
        });
      const read = new DOMParser().parseFromString(text, "text/html"),
        found = read.getElementById("vote"),
        error = read.querySelector("[data-error]");
      const whole = text.split("<div").length === text.split("</div").length;
      if (!(found && whole) && !(answer.status === 404 && error)) throw new NoAnswer();
      return { element: found, ok: answer.ok, code: error ? error.dataset.error : "" };
    } finally {
      clearTimeout(limit);
    }
  }

  // The vote element as it now is, said aloud, with the focus where it was.
  function put(fresh) {
    const said = document.getElementById("said"),
      focused = element().contains(document.activeElement) || (votes.sent && document.activeElement === document.body);
    element().replaceWith(fresh);
    if (focused) {
      fresh.tabIndex = -1;
      fresh.focus({ preventScroll: true });
    }
    showTools();
    const outcome = fresh.querySelector("[data-outcome]");
    if (said) said.textContent = outcome ? outcome.innerText : "";
  }
  // A hasty second tap must not take the vote back.
  function guard() {
    const undo = element().querySelector(".recorded form");
    if (!undo) return;
    undo.style.visibility = "hidden";
    setTimeout(() => {
      undo.style.visibility = "";
    }, HASTY_MS);
  }
  function tell(isLate) {
    const unsent = document.getElementById("unsent");
    if (!unsent) return;
    const { cut = unsent.textContent, late } = unsent.dataset;
    unsent.dataset.cut = cut;
    unsent.textContent = isLate ? late : cut;
    unsent.className = isLate ? "vote-note" : "vote-error";
    unsent.hidden = false;
  }

  async function send(form) {
    const isVote = form.matches('[action$="/vote"]'),
      button = form.querySelector("button"),
      item = { ...tap(form, here), tried: true };
    // The last tap is the one that counts: an older vote must not arrive after it.
    if (flying) flying.abort();
    button.disabled = true;
    votes.sent = item.key;
    const written = isVote ? write(item) : Promise.resolve(false);
    const late = setTimeout(async () => {
      if (await written) tell(true);
    }, LATE_MS);
    try {
      const { element: answer } = await ask(item.action, {
        method: "POST",
        body: new URLSearchParams(item.form),
        headers: { "HX-Request": "true" },
      });
      if (!answer) return form.submit();
      if (isVote) await written.then(() => forget(item));
      else await drop();
      changed.set();
      put(document.importNode(answer, true));
      guard();
    } catch (error) {
      // A fault of ours is no lost signal: the browser sends the form by itself, and shows what comes.
      if (!(error instanceof NoAnswer)) {
        form.submit();
        throw error;
      }
      if (isVote && (await written)) return hand();
      button.disabled = false;
      tell(false);
    } finally {
      clearTimeout(late);
      votes.sent = null;
    }
  }
  // Taken back at the server: what still waits for this entry goes too.
  const drop = () =>
    store((kept) => {
      const asked = kept.get(here.slot);
      asked.onsuccess = () => {
        if (asked.result && asked.result.entry === here.entry) kept.delete(here.slot);
      };
      return asked;
    }).catch(() => {});
  function hand() {
    votes.sent = null;
    changed.set();
    if (votes.wake) votes.wake();
    else {
      tell(true);
      bring();
    }
  }
  // A cut line may fail to bring the queue: it is asked for until it is there.
  function bring() {
    if (document.querySelector("script[src^='/offline/']")) return;
    const queue = document.createElement("script");
    let isThere = false;
    const again = () => {
      if (isThere) return;
      queue.remove();
      bring();
    };
    queue.src = document.querySelector("script[data-queue]").dataset.queue;
    queue.onload = () => {
      isThere = true;
    };
    queue.onerror = () => setTimeout(again, RETRY_MS);
    setTimeout(again, ANSWER_MS);
    document.head.append(queue);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!here || !form.closest("#vote") || form.matches("[data-waits]")) return;
    event.preventDefault();
    if (!votes.sent) send(form);
  });
  addEventListener("load", () => {
    // A first view leaves the line to the page; afterwards the phone has the queue, and needs no line for it.
    setTimeout(bring, navigator.serviceWorker && navigator.serviceWorker.controller ? 0 : 2000);
  });
  return {
    NoAnswer,
    ask,
    changed,
    element,
    fields,
    forget,
    here,
    put,
    same,
    sent: null,
    store,
    tap,
    wake: null,
    write,
  };
})();

// A receipt's code to copy and to share, and the page itself.
const TOOLS = ".receipt [data-copy],.receipt [data-share]";
function showTools() {
  for (const button of document.querySelectorAll(TOOLS)) button.hidden = "share" in button.dataset && !navigator.share;
}
showTools();
document.addEventListener("click", async ({ target }) => {
  const button = target.closest(TOOLS);
  if (!button) return;
  const receipt = button.closest(".receipt"),
    link = receipt.querySelector("a");
  // To close the sheet for sharing is no error.
  if ("share" in button.dataset) return navigator.share({ text: button.dataset.share, url: link.href }).catch(() => {});
  // Without https, as in a hall's own network, only a selection can be copied.
  if (navigator.clipboard) await navigator.clipboard.writeText(link.textContent);
  else {
    getSelection().selectAllChildren(link);
    document.execCommand("copy");
  }
  const words = receipt.querySelector("[data-copied]");
  document.getElementById("said").textContent = words.textContent = words.dataset.copied;
});
const share = document.getElementById("share");
if (share && navigator.share) {
  share.hidden = false;
  share.nextElementSibling.hidden = true;
  share.onclick = () => navigator.share({ title: document.title, url: share.dataset.url }).catch(() => {});
}
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
