"""The work; no domain knows another."""
