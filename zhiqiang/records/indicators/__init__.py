"""Figures of the indicators, computed from snapshots."""
