"""Rights, parties, events, designations, activities and statistics, each with where it came from."""
