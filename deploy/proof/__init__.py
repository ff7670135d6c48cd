"""What `prove.py` looks at, and what it needs for it."""
