"""Pure functions from published Japanese text to typed values: one module per kind of value.

Belongs here: parsing and cleaning of one listing's own text. Does not belong here: comparing two listings (`match`), a
source's odd spellings (`scrapers/sources/<key>/lookups.csv`), the clock, the environment, Dagster, Scrapy.
"""
