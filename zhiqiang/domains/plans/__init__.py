"""Programmes compiled from published plans: targets, tasks, bodies, findings."""
