"""A deterministic, offline replica of four web sites that list community activities of Kawasaki.

What belongs here: the known truth (`world`), the pages rendered from it (`sites`, `templates`), the loopback server
(`server`) and its switchable flaws (`faults`). What does not: spiders, parsing, matching – nothing here may import
the code that is measured against it.
"""
