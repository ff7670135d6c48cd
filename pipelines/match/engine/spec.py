"""A match spec: what is compared, which pairs are looked at, what keeps two records apart. Data, no code.

Belongs here: its shape, reading it, what is wrong with it. How to write one: `pipelines/match/README.md`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import StaffError

KINDS = ("text", "name", "address", "code", "phone", "date", "number", "set")
"""What a field holds; decides how it is folded, compared and blocked when nothing else is said."""

_SAME, _CONTAINED = "same", "contained"
RELATIONS = (_SAME, "differ", "unknown", _CONTAINED, "abbreviated", "overlap", "telling", "long", "numbers_differ")
"""Words a condition may use beside a number between 0 and 1 (similarity from which it holds)."""

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


class SpecError(StaffError):
    """The spec cannot be used; the message is for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of one field of a pair: a word of `RELATIONS`, or the least similarity.

    A condition on a field that either record leaves empty does not hold, except `unknown`, which says just that.
    """

    field: str
    relation: str | float


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement: all its conditions hold, and no earlier level did."""

    conditions: tuple[Condition, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Degrees of agreement on one thing, from full agreement down; what reaches none of them disagrees.

    Attributes:
        name: for explanations and reports.
        label: what people see.
        levels: in order; the first that holds counts.
        fields: all fields its levels speak of; a pair in which none of them is known on both sides is neutral.
        is_rarity_counted: agreeing on a value that few records have says more than on a common one.
    """

    name: str
    label: str
    levels: tuple[Level, ...]
    fields: tuple[str, ...]
    is_rarity_counted: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """Which pairs are looked at: those that share a value of every field, or a rare part (n-gram, word) of one."""

    name: str
    equal: tuple[str, ...] = ()
    parts_of: str | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """A hard rule: a pair of which all conditions hold is different, whatever else speaks for it.

    Attributes:
        conditions: all must hold.
        unless: if all conditions of any of these hold, the rule says nothing.
        sentence: why, for people.
    """

    conditions: tuple[Condition, ...]
    unless: tuple[tuple[Condition, ...], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Spec:
    """A match spec.

    Attributes:
        entity: what a record stands for.
        id: column that identifies a record.
        fields: column → kind.
        comparisons: what is compared.
        blocks: which pairs are looked at.
        aparts: hard rules.
        source: column with the source of a record, or None.
        is_one_per_source: a source lists a thing once, so two records of one source are never the same.
        threshold: probability from which a pair is the same.
        identity: comparisons of which at least one must agree in some degree, where anything of them is known: what
            names the thing. By default the one field of kind `name`, and none where there are several.
        folded: fields whose values are already as they are compared; folding a million texts again takes seconds.
    """

    entity: str
    id: str
    fields: Mapping[str, str]
    comparisons: tuple[Comparison, ...]
    blocks: tuple[Block, ...]
    aparts: tuple[Apart, ...] = ()
    source: str | None = None
    is_one_per_source: bool = False
    threshold: float = 0.5
    identity: tuple[str, ...] = ()
    folded: frozenset[str] = frozenset()


def load_spec(path: Path) -> Spec:
    """Read a spec.

    Raises:
        SpecError: the file is no TOML, or says something the engine does not know.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SpecError(f"{path} を読めません（{error}）。") from error
    return spec_of(said, str(path))


def spec_of(said: Mapping[str, Any], place: str = "spec") -> Spec:
    """A spec from its declaration as a dictionary.

    Args:
        said: what the TOML file holds.
        place: named in errors.

    Raises:
        SpecError: a key, field, kind or relation is not known, or a part is missing.
    """
    _only(said, _KEYS, place)
    fields = said.get("fields")
    if not isinstance(fields, Mapping) or not fields:
        raise SpecError(
            f'{place}: [fields] がありません。比べる列を 列名 = "種類" で書いてください（種類: {"、".join(KINDS)}）。'
        )
    for name, kind in fields.items():
        if kind not in KINDS:
            raise SpecError(f"{place}: fields.{name} の種類 {kind!r} はありません（使える種類: {'、'.join(KINDS)}）。")
    comparisons = _comparisons(said.get("compare", {}), fields, place)
    blocks = tuple(_block(entry, fields, place) for entry in said.get("block", ())) or _default_blocks(fields)
    threshold = said.get("threshold", 0.5)
    if not isinstance(threshold, int | float) or not 0 < threshold < 1:
        raise SpecError(f"{place}: threshold は 0 と 1 の間の数です（いまは {threshold!r}）。")
    if said.get("one_per_source") and not said.get("source"):
        raise SpecError(f"{place}: one_per_source には source（情報源の列）が要ります。")
    return Spec(
        entity=str(said.get("entity", "records")),
        id=str(said.get("id", "record_id")),
        fields=dict(fields),
        comparisons=comparisons,
        blocks=blocks,
        aparts=tuple(_apart(entry, fields, place) for entry in said.get("apart", ())),
        source=said.get("source"),
        is_one_per_source=bool(said.get("one_per_source", False)),
        threshold=float(threshold),
        identity=_identity(said.get("identity"), comparisons, fields, place),
        folded=_folded(said.get("folded", ()), fields, place),
    )


def _identity(said: Any, comparisons: tuple[Comparison, ...], fields: Mapping[str, str], place: str) -> tuple[str, ...]:
    if said is None:
        names = [each.name for each in comparisons if fields[each.fields[0]] == "name" and len(each.fields) == 1]
        return tuple(names) if len(names) == 1 else ()  # first and family name may be swapped: neither is decisive
    names = [said] if isinstance(said, str) else list(said)
    unknown = set(names) - {each.name for each in comparisons}
    if unknown:
        raise SpecError(f"{place}: identity の {'、'.join(sorted(unknown))} という比較はありません。")
    return tuple(names)


def _folded(said: Iterable[str], fields: Mapping[str, str], place: str) -> frozenset[str]:
    unknown = set(said) - set(fields)
    if unknown:
        raise SpecError(f"{place}: folded の {'、'.join(sorted(unknown))} は [fields] にありません。")
    return frozenset(said)


def _only(said: Mapping[str, Any], known: Iterable[str], place: str) -> None:
    unknown = sorted(set(said) - set(known))
    if unknown:
        raise SpecError(
            f"{place}: {'、'.join(unknown)} という項目はありません（使える項目: {'、'.join(sorted(known))}）。"
        )


def _comparisons(said: Mapping[str, Any], fields: Mapping[str, str], place: str) -> tuple[Comparison, ...]:
    """Those that are written, and a default one for every field no written one speaks of."""
    written = [_comparison(name, entry, fields, f"{place}: compare.{name}") for name, entry in said.items()]
    spoken = {each for comparison in written for each in comparison.fields}
    rest = [_default_comparison(name, kind) for name, kind in fields.items() if name not in spoken]
    return (*written, *rest)


def _comparison(name: str, said: Mapping[str, Any], fields: Mapping[str, str], place: str) -> Comparison:
    _only(said, {"label", "levels", "rarity"}, place)
    entries = said.get("levels")
    if not entries:
        raise SpecError(f"{place} に levels がありません。")
    levels = []
    for entry in entries:
        conditions = _conditions({key: value for key, value in entry.items() if key != "label"}, fields, place)
        levels.append(Level(conditions, str(entry.get("label", ""))))
    names = tuple(dict.fromkeys(condition.field for level in levels for condition in level.conditions))
    return Comparison(name, str(said.get("label", name)), tuple(levels), names, bool(said.get("rarity", True)))


def _conditions(said: Mapping[str, Any], fields: Mapping[str, str], place: str) -> tuple[Condition, ...]:
    if not said:
        raise SpecError(f"{place}: 条件がありません。")
    found = []
    for name, relations in said.items():
        if name not in fields:
            raise SpecError(f"{place}: 列 {name} は [fields] にありません（ある列: {'、'.join(fields)}）。")
        for relation in relations if isinstance(relations, list) else [relations]:
            is_number = isinstance(relation, int | float) and not isinstance(relation, bool) and 0 < relation <= 1
            if not is_number and relation not in RELATIONS:
                raise SpecError(
                    f"{place}: {name} の条件 {relation!r} はありません（使える: {'、'.join(RELATIONS)}、0〜1 の数）。"
                )
            found.append(Condition(name, relation))
    return tuple(found)


_DEFAULT_LEVELS: dict[str, tuple[tuple[str | float, str], ...]] = {
    "name": ((_SAME, "同じ"), (0.9, "ほぼ同じ"), (_CONTAINED, "一方を含む"), (0.75, "似ている"), (0.55, "一部同じ")),
    "text": ((_SAME, "同じ"), (0.9, "ほぼ同じ"), (0.75, "似ている"), (0.5, "一部同じ")),
    "address": ((_SAME, "同じ"), (0.9, "ほぼ同じ"), (0.7, "似ている"), (0.5, "一部同じ")),
    "code": ((_SAME, "同じ"), (0.74, "1字違い")),
    "phone": ((_SAME, "同じ"), (0.88, "1字違い")),
    "date": ((_SAME, "同じ"), (0.87, "1字違い")),
    "number": ((_SAME, "同じ"), (0.95, "ほぼ同じ")),
    "set": ((_SAME, "同じ"), (0.5, "半分同じ")),
}


def _default_comparison(name: str, kind: str) -> Comparison:
    levels = tuple(Level((Condition(name, relation),), label) for relation, label in _DEFAULT_LEVELS[kind])
    return Comparison(name, name, levels, (name,))


def _block(said: Mapping[str, Any], fields: Mapping[str, str], place: str) -> Block:
    _only(said, {"equal", "parts_of"}, f"{place}: block")
    equal, parts = said.get("equal", ()), said.get("parts_of")
    equal = (equal,) if isinstance(equal, str) else tuple(equal)
    for name in (*equal, *([parts] if parts else ())):
        if name not in fields:
            raise SpecError(f"{place}: block の列 {name} は [fields] にありません（ある列: {'、'.join(fields)}）。")
    if bool(equal) == bool(parts):
        raise SpecError(f"{place}: block には equal か parts_of のどちらか一つを書いてください。")
    return Block(f"{parts}の一部" if parts else "＋".join(equal), equal, parts)


def _default_blocks(fields: Mapping[str, str]) -> tuple[Block, ...]:
    """Rare parts of every text; equal codes, phones and dates."""
    parts = [
        Block(f"{name}の一部", parts_of=name) for name, kind in fields.items() if kind in ("name", "text", "address")
    ]
    equal = [Block(name, equal=(name,)) for name, kind in fields.items() if kind in ("code", "phone", "date")]
    return (*parts, *equal)


def _apart(said: Mapping[str, Any], fields: Mapping[str, str], place: str) -> Apart:
    _only(said, {"when", "unless", "why"}, f"{place}: apart")
    if not said.get("why"):
        raise SpecError(f"{place}: apart に why（人に見せる理由）がありません。")
    return Apart(
        _conditions(said.get("when", {}), fields, f"{place}: apart.when"),
        tuple(_conditions(entry, fields, f"{place}: apart.unless") for entry in said.get("unless", ())),
        str(said["why"]),
    )
