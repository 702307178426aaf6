"""What the page says that asks whether joining and support were followed by more."""
