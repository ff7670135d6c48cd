"""The crawl as a process of its own: settings, guards, the record of every fetch, the runner.

Belongs here: everything that talks to a network. Does not belong here: parsing (platforms), judging a run (`runs`).
"""
