"""Received and attached files, kept once by hash."""
