"use strict";
// From scene to scene by keys, as on slides; what scrolls sideways keeps its arrows.
const scenes = [...document.querySelectorAll("section")];
const current = () => {
  const middle = window.innerHeight / 3;
  return scenes.findLastIndex((scene) => scene.getBoundingClientRect().top <= middle);
};
const go = (place) => {
  if (place < 0) {
    window.scrollTo({ top: 0 });
    return;
  }
  const scene = scenes[Math.min(place, scenes.length - 1)];
  scene.scrollIntoView();
  scene.focus({ preventScroll: true });
};
const steps = {
  ArrowRight: () => go(current() + 1),
  ArrowLeft: () => go(current() - 1),
  Home: () => go(-1),
  End: () => go(scenes.length - 1),
};
document.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  const held = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
  const scrolls = event.target.closest?.(".wide");
  if (!step || held || !scenes.length || (scrolls && scrolls.scrollWidth > scrolls.clientWidth)) {
    return;
  }
  event.preventDefault();
  step();
});
if (location.hash === "#print") addEventListener("load", () => print());
