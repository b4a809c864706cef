"""Shared words: values and identifiers that every other ring speaks in."""
