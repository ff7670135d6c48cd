"""One release over the releases of several cities, for a prefecture or whoever works across borders.

Belongs here: reading finished releases, what they share across a border, the merged files. Does not belong here: making
the release of a city (`publish`): a merged release promises what its parts promise, and no more.
"""
