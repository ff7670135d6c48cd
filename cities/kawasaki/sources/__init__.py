"""One folder per source: `source.toml`, `lookups.csv` for its odd values, `spider.py` only where needed.

Belongs here: what is true of one source alone. Does not belong here: code two sources could share (platforms).
"""
