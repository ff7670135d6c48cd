"""How pages become raw listings.

Belongs here: sources, platforms, the crawl, the archive and its replay, the sample city.
Does not belong here: any interpretation of a text, matching, publishing. Imports `warehouse` only.
"""
