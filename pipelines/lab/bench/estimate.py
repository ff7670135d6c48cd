"""How near the estimates come to cities, and to growth, whose truth is known.

Belongs here: the figures with their targets. Does not belong here: made cities and years (`made_overlaps`,
`made_years`), the estimates.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from multiprocessing import get_context

import numpy as np
import polars as pl

from pipelines.estimate.draws import draw
from pipelines.estimate.growth import Growth, growth, soon_draws
from pipelines.estimate.histories import ListFacts, histories
from pipelines.estimate.labels import Labels
from pipelines.estimate.strata import CELL, CITY, KIND, WARD, Stratum, strata
from pipelines.lab.bench.made_overlaps import KINDS, WARDS, City, Plan, city
from pipelines.lab.bench.made_years import year
from pipelines.lab.bench.truth import nowhere_listed, with_truth
from pipelines.orchestration.assets.estimate import counted_stock
from pipelines.settings import Settings
from warehouse.storage import read_table

_DRAWS, _SEED, _PROCESSES = 400, 7, 2
_STRESS = 60
_YEARS = 400
_HARD = Plan(recall=0.9, false_joins=0.03)
STRESS = (
    ("想定どおり（再現率 .90、誤り 3 %）", _HARD),
    ("二つの窓口が避け合う（0.5）", Plan(recall=0.9, false_joins=0.03, avoids=0.5)),
    ("二つの窓口が避け合う（1.0）", Plan(recall=0.9, false_joins=0.03, avoids=1.0)),
    ("二つの窓口が避け合う（2.0）", Plan(recall=0.9, false_joins=0.03, avoids=2.0)),
    ("催しの組だけ 20 ポイント見つけにくい", Plan(recall=0.9, false_joins=0.03, feed_missed=0.2)),
    ("確かめた組が 50 ずつ", Plan(recall=0.9, false_joins=0.03, label_count=50)),
    ("見つけやすさが片側に長い", Plan(shape="skewed")),
    ("見つけやすさが二とおり", Plan(shape="two_kinds")),
)
"""What the estimates must stand beside what they assume."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One city: what was said of it, over what is true; strata of one kind together.

    Attributes:
        different: different listed ÷ listed.
        at_least, middle, upper: ÷ all; None where there is none.
        pooled: what pooling all lists says ÷ all.
        others: code of stratum → (at least holds, upper holds or None, at least ÷ truth) of each.
    """

    different: float
    at_least: float
    middle: float | None
    upper: float | None
    pooled: float
    others: dict[str, tuple[tuple[bool, bool | None, float], ...]]

    @property
    def is_covered(self) -> bool:
        """Whether the truth lies within."""
        return self.at_least <= 1 and self.upper is not None and self.upper >= 1


def estimates(settings: Settings, count: int, *, with_stress: bool) -> Iterator[str]:
    """Every figure.

    Args:
        settings: whose release is set beside its truth.
        count: made cities.
        with_stress: whether cities are drawn as well that break what is assumed.
    """
    yield from _cities(count)
    if with_stress:
        yield from _under_stress()
    yield from _years()
    yield from _times()
    yield from sample_release(settings)


def outcome(seed: int, plan: Plan) -> Outcome:
    """Estimate a made city, and say how it went.

    Args:
        seed: of the city.
        plan: of the city.
    """
    made = city(seed, plan)
    rows = strata(draw(histories(made.stock, facts_of(made), WARDS), Labels(*made.labels), _DRAWS, _SEED))
    whole = rows[0]
    others: dict[str, list[tuple[bool, bool | None, float]]] = {KIND: [], WARD: [], CELL: []}
    for each in rows[1:]:
        truth = sum(n for (k, w), n in made.truth.items() if each.kind in (None, k) and each.ward in (None, w))
        is_told = (each.code == WARD or each.sources) and (each.code == KIND or each.ward is not None)
        if is_told and truth:
            upper = None if each.upper is None else each.at_least <= truth <= each.upper
            others[each.code].append((each.at_least <= truth, upper, each.at_least / truth))
    total = made.total
    return Outcome(
        whole.different / made.listed,
        whole.at_least / total,
        None if whole.middle is None else whole.middle / total,
        None if whole.upper is None else whole.upper / total,
        pooled(made.stock) / total,
        {code: tuple(each) for code, each in others.items()},
    )


def facts_of(made: City) -> list[ListFacts]:
    """The lists of a made city as people would declare them."""
    return [
        ListFacts(name, role, frozenset([kind]) if kind else frozenset(KINDS))
        for name, (role, kind) in made.roles.items()
    ]


def pooled(seen: pl.DataFrame) -> float:
    """The obvious way: Chao's bound on all lists and kinds together, as the matcher joins them.

    Args:
        seen: as `histories` takes it.
    """
    counts = dict(seen.group_by(pl.col("source_keys").list.join("|")).len().iter_rows())
    alone = {key: count for key, count in counts.items() if "|" not in key}
    both = sum(count for key, count in counts.items() if key.count("|") == 1)
    products = sum(alone[one] * alone[other] for one, other in combinations(sorted(alone), 2))
    return float(seen.height + products / max(both, 1))


def _outcomes(jobs: Sequence[tuple[int, Plan]]) -> list[Outcome]:
    # Spawned: a fork of a process with threads of polars may hang
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as pool:
        return list(pool.map(outcome, *zip(*jobs, strict=True), chunksize=5))


def _cities(count: int) -> Iterator[str]:
    found = _outcomes([(seed, Plan()) for seed in range(count)])
    yield f"作った市 {count}（再現率 .90〜1.0、誤ってまとめた組 0〜3 %、見つけやすさのばらつき .3〜1.5）"
    low = np.array([each.at_least for each in found])
    bias = float(np.mean([each.different for each in found])) - 1
    width = float(np.mean([(each.upper or np.inf) - each.at_least for each in found]))
    yield _row("「少なくとも」が本当の数以下", np.mean(low <= 1), 0.97, "97 % 以上")
    yield _row("「少なくとも」÷ 本当の数（平均）", low.mean(), 0.78, ".78 以上", "{:.3f}")
    yield _row("市の幅が本当の数を含む", np.mean([each.is_covered for each in found]), 0.93, "93 % 以上")
    yield _row("市の幅 ÷ 本当の数（平均）", width, 0.5, ".50 以下", "{:.3f}", is_least=False)
    yield _row("載っている、ちがう活動の数の偏り", abs(bias), 0.01, "1 % 以内", "{:.2%}", is_least=False)
    middles = np.array([each.middle for each in found if each.middle is not None])
    near = np.mean(abs(middles - 1) < 0.15)
    yield f"  中ほど ÷ 本当の数: {middles.mean():.3f}±{middles.std():.3f}、15 % 以内 {near:.0%}"
    naive = np.array([each.pooled for each in found])
    yield f"  並べて: すべての一覧をまとめると、本当の数以下 {np.mean(naive <= 1):.0%}（÷ 本当の数 {naive.mean():.2f}）"
    for code, ja in ((KIND, "種類"), (WARD, "区"), (CELL, "区の中の種類")):
        each_one = [row for each in found for row in each.others[code]]
        covered = [row[1] for row in each_one if row[1] is not None]
        yield (
            f"  {ja}ごと: 「少なくとも」が本当の数以下 {np.mean([row[0] for row in each_one]):.1%}"
            f"（÷ 本当の数 {np.mean([row[2] for row in each_one]):.2f}）、幅が含む {np.mean(covered):.1%}"
        )


def _under_stress() -> Iterator[str]:
    yield f"想定を外した市（{_STRESS} ずつ）: 「少なくとも」が本当の数以下 | 平均 ÷ 本当の数 | 幅が含む"
    jobs = [(seed, plan) for _, plan in STRESS for seed in range(_STRESS)]
    found = _outcomes(jobs)
    for number, (name, _) in enumerate(STRESS):
        own = found[number * _STRESS : (number + 1) * _STRESS]
        low = np.array([each.at_least for each in own])
        covered = np.mean([each.is_covered for each in own])
        yield _row(f"{name}: {low.mean():.3f} | {covered:.0%} | 本当の数以下", np.mean(low <= 1), 0.97, "97 % 以上")


def _years() -> Iterator[str]:
    yield f"作った1年（{_YEARS} ずつ）: 生まれた数 − 終わった数"
    cases = (
        ("増減なし", 0.07, 0.07, False),
        ("年 3 % 増", 0.09, 0.06, False),
        ("年 5 % 減", 0.04, 0.09, False),
        ("年 3 % 増、載るまで8か月", 0.09, 0.06, True),
    )
    for name, births, deaths, is_late in cases:
        grown = [_grown(seed, births, deaths, is_late=is_late, is_mended=is_late) for seed in range(_YEARS)]
        covers = np.mean([each.low <= truth <= each.high for each, truth in grown])
        half = float(np.mean([(each.high - each.low) / 2 for each, _ in grown]))
        said = {word: np.mean([each.direction(12) == word for each, _ in grown]) for word in ("more", "fewer")}
        yield _row(f"{name}: 幅が含む", covers, 0.93, "93 % 以上")
        if is_late:
            yield f"  {name}: 幅の半分（ポイント） {half * 100:.2f}（遅れの見込みの分、広い）"
        else:
            yield _row(f"{name}: 幅の半分（ポイント）", half * 100, 2.5, "2.5 以下", "{:.2f}", is_least=False)
        if births == deaths:
            yield _row(f"{name}: 「増えている」と言わない", 1 - said["more"], 0.97, "97 % 以上")
        else:
            yield f"  {name}: 「増えている」{said['more']:.0%}、「減っている」{said['fewer']:.0%}"
    late = [_grown(seed, 0.09, 0.06, is_late=True, is_mended=False) for seed in range(_YEARS)]
    covers = np.mean([each.low <= truth <= each.high for each, truth in late])
    yield f"  並べて: 載る遅れを直さないと、幅が含む {covers:.0%}"


def _grown(seed: int, births: float, deaths: float, *, is_late: bool, is_mended: bool) -> tuple[Growth, float]:
    made = year(seed, births, deaths, is_late=is_late)
    soon = soon_draws(made.lags, made.windows, 24, made.open_for, seed, 200) if is_mended else None
    return growth(made.counted, seed, listed=soon), made.growth


def _times() -> Iterator[str]:
    made = city(0)
    many = pl.concat([made.stock] * 40)
    for seen, most in ((made.stock, 3.0), (many, 60.0)):
        count = int(seen.get_column("listing_count").sum())
        spent, rows = _timed(lambda seen=seen: _estimated(made, seen))  # type: ignore[misc]  # bound here and now
        yield _row(
            f"掲載 {count:,}、{_DRAWS} 回のくり返し（秒）", spent, most, f"{most:g} 以下", "{:.2f}", is_least=False
        )
        again = _estimated(made, seen)
        yield f"  もう一度: {'同じ数' if again == rows else '違う数 ×'}"


def _estimated(made: City, seen: pl.DataFrame) -> list[Stratum]:
    return strata(draw(histories(seen, facts_of(made), WARDS), Labels(*made.labels), _DRAWS, _SEED))


def _timed(what: Callable[[], list[Stratum]]) -> tuple[float, list[Stratum]]:
    started = time.perf_counter()
    rows = what()
    return time.perf_counter() - started, rows


def sample_release(settings: Settings) -> Iterator[str]:
    """The estimates of the sample city of tonight beside what is true of it.

    Args:
        settings: of the sample profile.
    """
    path = settings.table_path("estimate__strata")
    if settings.profile != "sample" or not path.is_file():
        yield "見本の市の推計がありません。hiroba run のあとで比べてください。"
        return
    told = read_table(path)
    listed, hidden = listed_truth(settings), nowhere_listed()
    yield "見本の市の公開と、その正解（どの一覧にもないものを含む）"
    for stratum in ("city", *(f"kind:{kind}" for kind in KINDS)):
        row = told.filter(pl.col("stratum_id") == stratum)
        if row.is_empty():
            continue
        is_kind = stratum != CITY
        on = listed.filter(pl.col("kind_code") == stratum[5:]) if is_kind else listed
        off = hidden.filter(pl.col("kind_code") == stratum[5:]) if is_kind else hidden
        yield _beside(stratum, row.row(0, named=True), on.height, on.height + off.height)


def _beside(stratum: str, row: dict[str, object], listed: int, total: int) -> str:
    low, upper = int(str(row["at_least_count"])), row["upper_count"]
    said = f"載っている {row['different_count']}（正解 {listed}）、少なくとも {low}"
    said += f"、上限 {upper}" if upper is not None else "、上限なし"
    return f"  {stratum}: {said}、正解 {total} {'○' if low <= total else '×'}"


def listed_truth(settings: Settings) -> pl.DataFrame:
    """kind_code of every true activity that is counted, as its listings were brought together.

    Args:
        settings: of the sample profile.
    """
    counted, _ = counted_stock(settings)
    bridge, listings = (read_table(settings.table_path(name)) for name in ("core__activity_listings", "norm__listings"))
    known = with_truth(listings).join(bridge.select("listing_id", "activity_id"), on="listing_id")
    return known.join(counted, on="activity_id").unique("entity_id").select("entity_id", "kind_code")


def _row(
    what: str, value: float | np.floating, target: float, told: str, form: str = "{:.1%}", *, is_least: bool = True
) -> str:
    is_met = value >= target if is_least else value <= target
    return f"{'○' if is_met else '×'} {what}: {form.format(float(value))}（めあて {told}）"
