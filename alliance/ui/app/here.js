// Where the app stands on its host, told by where this script came from: below a path, too, that
// only a proxy knows of. Addresses of the app's own begin with a stroke, as if nothing were above.
const top = new URL("../../", import.meta.url).href;

export const here = (address) => address.startsWith("/") ? top + address.slice(1) : address;
