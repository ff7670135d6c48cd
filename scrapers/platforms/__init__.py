"""Base spiders, one per kind of site; a source brings only what its `source.toml` can't say.

Belongs here: how a kind of site pages, lays out and labels its listings. Does not belong here: one source's oddities.
"""
