"""Pages that combine what the rooms below keep."""
