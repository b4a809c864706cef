"""Pages of patent navigation."""
