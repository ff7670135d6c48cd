"""A match spec read from a file, and what is wrong with one.

Belongs here: from TOML to a `Spec`, defaults, errors for the person who wrote it. Does not belong here: its shape
(`spec`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines.match.engine.spec import (
    KINDS,
    MEASURED,
    OTHERWISE,
    RELATIONS,
    Apart,
    Block,
    Comparison,
    Condition,
    Level,
    Spec,
    SpecError,
)

_SAME = "same"
_MEASURED = re.compile(
    r"(?:(?P<word>alike|partial|shared|near|few|rare)|(?P<inside>both in|in) (?P<other>\w+))"
    r" (?P<bound>[0-9]+(?:\.[0-9]+)?)"
)
_KEYS = {
    "entity",
    "id",
    "source",
    "one_per_source",
    "fields",
    "compare",
    "block",
    "apart",
    "threshold",
    "identity",
    "folded",
}


def load_spec(path: Path) -> Spec:
    """Read a spec.

    Raises:
        SpecError: the file is no TOML, or says something the engine does not know.
    """
    try:
        declaration = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SpecError(f"{path} を読めません（{error}）。") from error
    return spec_of(declaration, str(path))


def spec_of(declaration: Mapping[str, Any], place: str = "spec") -> Spec:
    """A spec from its declaration as a dictionary.

    Args:
        declaration: what the TOML file holds.
        place: named in errors.

    Raises:
        SpecError: a key, field, kind or relation is not known, or a part is missing.
    """
    _only(declaration, _KEYS, place)
    fields = declaration.get("fields")
    if not isinstance(fields, Mapping) or not fields:
        raise SpecError(
            f'{place}: [fields] がありません。比べる列を 列名 = "種類" で書いてください（種類: {"、".join(KINDS)}）。'
        )
    for name, kind in fields.items():
        if kind not in KINDS:
            raise SpecError(f"{place}: fields.{name} の種類 {kind!r} はありません（使える種類: {'、'.join(KINDS)}）。")
    comparisons = _comparisons(declaration.get("compare", {}), fields, place)
    blocks = tuple(_block(entry, fields, place) for entry in declaration.get("block", ())) or _default_blocks(fields)
    threshold = declaration.get("threshold", 0.5)
    if not isinstance(threshold, int | float) or not 0 < threshold < 1:
        raise SpecError(f"{place}: threshold は 0 と 1 の間の数です（いまは {threshold!r}）。")
    if declaration.get("one_per_source") and not declaration.get("source"):
        raise SpecError(f"{place}: one_per_source には source（情報源の列）が要ります。")
    return Spec(
        entity=str(declaration.get("entity", "records")),
        id=str(declaration.get("id", "record_id")),
        fields=dict(fields),
        comparisons=comparisons,
        blocks=blocks,
        aparts=tuple(_apart(entry, fields, place) for entry in declaration.get("apart", ())),
        source=declaration.get("source"),
        is_one_per_source=bool(declaration.get("one_per_source", False)),
        threshold=float(threshold),
        identity=_identity(declaration.get("identity"), comparisons, fields, place),
        folded=_folded(declaration.get("folded", ()), fields, place),
    )


def _identity(
    names: Any, comparisons: tuple[Comparison, ...], fields: Mapping[str, str], place: str
) -> tuple[str, ...]:
    if names is None:
        named = [each.name for each in comparisons if fields[each.fields[0]] == "name" and len(each.fields) == 1]
        return tuple(named) if len(named) == 1 else ()  # first and family name may be swapped: neither is decisive
    identity = _names(names)
    unknown = set(identity) - {each.name for each in comparisons}
    if unknown:
        raise SpecError(f"{place}: identity の {'、'.join(sorted(unknown))} という比較はありません。")
    return identity


def _folded(names: Iterable[str], fields: Mapping[str, str], place: str) -> frozenset[str]:
    unknown = set(names) - set(fields)
    if unknown:
        raise SpecError(f"{place}: folded の {'、'.join(sorted(unknown))} は [fields] にありません。")
    return frozenset(names)


def _only(entry: Mapping[str, Any], known: Iterable[str], place: str) -> None:
    unknown = sorted(set(entry) - set(known))
    if unknown:
        raise SpecError(
            f"{place}: {'、'.join(unknown)} という項目はありません（使える項目: {'、'.join(sorted(known))}）。"
        )


def _comparisons(entries: Mapping[str, Any], fields: Mapping[str, str], place: str) -> tuple[Comparison, ...]:
    """Those that are written, and a default one for every field no written one speaks of."""
    written = [_comparison(name, entry, fields, f"{place}: compare.{name}") for name, entry in entries.items()]
    spoken = {each for comparison in written for each in comparison.fields}  # a field another is looked for in, too
    return (*written, *(_default_comparison(name, kind) for name, kind in fields.items() if name not in spoken))


def _comparison(name: str, entry: Mapping[str, Any], fields: Mapping[str, str], place: str) -> Comparison:
    _only(entry, {"label", "levels", "rarity", "aspect", "otherwise", "given"}, place)
    if not entry.get("levels"):
        raise SpecError(f"{place} に levels がありません。")
    levels = []
    for row in entry["levels"]:
        asked = _conditions({key: value for key, value in row.items() if key != "label"}, fields, place)
        levels.append(Level(asked, str(row.get("label", ""))))
    conditions = [condition for level in levels for condition in level.conditions]
    names = tuple(dict.fromkeys(name for condition in conditions for name in condition.fields))
    label, aspect = str(entry.get("label", name)), str(entry.get("aspect", name))
    otherwise = str(entry.get("otherwise", OTHERWISE))
    given = _conditions(entry["given"], fields, f"{place}.given") if "given" in entry else ()
    return Comparison(name, label, tuple(levels), names, bool(entry.get("rarity", True)), aspect, otherwise, given)


def _conditions(entry: Mapping[str, Any], fields: Mapping[str, str], place: str) -> tuple[Condition, ...]:
    if not entry:
        raise SpecError(f"{place}: 条件がありません。")
    conditions = []
    for name, relations in entry.items():
        if name not in fields:
            raise SpecError(f"{place}: 列 {name} は [fields] にありません（ある列: {'、'.join(fields)}）。")
        for relation in relations if isinstance(relations, list) else [relations]:
            condition = _condition(name, relation, fields)
            if condition is None:
                words = "、".join((*RELATIONS, *(f"{word} 数" for word in MEASURED), "in 列 数、both in 列 数"))
                raise SpecError(f"{place}: {name} の条件 {relation!r} はありません（使える: {words}、0〜1 の数）。")
            conditions.append(condition)
    return tuple(conditions)


def _condition(name: str, relation: Any, fields: Mapping[str, str]) -> Condition | None:
    """The condition that is written, or None where it is none."""
    if isinstance(relation, int | float) and not isinstance(relation, bool):
        return Condition(name, relation) if 0 < relation <= 1 else None
    if relation in RELATIONS:
        return Condition(name, relation)
    measured = _MEASURED.fullmatch(str(relation))
    if measured is None or (measured["other"] or name) not in fields:
        return None
    return Condition(name, measured["word"] or measured["inside"], float(measured["bound"]), measured["other"])


# How much texts of the same thing are alike depends on the table: narrow steps, and learning finds what each is worth
_RUNNING: tuple[tuple[str | float, str], ...] = (
    (_SAME, "同じ"),
    *((f"alike 0.{tenths}", f"{tenths}割ほど同じ") for tenths in range(9, 1, -1)),
)
_DEFAULT_LEVELS: dict[str, tuple[tuple[str | float, str], ...]] = {
    "name": _RUNNING,
    "text": _RUNNING,
    "address": _RUNNING,
    "code": ((_SAME, "同じ"), (0.74, "1字違い")),
    "phone": ((_SAME, "同じ"), (0.88, "1字違い")),
    "date": ((_SAME, "同じ"), (0.87, "1字違い")),
    "number": ((_SAME, "同じ"), (0.95, "ほぼ同じ")),
    "set": ((_SAME, "同じ"), (0.5, "半分同じ")),
}


def _default_comparison(name: str, kind: str) -> Comparison:
    levels = tuple(
        Level(_conditions({name: relation}, {name: kind}, name), label) for relation, label in _DEFAULT_LEVELS[kind]
    )
    return Comparison(name, name, levels, (name,), aspect=name)


def _block(entry: Mapping[str, Any], fields: Mapping[str, str], place: str) -> Block:
    _only(entry, {"equal", "parts_of", "any_of"}, f"{place}: block")
    parts = entry.get("parts_of")
    equal, any_of = (_names(entry.get(word, ())) for word in ("equal", "any_of"))
    for name in (*equal, *any_of, *([parts] if parts else ())):
        if name not in fields:
            raise SpecError(f"{place}: block の列 {name} は [fields] にありません（ある列: {'、'.join(fields)}）。")
    if bool(equal or any_of) == bool(parts):
        raise SpecError(f"{place}: block には equal・any_of か、parts_of のどちらかを書いてください。")
    not_sets = [name for name in any_of if fields[name] != "set"]
    if not_sets:
        raise SpecError(f"{place}: block の any_of は set の列に使います（{'、'.join(not_sets)} は違います）。")
    return Block(f"{parts}の一部" if parts else "＋".join((*equal, *any_of)), equal, parts, any_of)


def _names(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _default_blocks(fields: Mapping[str, str]) -> tuple[Block, ...]:
    """Rare parts of every text; equal codes, phones and dates."""
    parts = [
        Block(f"{name}の一部", parts_of=name) for name, kind in fields.items() if kind in ("name", "text", "address")
    ]
    equal = [Block(name, equal=(name,)) for name, kind in fields.items() if kind in ("code", "phone", "date")]
    return (*parts, *equal)


def _apart(entry: Mapping[str, Any], fields: Mapping[str, str], place: str) -> Apart:
    _only(entry, {"when", "unless", "why"}, f"{place}: apart")
    if not entry.get("why"):
        raise SpecError(f"{place}: apart に why（人に見せる理由）がありません。")
    return Apart(
        _conditions(entry.get("when", {}), fields, f"{place}: apart.when"),
        tuple(_conditions(each, fields, f"{place}: apart.unless") for each in entry.get("unless", ())),
        str(entry["why"]),
    )
