"""What follows from the declarations: polars frames, DuckDB DDL, dictionary, deprecations."""
