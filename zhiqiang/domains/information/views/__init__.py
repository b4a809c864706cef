"""Pages of information services."""
