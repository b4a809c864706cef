"""Scores of a year: forms as data, points with their grounds, appeals, corrections."""
