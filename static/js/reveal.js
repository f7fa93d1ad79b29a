// Shows a password that is being chosen, so that nobody is locked out by a slip of the finger.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal),
    show = button.textContent;
  const set = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? button.dataset.hide : show;
  };
  button.hidden = false;
  button.addEventListener("click", () => set(field.type === "password"));
  // Else the browser would keep it as an ordinary text.
  field.form.addEventListener("submit", () => set(false));
}
