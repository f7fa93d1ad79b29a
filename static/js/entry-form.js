// How many letters a field holds, while one types.
document.querySelectorAll("[data-count]").forEach((line) => {
  const field = document.getElementById(line.dataset.count),
    used = line.querySelector("[data-used]");
  const tell = () => {
    const length = [...field.value].length;
    used.textContent = length;
    line.classList.toggle("nearly", length > field.maxLength * 0.9);
  };
  field.addEventListener("input", tell);
  tell();
});
