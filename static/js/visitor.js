// What a visitor's page cannot say without script: where the focus is after a vote, that the network failed, how to
// share with any app, and that a page one comes back to may be old. When the page is done it brings the queue of votes
// that wait for the signal.
document.addEventListener("htmx:after:swap", () => {
  const vote = document.getElementById("vote");
  if (vote && document.activeElement === document.body) {
    vote.tabIndex = -1;
    vote.focus({ preventScroll: true });
  }
});
document.addEventListener("htmx:error", () => {
  const unsent = document.getElementById("unsent");
  if (unsent) unsent.hidden = false;
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
addEventListener("load", () => {
  // A first view leaves the line to the page; afterwards the phone has the queue, and needs no line for it.
  const pause = navigator.serviceWorker && navigator.serviceWorker.controller ? 0 : 2000;
  setTimeout(() => {
    const queue = document.createElement("script");
    queue.src = document.querySelector("script[data-queue]").dataset.queue;
    document.head.append(queue);
  }, pause);
});
