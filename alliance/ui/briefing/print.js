// Hands the page to the browser's own print, which saves as PDF too.
export default function ({ parentElement }) {
  parentElement.querySelector("button").onclick = () => window.print();
}
