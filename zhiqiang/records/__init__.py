"""The facts that everybody shares."""
