"""Drills: what is injected, what must be true after, what was seen.

Belongs here: drills and their children, which import no more than they do: the list (`all_drills`) imports everything.
Does not belong here: the product; a drill only uses what it would meet at night.
"""
