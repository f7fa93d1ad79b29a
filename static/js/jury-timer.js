// The presentation timer. It counts from a stored moment, so it runs without signal, on other sheets
// and through a reload.
(() => {
  const KEY = "jury:timer";
  const { storage } = outbox;
  let sound = null,
    tick = 0,
    root = null;

  function read() {
    try {
      return { ...fresh(7), ...JSON.parse(storage.get(KEY)) };
    } catch {
      return fresh(7);
    }
  }
  const fresh = (minutes) => ({ minutes, end: 0, left: minutes * 60000, rang: false });
  const write = (state) => storage.set(KEY, JSON.stringify(state));
  const twoDigits = (number) => String(number).padStart(2, "0");
  const rest = (state) => (state.end ? state.end - Date.now() : state.left);

  function face(ms) {
    const seconds = Math.ceil(Math.abs(ms) / 1000);
    const sign = ms < 0 && seconds ? "+" : "";
    return `${sign}${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
  }

  function paint() {
    clearTimeout(tick);
    if (!root) return;
    const state = read();
    const left = rest(state);
    const over = left <= 0;
    // Time over runs upwards, a second behind: 00:00, then +00:01.
    const text = face(over ? Math.min(0, left + 999) : left);
    for (const element of root.querySelectorAll(".timer-left, .timer-face")) element.textContent = text;
    root.classList.toggle("is-running", Boolean(state.end) && !over);
    root.classList.toggle("is-over", over);
    const told = over ? root.dataset.over : "";
    if (root.querySelector(".timer-over").textContent !== told) root.querySelector(".timer-over").textContent = told;
    for (const button of root.querySelectorAll("[data-minutes]"))
      button.setAttribute("aria-pressed", String(Number(button.dataset.minutes) === state.minutes));
    const run = root.querySelector("[data-run]");
    run.textContent = state.end
      ? run.dataset.pause
      : state.left < state.minutes * 60000
        ? run.dataset.resume
        : run.dataset.start;
    if (over && state.end && !state.rang) {
      write({ ...state, rang: true });
      ring();
    }
    if (state.end) tick = setTimeout(paint, 200);
  }

  function ring() {
    root.open = true;
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([500, 200, 500, 200, 900]);
    if (sound?.state !== "running") return;
    for (const at of [0, 0.5, 1]) {
      const tone = sound.createOscillator(),
        volume = sound.createGain();
      tone.frequency.value = 880;
      volume.gain.value = 0.2;
      tone.connect(volume).connect(sound.destination);
      tone.start(sound.currentTime + at);
      tone.stop(sound.currentTime + at + 0.25);
    }
  }

  function run() {
    const state = read();
    // A sound is allowed only once somebody has touched the page; this is that touch.
    try {
      if (!sound) sound = new AudioContext();
      sound.resume();
    } catch {
      /* no sound is needed */
    }
    const left = rest(state);
    if (state.end) write({ ...state, end: 0, left });
    else write({ ...state, end: Date.now() + (left > 0 ? left : state.minutes * 60000), rang: false });
    paint();
  }

  function choose(minutes) {
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > 180) return;
    write(fresh(minutes));
    paint();
  }

  function begin() {
    root = document.getElementById("timer");
    if (!root) return;
    root.hidden = false;
    root.querySelector("[data-run]").addEventListener("click", run);
    root.querySelector("[data-reset]").addEventListener("click", () => choose(read().minutes));
    for (const button of root.querySelectorAll("[data-minutes]"))
      button.addEventListener("click", () => choose(Number(button.dataset.minutes)));
    const own = root.querySelector("#own-minutes");
    own.addEventListener("input", () => choose(/^[0-9]{1,3}$/.test(own.value) ? Number(own.value) : 0));
    paint();
  }

  document.addEventListener("jury:page", begin);
  document.addEventListener("visibilitychange", paint);
  begin();
})();
