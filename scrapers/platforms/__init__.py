"""Base spiders, one per kind of site; a source brings only what its `source.toml` can't say.

Belongs here: how a kind of site pages, lays out and labels its listings. Does not belong here: one source's oddities.
"""

PLATFORMS = (
    "city_cms",
    "city_attachments",
    "city_sections",
    "city_prose",
    "city_links",
    "city_index",
    "genki365",
    "wordpress",
    "json_api",
)
"""Modules of this package that read a kind of site; here, so that naming them loads nothing."""
