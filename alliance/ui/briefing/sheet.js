// A drawing that scales with the sheet. Its words are escaped where it is made.
export default function ({ parentElement, data }) {
  if (parentElement.drawing === data.svg) return;
  parentElement.drawing = data.svg;
  parentElement.innerHTML = `<div class="briefing-chart">${data.svg}</div>`;
}
