"""Where figures come from, and how the history is brought up to date."""
