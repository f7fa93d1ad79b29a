// What engines of 2020 lack of what our scripts call (CONTRIBUTING.md names the oldest ones).
// Comes before other scripts.
"use strict";

// Chrome 103, Safari 16.
if (!AbortSignal.timeout) {
  AbortSignal.timeout = (milliseconds) => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), milliseconds);
    return stop.signal;
  };
}

// Chrome 86, Safari 14.
if (!Element.prototype.replaceChildren) {
  Element.prototype.replaceChildren = function replaceChildren(...fresh) {
    while (this.firstChild) this.firstChild.remove();
    this.append(...fresh);
  };
}

// Safari 16. The browser checks the fields and tells of the submission as if the button had been pressed.
if (!HTMLFormElement.prototype.requestSubmit) {
  HTMLFormElement.prototype.requestSubmit = function requestSubmit() {
    const button = this.querySelector("button:not([type]), [type=submit]");
    if (button) button.click();
    else this.submit();
  };
}

// Chrome 81, Safari 15.4: which button a form was sent with. Enter in a field presses the form's first button.
if (!("SubmitEvent" in window && "submitter" in SubmitEvent.prototype)) {
  let pressed = null;
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("button, input");
      pressed = button && button.type === "submit" ? button : null;
      // Who presses a button whose form is not sent, because a field is wrong, may send another form afterwards.
      setTimeout(() => {
        pressed = null;
      });
    },
    true,
  );
  document.addEventListener(
    "submit",
    (event) => {
      event.submitter = pressed && pressed.form === event.target ? pressed : null;
    },
    true,
  );
}
