"""The files of a release that are not tables: for Excel, maps, calendars, web pages, other systems.

Belongs here: one module per kind of file. Does not belong here: what an activity is, or where files go.
"""
