// Readies a page for the browser's print: as wide as on the screen, made smaller to fit the paper.
// What a graphics card has drawn is not there for a printer: maps put a picture in its place.
const PAPER_PX = 710; // A4 without its margins, at 96 to the inch
const LARGEST = 1.3;
const ROOM = "[data-testid=stMainBlockContainer]";

addEventListener("beforeprint", () => {
  const room = document.querySelector(ROOM);
  const { style: own } = document.documentElement;
  own.removeProperty("--paper-width");
  own.removeProperty("--paper-zoom");
  // A briefing is as wide as its paper, and looks to that itself.
  if (!room || room.querySelector(".briefing")) return;
  const style = getComputedStyle(room);
  const width = room.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  own.setProperty("--paper-width", `${width}px`);
  own.setProperty("--paper-zoom", Math.min(PAPER_PX / width, LARGEST));
});
