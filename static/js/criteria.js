// The sum of weights follows the typing; the server counts it again on every press of a button.
(() => {
  const form = document.getElementById("criteria"),
    sum = document.getElementById("sum");
  if (!form || !sum) return;
  const meter = document.getElementById("sum-meter"),
    mark = form.dataset.decimal.charAt(1);
  const hundredths = (text) => {
    const found = /^([0-9]{1,6})(?:[.,]([0-9]{1,2}))?$/.exec(text.trim());
    return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : 0;
  };
  const percent = (value) => {
    const rest = String(value % 100)
      .padStart(2, "0")
      .replace(/0+$/, "");
    return `${Math.floor(value / 100)}${rest && mark + rest} %`;
  };
  form.addEventListener("input", (event) => {
    form.querySelector(".unsaved").hidden = false;
    if (!event.target.id.startsWith("weight-")) return;
    const total = [...form.querySelectorAll(".weigh input")].reduce((all, field) => all + hundredths(field.value), 0);
    const words = form.dataset[total === 10000 ? "whole" : total < 10000 ? "short" : "over"];
    sum.textContent = words
      .replace("{sum}", percent(total))
      .replace("{all}", percent(10000))
      .replace("{rest}", percent(Math.abs(10000 - total)));
    sum.dataset.sum = meter.value = total;
  });
})();
