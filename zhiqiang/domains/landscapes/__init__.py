"""Search and navigation: what is found in the facts, and what is read from it."""
