"""The index over the newest snapshot: what is found in the facts, for a person, by one condition."""
