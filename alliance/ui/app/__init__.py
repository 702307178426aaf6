"""The running app: its script and server, who is asking, addresses and the way between pages."""
