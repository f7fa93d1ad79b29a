// Pictures without a new page: what stands unsaved in the form above stays. One file a request, so that many fit.
(() => {
  const section = () => document.getElementById("photos"),
    said = document.getElementById("photos-said");
  const live = () => {
    for (const words of document.querySelectorAll(".drop-words")) words.hidden = false;
  };
  function trouble(words) {
    const line = section().querySelector("[data-trouble]");
    line.textContent = said.textContent = words;
    line.hidden = false;
  }
  function busy(is) {
    section().toggleAttribute("aria-busy", is);
    for (const one of section().querySelectorAll("button, input")) {
      if (is && !one.disabled) one.dataset.waits = one.disabled = true;
      else if (!is && one.dataset.waits) {
        one.disabled = false;
        delete one.dataset.waits;
      }
    }
  }
  async function send(address, data, focus) {
    busy(true);
    let answer, html;
    try {
      answer = await fetch(address, { method: "POST", body: data, headers: { "HX-Request": "true" } });
      html = await answer.text();
    } catch {
      busy(false);
      trouble(section().dataset.failed);
      return false;
    }
    const found = new DOMParser().parseFromString(html, "text/html"),
      fresh = found.getElementById("photos");
    if (!fresh) {
      busy(false);
      trouble(found.body.textContent.trim());
      return false;
    }
    section().replaceWith(document.importNode(fresh, true));
    live();
    said.textContent = fresh.dataset.said || "";
    const next = focus && section().querySelector(focus.map((value) => `button[value="${value}"]:enabled`).join(", "));
    if (next) next.focus();
    return answer.ok;
  }
  // The pictures' forms stand in their section, or the section in a larger form: then what is typed there goes along.
  async function upload(form, files) {
    const fields = [...new FormData(form)].filter(([name]) => name !== "photo");
    said.textContent = section().dataset.sending;
    for (const file of files) {
      const data = new FormData();
      for (const [name, value] of fields) data.append(name, value);
      data.append("action", "photos");
      data.append("photo", file);
      if (!(await send(form.getAttribute("action"), data))) return;
    }
  }
  document.addEventListener("change", (event) => {
    const chosen = event.target;
    if (chosen.closest("#photos [data-upload]") && chosen.files.length) upload(chosen.form, [...chosen.files]);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target,
      from = event.submitter || form;
    if (!from.closest("#photos")) return;
    event.preventDefault();
    const box = from.closest("[data-upload]"),
      files = box ? [...box.querySelectorAll("[type=file]")].flatMap((chosen) => [...chosen.files]) : [];
    if (files.length) {
      upload(form, files);
      return;
    }
    const verb = event.submitter ? event.submitter.value : "save",
      number = verb.split("/")[1];
    const back = verb.startsWith("down") ? ["down", "up"] : ["up", "down"];
    const data = new FormData(form);
    // Older engines leave the button out.
    if (event.submitter && event.submitter.name) data.append(event.submitter.name, event.submitter.value);
    send(form.getAttribute("action"), data, number ? [verb, ...back.map((way) => `${way}/${number}`)] : ["save"]);
  });
  for (const kind of ["dragover", "dragleave", "drop"])
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest && event.target.closest("[data-drop]");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length)
        upload(zone.querySelector("[type=file]").form, [...event.dataTransfer.files]);
    });
  live();
})();
