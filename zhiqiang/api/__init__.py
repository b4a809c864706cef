"""The second door: JSON for programs, with the rights of the pages."""
