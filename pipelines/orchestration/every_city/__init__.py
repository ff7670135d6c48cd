"""Many cities on one screen: a code location of its own, beside that of a single city.

Belongs here: the release of a city as one partition, and all of them every night. Does not belong here: what a night
does: it is the night of that city, in a process that knows no other.
"""
