"""What a page tells those who do not see it, as the browser hands it to what reads aloud."""

import time

from tests.browser.settled import PATIENCE_S


def told(page, words):
    """Wait until the page tells something with these words; fail with what it told instead."""
    tree = page.context.new_cdp_session(page)
    give_up, heard = time.monotonic() + PATIENCE_S, ""
    while time.monotonic() < give_up:
        heard = _heard(tree.send("Accessibility.getFullAXTree")["nodes"])
        if words in heard:
            return
        page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError(f"“{words}” was expected; the page tells “{heard}”.")


def _heard(nodes):
    by_id = {node["nodeId"]: node for node in nodes}

    def texts(node):
        if node.get("role", {}).get("value") == "StaticText":
            return node["name"]["value"]
        return " ".join(texts(by_id[one]) for one in node.get("childIds", ()) if one in by_id)

    logs = [node for node in nodes if node.get("role", {}).get("value") == "log"]
    return " ".join(texts(node) for node in logs)
