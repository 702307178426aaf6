// What a press on the map is answered with, over the map: a card of one school, or the list of
// all that lies at the spot. Escape closes it, and the focus goes back to where it came from.
import { here } from "./here.js";
const ROOM_PX = 24;

export class Card {
  // Told by the map: what a school says of itself, what is chosen, and what is closed.
  constructor(map, frame, { about, choose, leave, go }) {
    Object.assign(this, { map, frame, about, choose, leave, go });
    this.place = element("section", "map-card");
    Object.assign(this.place, { tabIndex: -1 });
    this.place.setAttribute("role", "dialog");
    this.place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.dismiss();
    });
    this.place.addEventListener("click", (event) => event.stopPropagation());
  }

  // Shows all that lies at a spot; `chosen` tells whether one is among those selected together.
  async list(found, point, chosen = () => null) {
    const words = await this.begin({ list: true }, found.map((one) => one.words
      ?? this.about(one.urn)));
    if (!words) return;
    const schools = found.every(({ words: said }) => !said);
    this.fill(`${found.length} ${schools ? "schools" : "places"} here`,
      this.lines(found, words, point, chosen));
    this.stand(point, "li button");
  }

  // Shows one school; `beside` are all those at its spot. Nothing is focused unless it was pressed.
  async school(urn, { beside = [], point, focus = true, note = "", open = true } = {}) {
    const others = beside.filter((one) => one.urn && one.urn !== urn);
    const words = await this.begin({ urn }, [
      open ? this.about(urn) : null, ...others.map((one) => this.about(one.urn))]);
    if (!words) return;
    const [told, ...names] = words;
    const parts = [];
    if (told) {
      const facts = element("dl");
      for (const [label, value] of told.facts) {
        const fact = facts.appendChild(element("div"));
        fact.append(element("dt", "", label), element("dd", "", value));
      }
      parts.push(facts);
    }
    if (note) parts.push(element("p", "", note));
    const links = element("p", "map-card-links");
    const { day } = this;
    links.append(this.link("Open its story", "/schools", { urn, day }, { story: urn }));
    if (told?.trust) {
      const [uid, name] = told.trust;
      links.append(this.link("Open its trust", "/trusts", { trust_profile: name, day }, { trust: uid }));
    }
    parts.push(links);
    if (others.length) {
      parts.push(element("h3", "", "At the same spot"),
        this.lines(others, names, point, () => null, [{ urn }, ...others]));
    }
    this.fill(told?.name ?? "School", parts);
    this.stand(point, focus ? "h2" : "");
  }

  // Asks for words; gives none where something else is to be shown by the time they have come.
  async begin(shown, asked) {
    this.shown = shown;
    const words = await Promise.all(asked);
    return this.shown === shown ? words : null;
  }

  lines(found, words, point, chosen, beside = found) {
    const list = element("ul");
    found.forEach((one, at) => {
      const button = list.appendChild(element("li")).appendChild(element("button"));
      button.type = "button";
      const held = chosen(one);
      if (held !== null) button.setAttribute("aria-pressed", held);
      button.append(element("b", "", words[at]?.name ?? `URN ${one.urn}`),
        element("span", "", words[at]?.detail ?? ""));
      button.onclick = () => {
        if (held !== null) button.setAttribute("aria-pressed", button.ariaPressed !== "true");
        this.choose(one, beside, point);
      };
    });
    return list;
  }

  // A link of the page, which opens in a tab of its own when it is asked to.
  link(words, path, query, told) {
    const link = element("a", "", words);
    link.href = `${here(path)}?${new URLSearchParams(query)}`;
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.go(told);
    };
    return link;
  }

  fill(title, parts) {
    const head = element("header");
    const heading = head.appendChild(element("h2", "", title));
    heading.tabIndex = -1;
    const close = head.appendChild(element("button", "map-card-close", "×"));
    Object.assign(close, { type: "button", ariaLabel: "Close", onclick: () => this.dismiss() });
    this.place.setAttribute("aria-label", title);
    this.place.replaceChildren(head, ...[parts].flat());
  }

  // Stands on the side of the map where what was pressed is not; on a phone at its lower end.
  stand(point, focused) {
    const held = document.activeElement;
    this.place.classList.toggle("left", (point?.x ?? 0) > this.frame.clientWidth / 2);
    if (!this.place.isConnected) this.frame.append(this.place);
    this.place.scrollTop = 0;
    this.uncover(point);
    if (!focused) return;
    if (held !== document.body && !this.place.contains(held)) this.opener = held;
    this.place.scrollIntoView({ block: "nearest" });
    this.place.querySelector(focused)?.focus({ preventScroll: true });
  }

  // Moves the map so that the sheet of a phone does not hide what was pressed.
  uncover(point) {
    const above = this.frame.clientHeight - this.place.offsetHeight;
    const sheet = this.place.offsetWidth > this.frame.clientWidth - ROOM_PX;
    if (this.shown && sheet && this.map && point?.y > above - ROOM_PX) {
      this.map.panBy([0, point.y - above / 2], { animate: false });
    }
  }

  close() {
    const within = this.place.contains(document.activeElement);
    this.shown = null;
    this.place.remove();
    if (within) this.opener?.focus();
    this.opener = null;
  }

  dismiss() {
    this.close();
    this.leave();
  }
}

function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}
