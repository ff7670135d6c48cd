"""The room of what people decided: same or different, a right value, a listing taken away, a list or release accepted.

Belongs here: one module per ledger (`warehouse/judgements`), with the one function by which command line, Excel import
and screen add to it, and how it is read. Does not belong here: asking people (`pipelines.desk`, the command line), what
a decision does to matching, activities or releases.
"""
