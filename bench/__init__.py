"""Timings of the engines and rooms, each beside a raw baseline that does the same by hand."""
