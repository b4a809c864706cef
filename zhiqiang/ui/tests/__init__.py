"""Tests of page furniture."""
