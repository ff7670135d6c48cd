"""A release as files: the DuckDB file, the manifest, the folder, the switch of `latest`.

Belongs here: turning finished tables into what consumers open. Does not belong here: the content of a table.
"""
