"""Pages of work: parse, one call, render."""
