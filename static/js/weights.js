// The rules' form: two weights that sum to 100. Whoever types one sees the other follow;
// both are checked by the server.
(() => {
  const jury = document.getElementById("jury_weight"),
    audience = document.getElementById("public_weight");
  const mark = document.documentElement.lang === "en" ? "." : ",";

  function follow(typed, other) {
    typed.addEventListener("input", () => {
      const weight = Number(typed.value.replace(",", "."));
      if (typed.value.trim() && weight >= 0 && weight <= 100)
        other.value = String(Math.round((100 - weight) * 100) / 100).replace(".", mark);
    });
  }

  if (jury && audience) {
    follow(jury, audience);
    follow(audience, jury);
  }
})();
