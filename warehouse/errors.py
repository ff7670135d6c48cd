"""The parent of every error whose message is a sentence for staff.

Belongs here: that one class. Does not belong here: any particular error, which lives beside what raises it.
"""

from __future__ import annotations


class StaffError(ValueError):
    """Something that staff can act on; the message is Japanese and names the thing, the place and the next step."""
