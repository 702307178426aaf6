"""A published table as it is read: what it must hold, and the account of what is refused."""
