"""A replica of a city that is nothing but saved pages: `cities/<key>/sample_pages/<host>/…`.

Belongs here: which file answers a request, whose pages there are. Does not belong here: HTTP (`scrapers.loopback`),
replicas that are made by code (`sample_city` of a city).
"""
