"""The example city's life as lists, under the headings of ``catalogue/sources``."""
