// The browser knows its own address best; what that leaves out as being the default is added.
function addressOf(held) {
  const address = new URL(window.location.href);
  for (const [key, values] of Object.entries(held)) {
    if (!address.searchParams.has(key)) {
      values.forEach((value) => address.searchParams.append(key, value));
    }
  }
  // Only the browser knows where a visitor moved a map to.
  address.searchParams.delete("map");
  for (const { dataset } of document.querySelectorAll(".live-map[data-place]")) {
    address.searchParams.append("map", `${dataset.room},${dataset.place}`);
  }
  return address.href;
}

export default function ({ parentElement, data }) {
  const [button, told, field] = ["button", "[role=status]", "input"].map((which) =>
    parentElement.querySelector(which));
  button.onclick = async () => {
    const address = addressOf(data.held);
    told.textContent = "";
    try {
      await navigator.clipboard.writeText(address);
      field.hidden = true;
      told.textContent = "Link copied";
    } catch {
      // A page that did not come by https may not write to the clipboard: let the reader copy.
      field.hidden = false;
      field.value = address;
      field.select();
      told.textContent = "Copy the address below";
    }
  };
}
