"""What the page of trusts says of all, and of one."""
