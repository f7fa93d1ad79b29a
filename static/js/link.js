// A button that copies the address beside it. Without script, or where the clipboard is shut, one selects it.
for (const button of document.querySelectorAll("[data-copy-text]")) {
  const shown = document.getElementById(button.dataset.copyText);
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (navigator.clipboard) await navigator.clipboard.writeText(shown.textContent);
    else {
      getSelection().selectAllChildren(shown);
      document.execCommand("copy");
    }
    button.querySelector("[data-said]").textContent = button.dataset.done;
  });
}
