// The next scene in small is there to be looked at: neither key nor finger reaches it, and nothing
// reads it aloud. This is drawn within it, and again with every scene that comes to stand there.
export default function ({ parentElement }) {
  const small = parentElement.closest(".st-key-present_next");
  if (small) small.inert = true;
}
