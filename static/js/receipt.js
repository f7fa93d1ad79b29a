// Says a vote's outcome to those who do not see it; copies and shares a receipt, which tells the code alone.
const said = document.getElementById("said");
const show = () => {
  for (const button of document.querySelectorAll("[data-copy],[data-share]"))
    button.hidden = "share" in button.dataset && !navigator.share;
};
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy],[data-share]");
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
  said.textContent = words.textContent = words.dataset.copied;
});
document.addEventListener("htmx:after:swap", () => {
  show();
  said.textContent = document.querySelector("[data-outcome]")?.innerText ?? "";
});
show();
