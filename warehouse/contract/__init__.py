"""Every table, column and vocabulary of the flow, declared once.

Belongs here: `columns`, `tables` (which columns make a table), `terms`, `vocabularies` (allowed codes), and what is
`derived` from them: polars schemas and checks, DuckDB DDL, the data dictionary.
Does not belong here: a rule that needs more than one table (that is SQL), or how much is plausible (expectations).
"""

from warehouse.contract.model import Code, Column, Reference, Table, Vocabulary
from warehouse.contract.tables import TABLES, published_tables, table
from warehouse.contract.terms import CONTRACT_VERSION, KEPT_ALWAYS, KEPT_DAYS, LICENCE, LICENCE_URL, TOKYO
from warehouse.contract.vocabularies import VOCABULARIES, label_ja

__all__ = [
    "CONTRACT_VERSION",
    "KEPT_ALWAYS",
    "KEPT_DAYS",
    "LICENCE",
    "LICENCE_URL",
    "TABLES",
    "TOKYO",
    "VOCABULARIES",
    "Code",
    "Column",
    "Reference",
    "Table",
    "Vocabulary",
    "label_ja",
    "published_tables",
    "table",
]
