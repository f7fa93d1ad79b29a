// A frame over the picture that shows and moves the crop; the sliders do the same by keyboard and without script.
(() => {
  const form = document.getElementById("crop"),
    image = document.getElementById("crop-image"),
    frame = document.getElementById("crop-frame");
  const field = (name) => form.elements[name];
  const ratios = { "4:3": [4, 3], "1:1": [1, 1], "16:9": [16, 9] };
  let room = { x: 0, y: 0 };
  // The same rule as printing/cropping.py, in shown pixels.
  function draw() {
    const width = image.clientWidth,
      height = image.clientHeight;
    const [across, down] = ratios[field("shape").value] || [width, height];
    const wide = width * down > height * across,
      part = field("size").value / 100;
    const own = {
      x: (wide ? (height * across) / down : width) * part,
      y: (wide ? height : (width * down) / across) * part,
    };
    room = { x: width - own.x, y: height - own.y };
    frame.style.width = `${own.x}px`;
    frame.style.height = `${own.y}px`;
    frame.style.left = `${image.offsetLeft + (room.x * field("x").value) / 100}px`;
    frame.style.top = `${image.offsetTop + (room.y * field("y").value) / 100}px`;
  }
  const percent = (value) => Math.round(Math.min(100, Math.max(0, value)));
  frame.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    const start = { x: event.clientX, y: event.clientY, left: +field("x").value, top: +field("y").value };
    const drag = (moved) => {
      if (room.x > 1) field("x").value = percent(start.left + ((moved.clientX - start.x) / room.x) * 100);
      if (room.y > 1) field("y").value = percent(start.top + ((moved.clientY - start.y) / room.y) * 100);
      draw();
    };
    frame.addEventListener("pointermove", drag);
    frame.addEventListener("lostpointercapture", () => frame.removeEventListener("pointermove", drag), { once: true });
  });
  function begin() {
    for (const one of [frame, form.querySelector("[data-drag]")]) one.hidden = false;
    draw();
  }
  form.addEventListener("input", draw);
  new ResizeObserver(draw).observe(image);
  if (image.complete) begin();
  else image.addEventListener("load", begin);
})();
