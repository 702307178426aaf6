"""What the page of Opportunity Areas says of all side by side, and of one."""
