"""A match spec: what is compared, which pairs are looked at, what keeps two records apart. Data, no code.

Belongs here: its shape and the words of its conditions. Does not belong here: reading it (`spec_file`). How to write
one: `pipelines/match/README.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from warehouse.errors import StaffError

KINDS = ("text", "name", "address", "code", "phone", "date", "number", "set")
"""What a field holds; decides how it is folded, compared and blocked when nothing else is said."""

RELATIONS = (
    "same",
    "differ",
    "unknown",
    "contained",
    "abbreviated",
    "overlap",
    "long",
    "numbers_differ",
    "other_number",
    "some",
    "within",
)
"""Words a condition may use beside a number between 0 and 1 (similarity from which it holds)."""
MEASURED = ("alike", "partial", "shared", "near", "few", "rare")
"""Words with a number behind them: `shared 0.5`."""
SAID_IN = ("in", "both in")
"""Words with another field and a number behind them: `in context 0.8`."""


class SpecError(StaffError):
    """The spec cannot be used; the message is for the person who wrote it."""


OTHERWISE = "違う"
"""What people see where no level of a comparison is reached, unless the spec says another word."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of one field of a pair: a word of `RELATIONS`, `MEASURED` or `SAID_IN`, or the least similarity.

    A condition on a field that either record leaves empty does not hold, except `unknown`, which says just that.

    Attributes:
        field: the field.
        relation: the word, or the least similarity.
        bound: the number behind the word.
        other: the field of the other record in which the value is looked for.
    """

    field: str
    relation: str | float
    bound: float = 0.0
    other: str | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields it speaks of."""
        return (self.field,) if self.other is None else (self.field, self.other)

    @property
    def presence(self) -> Condition:
        """The same for all conditions that ask for the same fields to be known."""
        return replace(self, relation="" if self.other is None else self.relation, bound=0.0)


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
        aspect: what people see it as part of: several comparisons look at one name.
        otherwise: what people see where no level is reached.
        given: it says something only of pairs for which all of these hold.
    """

    name: str
    label: str
    levels: tuple[Level, ...]
    fields: tuple[str, ...]
    is_rarity_counted: bool = True
    aspect: str = ""
    otherwise: str = OTHERWISE
    given: tuple[Condition, ...] = ()

    @property
    def presences(self) -> list[Condition]:
        """One condition for everything that has to be known for some condition to hold."""
        conditions = (condition for level in self.levels for condition in level.conditions)
        return list(dict.fromkeys(condition.presence for condition in conditions))

    @property
    def words(self) -> tuple[str, ...]:
        """What people see at every level, and where none is reached."""
        return (*(level.label for level in self.levels), self.otherwise)


@dataclass(frozen=True, slots=True)
class Block:
    """Which pairs are looked at: those that share a value of every field, or a rare part (n-gram, word) of one.

    Attributes:
        name: for reports.
        equal: fields whose values are the same.
        parts_of: a text of which a rare part is the same; it stands alone.
        any_of: sets that share an element each.
    """

    name: str
    equal: tuple[str, ...] = ()
    parts_of: str | None = None
    any_of: tuple[str, ...] = ()


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

    @property
    def aspects(self) -> dict[str, tuple[int, ...]]:
        """Every aspect with the numbers of its comparisons: what people see as one piece of evidence."""
        aspects: dict[str, tuple[int, ...]] = {}
        for number, comparison in enumerate(self.comparisons):
            aspects[comparison.aspect] = (*aspects.get(comparison.aspect, ()), number)
        return aspects
