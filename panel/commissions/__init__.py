"""The formal commission, the seats of a panel, and the course a panel takes."""
