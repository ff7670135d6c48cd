"""The release as a site: a folder of pages that opens from a disk, a plain web server or a bucket.

Belongs here: pages, search, map and calendar made from the published tables, and what they load. Does not belong here:
other files of a release (`exports`), serving them (`orchestration.file_server`, `deploy/`).
"""
