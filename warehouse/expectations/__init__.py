"""Does the amount and spread look like a healthy day?

Belongs here: Great Expectations suites and their bounds. Does not belong here: shape (contract) or relations (SQL).
"""
