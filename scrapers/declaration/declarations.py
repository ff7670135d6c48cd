"""What every folder of `sources/` declares tonight: a source, or why it declares none and what stands in for it.

Belongs here: reading all declarations so that a wrong one costs its own source only, what two of them must not share,
the last sound copy of each. Does not belong here: what a declaration may say (`source`), runs and rows.

A declaration is edited by people, at any hour. One that cannot be used tonight is answered by the copy that was kept
when it was last sound: the source is not asked, and its last good listings are read with what was declared then.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from scrapers.declaration import source as declared
from scrapers.declaration.labels import Expected
from scrapers.declaration.source import DECLARATION, LOOKUPS, Source, SourceError, load_source, read_source, source_keys
from warehouse.privacy.masking import MAIL, MOBILE, mask
from warehouse.storage import write_bytes

_NO_MARKUP = str.maketrans("<>", "＜＞")
_STATUSES = get_args(Source.model_fields["status"].annotation)
_UNKNOWN = "不明（source.toml が読めません）"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One folder.

    Attributes:
        source: what it declares; else the kept copy; else a stand-in that has a name and nothing to read with.
        problem: why its own declaration is not used, with file, key, value and next step; None when it is.
        is_usable: whether `source` is more than a stand-in.
    """

    source: Source
    problem: str | None = None
    is_usable: bool = True


def declarations(kept_dir: Path | None = None) -> dict[str, Declaration]:
    """Every folder by key; never fails because of one of them.

    Args:
        kept_dir: where sound copies are kept; without it a wrong declaration is answered by a stand-in.
    """
    copies = {key: _kept(key, kept_dir) for key in source_keys()}
    declared = {key: _read(key, copy) for key, copy in copies.items()}
    for name, sentence in (
        ("id_prefix", "掲載IDの頭は情報源ごとに違う3文字にしてください"),
        ("name", "職員に見せる名前は情報源ごとに変えてください"),
    ):
        _part_twins(declared, copies, name, sentence)
    return _with_own_names(declared)


def participants(kept_dir: Path | None = None) -> dict[str, Declaration]:
    """Every folder but the drafts, by key: what is crawled, shown and published."""
    return {key: each for key, each in declarations(kept_dir).items() if each.source.status != "draft"}


def keep(kept_dir: Path) -> None:
    """Copy every sound declaration, so that it can stand in once its folder is wrong.

    Raises:
        OSError: the copies cannot be written.
    """
    for key, each in participants(kept_dir).items():
        if each.problem is not None:
            continue
        for name in (DECLARATION, LOOKUPS):
            _copy(declared.SOURCES_DIR / key / name, kept_dir / key / name)


def _read(key: str, kept: Source | None) -> Declaration:
    try:
        source = load_source(key)
    except SourceError as error:
        return _instead(key, kept, str(error))
    if kept is not None and kept.id_prefix != source.id_prefix:
        how = f"公開した掲載IDが変わってしまいます。前の「{kept.id_prefix}」に戻してください"
        return _instead(key, kept, f"{key}/{DECLARATION}: id_prefix は「{source.id_prefix}」に変えられません。{how}")
    return Declaration(source)


def _instead(key: str, kept: Source | None, wrong: str) -> Declaration:
    # The sentence repeats what somebody wrote, and is published as what is said of the source: a pattern's (?P<name>…)
    # would be taken for markup there, and stop the release of all
    problem = mask(_without_control(wrong).translate(_NO_MARKUP)).text.replace(MOBILE, "…").replace(MAIL, "…")
    return Declaration(kept, problem) if kept is not None else Declaration(_stand_in(key), problem, is_usable=False)


def _kept(key: str, kept_dir: Path | None) -> Source | None:
    if kept_dir is None:
        return None
    try:
        return read_source(kept_dir / key / DECLARATION)
    except SourceError:
        return None


def _part_twins(declared: dict[str, Declaration], copies: dict[str, Source | None], name: str, sentence: str) -> None:
    """Of those that share what each must have for itself, one goes on: no draft, the one that had it already."""
    value_of: Callable[[str], str] = lambda key: getattr(declared[key].source, name)  # noqa: E731
    sound = [key for key, each in declared.items() if each.problem is None]
    had = {key: getattr(copy, name) for key, copy in copies.items() if copy is not None}
    first: dict[str, str] = {}
    for key in sorted(
        sound, key=lambda key: (declared[key].source.status == "draft", had.get(key) != value_of(key), key)
    ):
        value = value_of(key)
        if value in first:
            problem = f"{key}/{DECLARATION}: {name}「{value}」は {first[value]} が使っています。{sentence}"
            declared[key] = _instead(key, copies[key], problem)
        else:
            first[value] = key


def _with_own_names(declared: dict[str, Declaration]) -> dict[str, Declaration]:
    """Names as the screens need them, each only once, also those of what stands in."""
    counts = Counter(each.source.name for each in declared.values())
    return {
        key: each
        if counts[each.source.name] == 1 or each.problem is None
        else replace(each, source=each.source.model_copy(update={"name": f"{each.source.name}（{key}）"}))
        for key, each in declared.items()
    }


def _without_control(text: str) -> str:
    """A text on one line, without signs that no screen shows."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _stand_in(key: str) -> Source:
    """A source to name and to report on, from whatever of its declaration can be read."""
    given = _raw(key)

    def text(name: str, otherwise: str) -> str:
        value = given.get(name)
        return value if isinstance(value, str) and value.strip() else otherwise

    status = text("status", "active")
    return Source.model_construct(
        key=key,
        name=text("name", key),
        owner=text("owner", _UNKNOWN),
        platform="",
        role="apart",
        home_url=text("home_url", ""),
        start_urls=(),
        hosts=(key,),
        licence=text("licence", _UNKNOWN),
        attribution=text("attribution", _UNKNOWN),
        id_prefix="",
        pace="static",
        daily_requests=1,
        status=status if status in _STATUSES else "active",
        max_age_days=30,
        expected=Expected(minimum=0, maximum=0, origin=_UNKNOWN),
    )


def _raw(key: str) -> dict[str, Any]:
    try:
        return tomllib.loads((declared.SOURCES_DIR / key / DECLARATION).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}


def _copy(path: Path, target: Path) -> None:
    body = path.read_bytes() if path.exists() else None
    if body is None:
        target.unlink(missing_ok=True)
    elif not target.is_file() or target.read_bytes() != body:
        write_bytes(target, body)
