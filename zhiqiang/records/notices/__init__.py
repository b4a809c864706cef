"""Messages to people: an inbox with read state."""
