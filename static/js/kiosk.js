// A tablet in desk mode: back to the start when nobody touches it, and tickets by camera. All else works without this.
"use strict";

// A page that the browser kept alive may show the visitor before: ask the server anew.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

const idle = document.getElementById("idle");
if (idle) {
  const most = Number(idle.dataset.seconds);
  const warned = 10;
  const left = idle.querySelector("[data-left]");
  let touched = Date.now();
  let down = false;
  const touch = (event) => {
    touched = Date.now();
    if (event.type.startsWith("pointer")) down = event.type === "pointerdown";
  };
  for (const kind of ["pointerdown", "pointerup", "pointercancel", "keydown", "scroll", "input"]) {
    addEventListener(kind, touch, { passive: true, capture: true });
  }
  const clock = setInterval(() => {
    const seconds = most - Math.floor((Date.now() - touched) / 1000);
    if (seconds <= 0) {
      clearInterval(clock);
      location.replace("/kiosk/idle");
    }
    // It goes only after the finger has: else the touch would also press what lies beneath.
    if (seconds <= warned) idle.hidden = false;
    else if (!down && Date.now() - touched > 400) idle.hidden = true;
    left.textContent = String(Math.max(seconds, 0));
  }, 500);
}

const scan = document.getElementById("scan");
if (scan && "BarcodeDetector" in window && navigator.mediaDevices) {
  const form = document.getElementById("ticket");
  const code = document.getElementById("code");
  const video = document.getElementById("camera");
  const trouble = scan.querySelector("[data-trouble]");
  const fail = () => {
    trouble.hidden = false;
    video.hidden = true;
  };
  const look = async (detector) => {
    if (!video.srcObject) return;
    const found = await detector.detect(video).catch(() => []);
    const ticket = found.map((one) => one.rawValue).find((text) => /\/t\/[0-9a-z]{26}$/i.test(text));
    if (ticket) {
      for (const track of video.srcObject.getTracks()) track.stop();
      video.srcObject = null;
      code.value = ticket;
      form.requestSubmit();
    } else {
      setTimeout(look, 200, detector);
    }
  };
  scan.hidden = false;
  scan.querySelector("[data-scan]").addEventListener("click", async () => {
    try {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.hidden = false;
      trouble.hidden = true;
      await video.play();
      look(detector);
    } catch {
      fail();
    }
  });
}
