// The outbox: what a juror typed stays on this phone until the server says that it is stored.
// One request at a time, in order. Each names the device and a growing number, so that a late or doubled one changes
// nothing, and for each field what may be stored (`bases`), so that another device's value is never overwritten.
globalThis.outbox = (() => {
  const juror = document.querySelector("[data-juror]")?.dataset.juror;
  const prefix = `jury:${juror}:`;
  const SOON = 500,
    TIMEOUT = 12000,
    RETRY_LEAST = 2000,
    RETRY_MOST = 20000;
  const memory = new Map(); // Where a store is full or closed: as long as the page stays open.
  // Sheet -> the last answer, for pages that are older than it: copies, and one that was fetched
  // while it was on its way.
  const known = (() => {
    const key = `jury-answers:${juror}`;
    let answers = {};
    try {
      answers = JSON.parse(sessionStorage.getItem(key)) ?? {};
    } catch {
      /* as long as the page stays open */
    }
    return {
      /** The last answer for a sheet where it is newer than this version of it. */
      since: (code, version) => (answers[code]?.version > Number(version) ? answers[code] : null),
      set(code, answer) {
        answers[code] = answer;
        try {
          sessionStorage.setItem(key, JSON.stringify(answers));
        } catch {
          /* likewise */
        }
      },
      forget() {
        answers = {};
        try {
          sessionStorage.removeItem(key);
        } catch {
          /* there is none */
        }
      },
    };
  })();
  const csrf = () => document.querySelector("input[name=csrf_token]");
  let sending = null,
    timer = 0,
    retry = RETRY_LEAST,
    renewed = false,
    offline = !navigator.onLine;

  const storage = {
    get(key) {
      try {
        return localStorage.getItem(key) ?? memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    set(key, value) {
      memory.set(key, value);
      try {
        localStorage.setItem(key, value);
        memory.delete(key);
      } catch {
        /* kept in memory */
      }
    },
    remove(key) {
      memory.delete(key);
      try {
        localStorage.removeItem(key);
      } catch {
        /* there is none */
      }
    },
    keys() {
      let found = [];
      try {
        found = Object.keys(localStorage);
      } catch {
        /* there is none */
      }
      return [...new Set([...found, ...memory.keys()])];
    },
  };

  function read(code) {
    try {
      return JSON.parse(storage.get(prefix + code)) || { fields: {}, submit: false };
    } catch {
      return { fields: {}, submit: false };
    }
  }

  function write(code, box) {
    if (Object.keys(box.fields).length || box.submit) storage.set(prefix + code, JSON.stringify(box));
    else storage.remove(prefix + code);
  }

  const codes = () =>
    storage
      .keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .sort();
  const waiting = (code) => {
    const box = read(code);
    return box.submit || Object.keys(box.fields).length > 0;
  };
  // Scores are told apart as numbers ("80.0" is "80"), the note as it is.
  const same = (name, a, b) => a === b || (name !== "note" && a !== "" && b !== "" && Number(a) === Number(b));
  const tell = (code, kind, more = {}) =>
    document.dispatchEvent(new CustomEvent("outbox", { detail: { code, kind, ...more } }));

  function device() {
    let kept = null;
    try {
      kept = JSON.parse(storage.get("jury:device"));
    } catch {
      /* made anew */
    }
    if (!kept)
      kept = {
        id: [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
        last: 0,
      };
    kept.last = Math.max(Date.now(), kept.last + 1);
    storage.set("jury:device", JSON.stringify(kept));
    return kept;
  }

  // `refused`: why it can't be sent as it is. It is kept all the same, and shown, until it is mended.
  function put(code, name, value, stored, refused = "") {
    const box = read(code);
    const kept = box.fields[name];
    if (!kept && same(name, value, stored)) return;
    // A conflict stays one until the juror has chosen, whatever is typed meanwhile.
    box.fields[name] = kept?.conflict ? { ...kept, value } : { value, bases: kept?.bases ?? [stored] };
    // Back to what is stored before anything was sent: nothing to do.
    if (!kept?.conflict && box.fields[name].bases.length === 1 && same(name, value, box.fields[name].bases[0]))
      delete box.fields[name];
    if (refused && box.fields[name]) Object.assign(box.fields[name], { held: true, refused });
    write(code, box);
    tell(code, "kept");
    soon(SOON);
  }

  function submit(code) {
    const box = read(code);
    box.submit = true;
    write(code, box);
    tell(code, "kept");
    return flush();
  }

  function settle(code, name, mine) {
    const box = read(code);
    const field = box.fields[name];
    if (!field) return;
    if (mine) box.fields[name] = { value: field.value, bases: [field.theirs] };
    else delete box.fields[name];
    write(code, box);
    tell(code, "kept");
    flush();
  }

  function soon(delay) {
    clearTimeout(timer);
    timer = setTimeout(flush, delay);
  }

  function flush() {
    clearTimeout(timer);
    if (!sending)
      sending = deliver()
        .catch(broken)
        .finally(() => {
          sending = null;
        });
    return sending;
  }

  // A fault of ours: what was typed stays on this phone, the page says so, and the console says why.
  function broken(error) {
    tell("", "broken");
    throw error;
  }

  async function deliver() {
    renewed = false;
    for (const code of codes()) {
      for (let tries = 0; tries < 20; tries += 1) {
        const outcome = await one(code);
        if (outcome === "done") break;
        if (outcome === "later") {
          offline = true;
          tell("", "offline");
          soon(retry);
          retry = Math.min(RETRY_MOST, retry * 2);
          return;
        }
        if (outcome === "out") {
          tell("", "signed-out");
          return;
        }
      }
    }
  }

  async function one(code) {
    const box = read(code);
    const names = Object.keys(box.fields).filter((name) => !box.fields[name].held);
    const last = names.length === 0 && box.submit;
    if ((!names.length && !last) || !csrf()) return "done";
    const { id, last: number } = device();
    const body = new URLSearchParams({
      csrf_token: csrf().value,
      device: id,
      number,
      action: last ? "submit" : "save",
    });
    const sent = {};
    for (const name of names) {
      const field = box.fields[name];
      sent[name] = field.value;
      body.append(name, field.value);
      for (const base of field.bases) body.append(`base.${name}`, base);
      // From now on this may be stored, whether or not an answer comes back.
      if (!field.bases.includes(field.value)) field.bases.push(field.value);
    }
    write(code, box);
    tell(code, "sending", { names });
    const request = {
      method: "POST",
      body,
      keepalive: true,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT),
    };
    let response, answer;
    // Nothing but the network and an answer cut off in the middle may end here: a fault of ours is no lost signal.
    try {
      response = await fetch(`/jury/${code}`, request);
      answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : null;
    } catch {
      return "later";
    }
    if (response.status === 401) return "out";
    if (response.status === 400 && !answer && !renewed) return renew();
    if (response.status >= 500 || response.status === 429 || (!answer && response.status !== 404)) return "later";
    offline = false;
    retry = RETRY_LEAST;
    if (response.ok) stored(code, sent, answer, last);
    else refused(code, names, answer);
    return "again";
  }

  function stored(code, sent, answer, last) {
    known.set(code, answer);
    const box = read(code);
    for (const [name, value] of Object.entries(sent)) {
      const field = box.fields[name];
      if (!field) continue;
      const there = answer.stored[name];
      if (same(name, there, value)) {
        if (field.value === value) delete box.fields[name];
        else field.bases = [there];
      } else if (answer.conflicts.includes(name)) Object.assign(field, { held: true, conflict: true, theirs: there });
    }
    if (last) box.submit = false;
    write(code, box);
    tell(code, last ? "submitted" : "stored", { answer });
  }

  function refused(code, names, answer) {
    const box = read(code);
    box.submit = false;
    // One wrong field holds up nothing but itself; a refused sheet holds up all of it.
    const faults = answer?.fields ?? {};
    for (const name of names) {
      if (!box.fields[name] || (Object.keys(faults).length && !faults[name])) continue;
      Object.assign(box.fields[name], { held: true, refused: faults[name] ?? answer?.message ?? "" });
    }
    write(code, box);
    tell(code, "refused", { answer, faults });
  }

  // The form's token has run out on a page that stayed open: take a fresh one, once. Or nobody is signed in any more.
  async function renew() {
    renewed = true;
    const signal = AbortSignal.timeout(TIMEOUT);
    let response, html;
    try {
      response = await fetch("/jury", { signal });
      html = await response.text();
    } catch {
      return "later";
    }
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("input[name=csrf_token]");
    if (response.redirected) return "out";
    if (!fresh) return "later";
    for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = fresh.value;
    return "again";
  }

  addEventListener("online", () => {
    offline = false;
    retry = RETRY_LEAST;
    tell("", "online");
    flush();
  });
  addEventListener("offline", () => {
    offline = true;
    tell("", "offline");
  });
  addEventListener("pageshow", flush);
  document.addEventListener("visibilitychange", flush);
  // With signal all is sent while the page goes; without it the page could not be opened again.
  addEventListener("beforeunload", (event) => {
    if (offline && codes().some(waiting)) event.preventDefault();
    else flush();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[action='/logout']") || event.defaultPrevented) return;
    event.preventDefault();
    leave(event.target);
  });

  async function leave(form) {
    await flush();
    const words = document.querySelector("[data-juror]")?.dataset.leave;
    if (codes().some(waiting) && !confirm(words)) return;
    for (const key of storage.keys()) if (key.startsWith(prefix) || key.startsWith("jury:timer")) storage.remove(key);
    known.forget();
    form.submit();
  }

  return {
    put,
    read,
    submit,
    settle,
    flush,
    waiting,
    known,
    storage,
    discard: (code) => {
      storage.remove(prefix + code);
      tell(code, "kept");
    },
    get offline() {
      return offline;
    },
    set offline(value) {
      offline = value;
      tell("", value ? "offline" : "online");
    },
  };
})();
