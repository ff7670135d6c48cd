"""The gates between a night and its release, in order, and the three of them that look at a whole day.

Belongs here: which gate a check belongs to, and the checks healthy day, privacy, difference. Does not belong here:
contract and SQL checks (`checks`), any bound or rule.
"""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg
import polars as pl

from dbt_like_sql.loader import checks
from pipelines.core.diff_gate import MOST_CHURN, MOST_GONE, judge_diff
from pipelines.core.rekey import moved
from pipelines.core.schema_gate import broken_promises, unversioned_changes
from pipelines.decisions.accepted_releases import accepted_reason
from pipelines.ingest.usable_sources import usable_sources
from pipelines.normalise.privacy import without_personal_data
from pipelines.orchestration.resources import Expectations
from pipelines.orchestration.staff_errors import in_words
from pipelines.publish.guard import guard_of
from pipelines.publish.markdown import plain
from pipelines.publish.outgoing import ASK_TO_CUT, findings_in
from pipelines.publish.shelf import Shelf, as_written, in_todays_shape
from pipelines.settings import Settings
from scrapers.declaration.source import Source
from scrapers.runs.prints import NAME as PRINTS
from scrapers.runs.verdicts import band
from warehouse.contract import published_tables, table
from warehouse.contract.tables.decisions import ACCEPTED_RELEASES
from warehouse.expectations.bounds import Bound, path_of, read_bounds
from warehouse.expectations.suite import Day, Verdict, judge
from warehouse.storage import read_table

SHOWN = 20
GATES = ("情報源ごと", "情報源どうし", "個人情報", "約束と参照", "前の公開との差", "切り替え")
"""In the order of docs/standards.md §4; the dependencies of the checks keep it."""
HEALTHY, DAY, PRIVACY, DIFFERENCE = "healthy", "healthy_day", "privacy_scan", "not_too_much_changed"
COLUMNS_KEPT, CONTRACT, READABLE, STAND = "no_column_goes_unannounced", "contract", "readable", "corrections_stand"
ROLES_HOLD = "apart_lists_stand_apart"
VERSION_MOVES = "the_version_moves_with_the_contract"
_BY_CHECK = {
    HEALTHY: 0,
    DAY: 1,
    PRIVACY: 2,
    COLUMNS_KEPT: 3,
    VERSION_MOVES: 3,
    DIFFERENCE: 4,
    READABLE: None,
    STAND: None,
    ROLES_HOLD: None,
}
"""Gate of a check by its name; what people decided is looked at, but stops no release."""
_SCANNED = (
    "core__activities",
    "core__activity_values",
    "core__activity_changes",
    "core__activity_history",
    "core__disagreements",
    "core__organisers",
    "core__venues",
    "core__sources",
    "raw__selected_runs",
)
"""Every text of the published tables comes from these (`norm__listings` gives names, keys and links of the bridge)."""
_BRIDGE = ("name", "page_url", "record_key")


def gate_of(check_name: str, asset_name: str) -> int | None:
    """Place in `GATES` of the gate a check belongs to, None when it belongs to none.

    Contract and SQL checks of the flow stand between the sources, those of what is published are the promise.

    Raises:
        KeyError: nobody has said where the check belongs.
    """
    if check_name == CONTRACT or check_name in checks():
        return 3 if table(asset_name).is_published else 1
    return _BY_CHECK[check_name]


def offenders(df: pl.DataFrame) -> dg.MetadataValue:
    """The first rows of an offending table, as people may see them: the screen and its storage are read by many."""
    rows = df.head(SHOWN).cast(pl.String).to_dicts()
    shown = [{name: text and without_personal_data(text) for name, text in row.items()} for row in rows]
    return dg.MetadataValue.json(shown)


@dg.asset_check(
    asset="core__activity_changes",
    name=DAY,
    blocking=True,
    additional_deps=["norm__listings", "core__activities", "raw__selected_runs", "raw__runs"],
    description="件数・割合・値が健全な日の幅に入っている（Great Expectations）。下限を割れば止める",
)
def healthy_day(expectations: Expectations, settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    """The expectation suite: what is below its band stops the release, what is above it warns."""
    names = ("norm__listings", "core__activities", "core__activity_changes")
    day = Day(*(read_table(settings.table_path(name)) for name in names))
    selected = read_table(settings.table_path("raw__selected_runs"))
    runs = read_table(settings.table_path("raw__runs"))
    bands = _bands(selected, runs, usable_sources(settings))
    verdicts = judge(day, bands, read_bounds(path_of(settings.profile)), expectations.get_ready())
    expectations.end()
    low, high = ([each for each in verdicts if each.state == state] for state in ("low", "high"))
    sentence = f"めやす {len(verdicts)} 項目のうち、下限を割ったもの {len(low)}、上限を越えたもの {len(high)}。"
    todo = "情報源ごとの結果を見てください。取得漏れでなければ、めやすの見直しを開発者に頼んでください。"
    return dg.AssetCheckResult(
        passed=not low and not high,
        severity=dg.AssetCheckSeverity.ERROR if low else dg.AssetCheckSeverity.WARN,
        metadata={
            "結果": sentence + (todo if low or high else ""),
            "合わないもの": dg.MetadataValue.md(_listed([*low, *high][:SHOWN])),
            "下限を割っためやす": len(low),
            "上限を越えためやす": len(high),
            "掲載": day.listings.height,
            "活動": day.activities.height,
        },
    )


def _bands(selected: pl.DataFrame, runs: pl.DataFrame, declared: Mapping[str, Source]) -> dict[str, Bound]:
    """Band of every source in use; a run that a person accepted took its band along."""
    used = selected.filter(pl.col("selection_code") != "none").join(runs, on=["source_key", "run_id"])
    bands = {}
    for key, count in used.select("source_key", "listing_count").sort("source_key").iter_rows():
        if key not in declared:
            continue
        expected = declared[key].expected
        bands[key] = Bound(*band(expected, count), expected.origin)
    return bands


def _listed(verdicts: list[Verdict]) -> str:
    marks = {"low": "× 少ない", "high": "△ 多い"}
    lines = [
        f"| {marks[each.state]} | {plain(each.rule_ja)} | {plain(str(each.observed))} | {plain(each.origin)} |"
        for each in verdicts
    ]
    return "\n".join(["| | めやす | 見えたもの | めやすの出どころ |", "|---|---|---|---|", *lines]) if lines else "なし"


@dg.asset_check(
    asset="core__activity_history",
    name=PRIVACY,
    blocking=True,
    additional_deps=[*(name for name in _SCANNED if name != "core__activity_history"), "norm__listings", PRINTS],
    description="公開する文字に個人の名前・携帯番号・個人のメール・害のある文字がない",
)
def privacy_scan(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    """Every text on its way into a release; the finished files are looked at once more before the switch."""
    guard = guard_of(settings)
    tables = {name: read_table(settings.table_path(name)) for name in _SCANNED}
    tables["activity_listings"] = read_table(settings.table_path("norm__listings")).select(_BRIDGE)
    findings = [finding for name, df in tables.items() for finding in findings_in(name, df, guard)]
    places = pl.DataFrame(findings[:SHOWN], schema=["表", "場所", "種類"], orient="row") if findings else None
    todo = ASK_TO_CUT
    return dg.AssetCheckResult(
        passed=not findings,
        metadata={
            "結果": f"公開してはいけないものが {len(findings)} か所にあります。{todo}"
            if findings
            else "見つかりませんでした。",
            "公開してはいけないもの": len(findings),
            "見た表": len(tables),
            **({"場所": dg.MetadataValue.json(places.to_dicts())} if places is not None else {}),
        },
    )


@dg.asset_check(
    asset="release",
    name=DIFFERENCE,
    blocking=True,
    additional_deps=[
        "core__activity_changes",
        "core__activity_listings",
        "core__moved_listings",
        *(entry.name for entry in published_tables() if entry.name != "release"),
    ],
    description="前の公開から変わりすぎていない"
    f"（IDが変わった掲載 {MOST_CHURN * 100:g} % まで、なくなった活動 {MOST_GONE * 100:g} % まで）",
)
def not_too_much_changed(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    """The gate between two releases; a person may let one pass with a reason."""
    names = ("core__activity_changes", "core__activity_listings", "core__moved_listings")
    changes, bridge, moves = (read_table(settings.table_path(name)) for name in names)
    release_id = read_table(settings.table_path("release")).get_column("release_id").item()
    before = in_todays_shape(Shelf(settings.published_dir).previous(release_id), "activity_listings")
    with in_words():
        accepted = accepted_reason(settings.judgements_dir / ACCEPTED_RELEASES.file, release_id)
    verdict = judge_diff(
        moved(before.select("activity_id", "listing_id"), moves),
        bridge.select("activity_id", "listing_id"),
        changes,
        accepted,
    )
    shown = changes.filter(pl.col("change_code").is_in(["not_seen", "merged", "split"]))
    return dg.AssetCheckResult(
        passed=verdict.is_passed,
        metadata={
            "結果": verdict.sentence,
            "IDが変わった掲載の割合": verdict.churn,
            "なくなった活動の割合": verdict.gone,
            "例": offenders(shown),
        },
    )


@dg.asset_check(
    asset="data_dictionary",
    name=COLUMNS_KEPT,
    blocking=True,
    additional_deps=["core__release"],
    description="前の公開にあった列が、予告なしになくなったり型を変えたりしていない",
)
def no_column_goes_unannounced(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    """Readers of the last release can read this one."""
    release_id = read_table(settings.table_path("core__release")).get_column("release_id").item()
    before = in_todays_shape(Shelf(settings.published_dir).previous(release_id), "data_dictionary")
    broken = broken_promises(before, read_table(settings.table_path("data_dictionary")))
    sentence = " ".join(broken) or "前の公開の列はすべてあります。"
    return dg.AssetCheckResult(passed=not broken, metadata={"結果": sentence})


_PROMISE = ("data_dictionary", "release", *(entry.name for entry in published_tables() if entry.vocabulary))


@dg.asset_check(
    asset="release",
    name=VERSION_MOVES,
    blocking=True,
    additional_deps=[name for name in _PROMISE if name != "release"],
    description="公開する列やコードが前の公開から変わったときは、約束の版も変わっている",
)
def the_version_moves_with_the_contract(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    """Whoever sees the same version may read in the same way."""
    now = {name: read_table(settings.table_path(name)) for name in _PROMISE}
    release_id = now["release"].get_column("release_id").item()
    previous = Shelf(settings.published_dir).previous(release_id)
    before = {name: as_written(previous, name) for name in _PROMISE}
    changed = unversioned_changes({name: df for name, df in before.items() if df is not None}, now)
    return dg.AssetCheckResult(passed=not changed, metadata={"結果": " ".join(changed) or "版は約束と合っています。"})
