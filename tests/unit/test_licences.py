"""What leaves the app says whose data it holds, once, and claims nothing of the register."""

from alliance.text.licences import SHORT, credited


def test_sources_end_as_sentences_before_the_licence():
    assert credited("Kept in this app") == f"Kept in this app. {SHORT}"
    assert credited("Ofsted. History 1.") == f"Ofsted. History 1. {SHORT}"
    assert SHORT.startswith("Published data:")
