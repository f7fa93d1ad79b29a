// Says a vote's outcome to those who do not see it, and lets a receipt be copied and shared. It tells the code alone.
const said = document.getElementById("said");
const show = () => {
  for (const button of document.querySelectorAll("[data-copy],[data-share]")) {
    button.hidden = "share" in button.dataset && !navigator.share;
  }
};
const copy = async (receipt) => {
  const link = receipt.querySelector("a");
  // Without https, as in many a hall's own network, there is no clipboard but the selection.
  if (navigator.clipboard) await navigator.clipboard.writeText(link.textContent);
  else {
    getSelection().selectAllChildren(link);
    document.execCommand("copy");
  }
  const words = receipt.querySelector("[data-copied]");
  said.textContent = words.textContent = words.dataset.copied;
};
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-copy],[data-share]");
  if (!button) return;
  const receipt = button.parentElement;
  // Who closes the sheet for sharing has changed their mind: no error.
  if ("copy" in button.dataset) copy(receipt);
  else navigator.share({ text: button.dataset.share, url: receipt.querySelector("a").href }).catch(() => {});
});
document.addEventListener("htmx:after:swap", () => {
  show();
  said.textContent = document.querySelector("[data-outcome]")?.innerText ?? "";
});
show();
