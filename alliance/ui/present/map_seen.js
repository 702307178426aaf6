// Says what the page's map shows, for a scene that is to show the same: once when it is asked for, and
// again whenever the map was moved by hand since.
const SHOWN = ".stMain .live-map";
let tell = () => {};
let place;

function look() {
  const map = document.querySelector(SHOWN)?.liveMap?.map;
  if (map && place?.isConnected) {
    tell(map.getBounds().toArray().flat().map((one) => Number(one.toFixed(5))));
  }
}
addEventListener("map-moved", look);

export default function ({ parentElement, setStateValue }) {
  const first = place !== parentElement;
  place = parentElement;
  tell = (bounds) => setStateValue("seen", bounds);
  if (first) look();
}
