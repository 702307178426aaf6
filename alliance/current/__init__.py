"""The one history and register that a running app holds, and what is kept with them."""
