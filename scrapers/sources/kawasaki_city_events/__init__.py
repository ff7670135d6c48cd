"""The city event API."""
