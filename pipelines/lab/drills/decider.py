"""A person who decides, in a process of their own: `python decider.py WHAT FOLDER …`.

Belongs here: one decision after another, each told on standard output once it is written. Does not belong here: judging
what is left (`ledgers`). Each kind of decision is imported where it is taken: a process that only appends starts soon.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipelines.decisions import ledger
from pipelines.settings import OFFICE, Settings
from warehouse.contract.tables.decisions import MAIL_DOMAINS
from warehouse.permissions import keep_private
from warehouse.storage import read_table

_DAY, _UNTIL, _WHY = "2026-11-28", "2027-03-31", "訓練"


def appended(folder: Path, own: str, first: int, last: int) -> Iterator[str]:
    """Rows added one by one."""
    for number in range(first, last):
        domain = f"{own}{number}.example"
        row = {"decided_on": _DAY, "decided_by": OFFICE, "domain": domain, "said": "accepted"}
        ledger.append(MAIL_DOMAINS, folder / MAIL_DOMAINS.file, row)
        yield domain


def judged(settings: Settings, pair: int, count: int) -> Iterator[str]:
    """The same two listings, said to be the same and different in turn."""
    from pipelines.decisions.pairs import judge

    left, right = _column(settings, "norm__listings", "listing_id")[2 * pair :][:2]
    for number in range(count):
        yield judge(settings, left, right, ("same", "different")[number % 2], _WHY, _DAY, OFFICE)


def corrected(settings: Settings, count: int) -> Iterator[str]:
    """A telephone number, put right again and again."""
    from pipelines.decisions.corrections import correct

    first = _column(settings, "norm__listings", "listing_id")[0]  # which nobody takes away
    values = read_table(settings.table_path("core__activity_values"))
    activity = values.filter(values["listing_id"] == first).get_column("activity_id")[0]
    for number in range(count):
        yield correct(settings, activity, "phone", f"044-200-{1000 + number}", _UNTIL, _WHY, _DAY, OFFICE)


def removed(settings: Settings, count: int) -> Iterator[str]:
    """Listings taken away, the last ones first."""
    from pipelines.withdrawal.take_away import remove

    for listing in _column(settings, "norm__listings", "listing_id")[-count:]:
        yield remove(settings, listing, _WHY, datetime(2026, 11, 28, tzinfo=UTC), OFFICE)


def _column(settings: Settings, table: str, name: str) -> list[str]:
    return read_table(settings.table_path(table)).get_column(name).sort().to_list()


def main() -> int:
    """Decide what is asked."""
    keep_private()
    what, folder, *more = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
    settings = Settings(folder, "data", None)
    kinds = {
        "append": lambda: appended(folder, more[0], int(more[1]), int(more[2])),
        "judge": lambda: judged(settings, int(more[0]), int(more[1])),
        "correct": lambda: corrected(settings, int(more[0])),
        "remove": lambda: removed(settings, int(more[0])),
    }
    for line in kinds[what]():
        sys.stdout.write(line.replace("\n", " ") + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
