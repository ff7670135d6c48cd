"""How raw becomes published, and when.

Belongs here: pure steps (`normalise`, `match`, `core`, `publish`), the thin Dagster layer over them, the command line.
Does not belong here: HTML, or what a table promises.
"""
