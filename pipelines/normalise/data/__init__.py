"""Packaged reference tables, read once by the modules beside it. Data files only; their origin is in README.md here."""
