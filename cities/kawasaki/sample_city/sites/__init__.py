"""The four web sites of the sample city, rendered from the truth.

What belongs here: one module per site that turns entries into pages. What does not: sockets, caching and flaws
(see `server` and `faults`), and any knowledge that the truth does not hold.
"""
