"""Received sheets to typed rows and findings."""
