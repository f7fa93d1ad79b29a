// A form whose answer is shown once, or is long on its way, is sent once: a second touch would throw the first answer
// away. data-once: for how many seconds.
document.addEventListener("submit", (event) => {
  const form = event.target,
    now = Date.now();
  if (!form.dataset.once) return;
  if (now < Number(form.dataset.until ?? 0)) event.preventDefault();
  else form.dataset.until = now + Number(form.dataset.once) * 1000;
});
