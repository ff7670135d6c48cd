"""What is private in a text and which mail address is an organisation's: stated once, used by everything else.

Belongs here: hosts, domains, patterns and name rules that capture, normalising, the SQL checks and the last scan share
(`hosts`, `domains`, `patterns`, `names`), and keyed prints of what was seen (`prints`). Does not belong here: cutting a
column (`pipelines.normalise.privacy`), what a saved page shows instead (`warehouse.privacy.masking`), reading files.
"""
