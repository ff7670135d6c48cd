"""Proof: measurements, drills, rival engines, other people's readers. Nothing of the product imports it."""
