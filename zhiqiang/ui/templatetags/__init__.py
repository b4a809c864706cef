"""Template filters for figures, money and dates."""
