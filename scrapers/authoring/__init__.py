"""Adding a source and checking it: a new declaration, saved pages, cases, masking."""
