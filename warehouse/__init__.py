"""What Hiroba promises: the contract of every table, the expectations of a healthy day, and the files themselves.

Belongs here: declarations, their derivations and the reading and writing of tables that honour them.
Does not belong here: HTML, crawling, matching, Dagster. This package imports nothing else of ours.
"""
