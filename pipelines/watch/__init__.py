"""Incidents, and who is told."""
