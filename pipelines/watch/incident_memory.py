"""Which incidents are known, who has been told of them, what kept others from it.

Belongs here: the file that remembers, a message told once when trouble begins and once when it is over. Does not belong
here: what an incident is (`incidents`), sending (`notices`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from pipelines.watch.incidents import Incident
from warehouse.storage import write_text


@dataclass(frozen=True, slots=True)
class Notice:
    """One message that somebody still has to get.

    Attributes:
        keys: incidents it is about.
        subject: one line.
        text: the message.
        is_again: it was tried before, and nobody got it.
    """

    keys: tuple[str, ...]
    subject: str
    text: str
    is_again: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """An incident as it is remembered: who has got its message, what kept others from it, whether it is over."""

    incident: Incident
    told: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    is_over: bool = False


_FIELDS = tuple(each.name for each in fields(Incident) if each.default is MISSING)
_LATER = tuple(each.name for each in fields(Incident) if each.default is not MISSING)
"""What a file remembered by an earlier version does not say."""
_BEFORE = "以前"
"""Who was told of an incident remembered in a file that does not say it yet."""


def remember(path: Path, now: Iterable[Incident], looked_at: Iterable[str]) -> None:
    """Compare with what is known, and remember: what began, and what is over.

    That somebody was told is another matter: `record`, once a message has been delivered.

    Args:
        path: file that remembers incidents.
        now: incidents of tonight.
        looked_at: keys that tonight could tell about; others stay as they were.
    """
    known = _load(path)
    current = {incident.key: incident for incident in now}
    for key in set(looked_at) & set(known):
        if key not in current:
            is_fresh = not known[key].is_over
            known[key] = replace(known[key], troubles=() if is_fresh else known[key].troubles, is_over=True)
    for key, incident in current.items():
        before = known.get(key)
        is_same = before is not None and before.incident.kind == incident.kind
        known[key] = replace(before, incident=incident, is_over=False) if before and is_same else _Entry(incident)
    _save(path, known)


def untold(path: Path) -> list[Notice]:
    """The messages that nobody has got: one per incident that began, one for all that are over.

    Args:
        path: file that remembers incidents.
    """
    known = sorted(_load(path).items())
    notices = [
        Notice((key,), f"{entry.incident.subject}: {entry.incident.what}", entry.incident.text(), bool(entry.troubles))
        for key, entry in known
        if not entry.is_over and not entry.told
    ]
    over = [(key, entry) for key, entry in known if entry.is_over]
    if over:
        # What began and ended before anybody could be told is told now, whole
        unheard = [entry.incident.text() for _, entry in over if not entry.told]
        subject = f"直りました: {'、'.join(entry.incident.subject for _, entry in over)}"
        is_again = all(entry.troubles for _, entry in over)
        notices.append(Notice(tuple(key for key, _ in over), subject, "\n\n".join(unheard), is_again))
    return notices


def record(path: Path, notice: Notice, delivered: Sequence[str], troubles: Sequence[str]) -> None:
    """Remember what became of a message. Delivered to nobody, it is tried again.

    Args:
        path: file that remembers incidents.
        notice: the message.
        delivered: targets that took it.
        troubles: what kept others from it, one sentence each.
    """
    known = _load(path)
    for key in notice.keys:
        entry = known.get(key)
        if entry is None:
            continue
        if entry.is_over and delivered:
            del known[key]
        else:
            known[key] = replace(
                entry, told=entry.told if entry.is_over else tuple(delivered), troubles=tuple(troubles)
            )
    _save(path, known)


def open_incidents(path: Path) -> list[Incident]:
    """Incidents that are open, by key."""
    return [entry.incident for _, entry in sorted(_load(path).items()) if not entry.is_over]


def undelivered(path: Path) -> list[str]:
    """One sentence per message that did not reach everybody, for the entrance."""
    sentences = []
    for _, entry in sorted(_load(path).items()):
        if entry.troubles:
            nobody = entry.is_over or not entry.told
            sent = "まだ誰にも届いていません。送り直します。" if nobody else f"{'、'.join(entry.told)}には届きました。"
            what = "直ったという知らせ" if entry.is_over else "知らせ"
            sentences.append(f"{entry.incident.subject}の{what}: {'。'.join(entry.troubles)}。{sent}")
    return sentences


def _load(path: Path) -> dict[str, _Entry]:
    """What is remembered; nothing where the file is damaged: rather told twice than never."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {key: _entry(row) for key, row in rows.items()}
    except (FileNotFoundError, ValueError, AttributeError, LookupError, TypeError):
        return {}


def _entry(row: dict[str, Any]) -> _Entry:
    told, troubles = row.get("told", [_BEFORE]), row.get("troubles", [])
    more = {name: row[name] for name in _LATER if name in row}
    return _Entry(
        Incident(*(row[name] for name in _FIELDS), **more), tuple(told), tuple(troubles), row.get("is_over", False)
    )


def _save(path: Path, known: Mapping[str, _Entry]) -> None:
    rows = {
        key: {**asdict(entry.incident), "told": entry.told, "troubles": entry.troubles, "is_over": entry.is_over}
        for key, entry in known.items()
    }
    write_text(path, json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
