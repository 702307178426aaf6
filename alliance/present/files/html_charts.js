"use strict";
// Charts that answer who points at them: each is drawn where its figure lies, when it comes near.
const near = new IntersectionObserver((found) => {
  for (const { target, isIntersecting } of found) if (isIntersecting) drawn(target);
}, { rootMargin: "600px" });
function drawn(place) {
  near.unobserve(place);
  const figure = JSON.parse(place.querySelector("script").textContent);
  const plot = place.appendChild(document.createElement("div"));
  Plotly.newPlot(plot, { ...figure, config: { displayModeBar: false, responsive: true } });
}
const waiting = document.querySelectorAll(".alive");
for (const place of waiting) {
  place.style.minHeight = `${place.dataset.height}px`;
  near.observe(place);
}
addEventListener("beforeprint", () => {
  for (const place of waiting) if (!place.querySelector(".js-plotly-plot")) drawn(place);
});
