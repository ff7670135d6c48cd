"""The relational last mile: one SELECT per published table, one SELECT of offenders per cross-table rule.

Belongs here: SQL files and the small loader that reads their references; a table that is a core table or a list of
codes needs no file. Does not belong here: normalising or matching; column types and descriptions, which are the
contract's.
"""
