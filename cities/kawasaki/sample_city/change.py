"""What can happen to a listing or a page of the sample city.

What belongs here: the shape of a change. What does not: which changes there are (see `calendar`).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Kind = Literal["start", "move", "pause", "resume", "close", "end", "rename", "rekey", "list_moved", "edition"]

Fact = Literal["", "born", "existed", "ended", "goes_on"]
"""What is true of an activity whose listing starts or ends, and no page says: it was founded these days or existed
before, it has ended or goes on without its listing. Empty where that is no question."""


@dataclass(frozen=True)
class Change:
    """One thing that happened.

    Attributes:
        day: The first day that shows it.
        kind: What it is. `close` is an end that is announced, `end` a listing that is gone.
        site: The site whose pages changed.
        entity_id: The activity concerned; empty when the change is about a page or file.
        field: The field concerned, `record_key` when the listing has a new key; empty when the whole listing is.
        before: Its text before; None when there was none.
        after: Its text after; None when there is none.
        fact: What is true of the activity, whatever its listing does.
    """

    day: dt.date
    kind: Kind
    site: str
    entity_id: str = ""
    field: str = ""
    before: str | None = None
    after: str | None = None
    fact: Fact = ""
