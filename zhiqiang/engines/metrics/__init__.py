"""The measure algebra: declared measures to figures with their rows."""
