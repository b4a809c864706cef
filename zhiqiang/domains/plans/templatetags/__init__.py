"""Template filters of the pages of programmes."""
