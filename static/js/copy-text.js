// Buttons that copy the text of an element: data-copy is its id, data-copied what the button then says for a moment.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    // Without https, as in a hall's own network, only a selection can be copied.
    if (navigator.clipboard) await navigator.clipboard.writeText(source.textContent);
    else {
      getSelection().selectAllChildren(source);
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
  });
}
