"""Immutable, numbered snapshots of columnar tables."""
