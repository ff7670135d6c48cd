"""The relational last mile: one SELECT per published table, one SELECT of offenders per cross-table rule.

Belongs here: SQL files and the small loader that reads their references. Does not belong here: normalising or matching;
column types and descriptions, which are the contract's.
"""
