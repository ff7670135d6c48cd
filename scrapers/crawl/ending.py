"""How the process of a crawl says that a signal ended it.

Belongs here: that one word. Does not belong here: anything that takes time to import: whoever starts crawls reads it.
"""

INTERRUPTED = 130
