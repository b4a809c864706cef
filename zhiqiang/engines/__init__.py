"""Machines that run without Django; no machine knows another."""
