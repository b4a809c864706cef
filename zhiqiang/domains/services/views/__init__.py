"""Pages of services: parse, one call, render."""
