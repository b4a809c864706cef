"""The rights matrix: a world with things to hide, and the walk that looks for them."""
