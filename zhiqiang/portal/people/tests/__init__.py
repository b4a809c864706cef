"""Tests of signing in, accounts, people and bodies."""
