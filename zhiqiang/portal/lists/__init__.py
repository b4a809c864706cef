"""The lists of the pages, column by column: what is shown, sorted by and exported."""
