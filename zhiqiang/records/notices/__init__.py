"""Messages to people: an inbox with read state, and mail where a server is set."""
