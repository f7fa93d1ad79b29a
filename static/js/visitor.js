// What a visitor's page cannot say without script: a vote's outcome to those who do not see it, where the focus is after
// it, that the network failed, how to copy and share a receipt (the code alone) or the page, and that a page one comes
// back to may be old. When the page is done it brings the queue of votes that wait for the signal.
const TOOLS = ".receipt [data-copy],.receipt [data-share]";
const showTools = () => {
  for (const button of document.querySelectorAll(TOOLS)) button.hidden = "share" in button.dataset && !navigator.share;
};
document.addEventListener("htmx:after:swap", () => {
  const vote = document.getElementById("vote"), said = document.getElementById("said");
  if (vote && document.activeElement === document.body) {
    vote.tabIndex = -1;
    vote.focus({ preventScroll: true });
  }
  showTools();
  if (said) said.textContent = document.querySelector("[data-outcome]")?.innerText ?? "";
});
showTools();
document.addEventListener("click", async ({ target }) => {
  const button = target.closest(TOOLS);
  if (!button) return;
  const receipt = button.closest(".receipt"), link = receipt.querySelector("a");
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
