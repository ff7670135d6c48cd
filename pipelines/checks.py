"""Asset checks: contract, SQL and expectations, each blocking what comes after.

Belongs here: running the checks and reporting them in Japanese. Does not belong here: a rule; rules live in
`warehouse.contract`, `dbt_like_sql/checks` and `warehouse.expectations`, each in one place.
"""

from collections.abc import Iterable
from typing import Any

import dagster as dg
import polars as pl

from dbt_like_sql.loader import Query, checks, run
from pipelines.core.diff_gate import ACCEPTED, accepted_reason, judge_diff
from pipelines.core.rekey import moved
from pipelines.publish.release import previous_table
from pipelines.settings import load_settings
from scrapers.source import load_source
from warehouse.contract import TABLES, Table, published_tables, table
from warehouse.contract.frames import empty_frame, violations
from warehouse.expectations.suite import judge
from warehouse.storage import read_table

_SHOWN = 20


_CONTRACT = "contract"
_CONTRACT_JA = "列・型・空・キー・語彙・参照先が約束(warehouse/contract)のとおりである"


def _contract_check(declared: Table) -> dg.AssetChecksDefinition:
    """The check of one table of the flow: the next step must not see a broken one."""

    @dg.asset_check(
        asset=declared.name,
        name=_CONTRACT,
        blocking=True,
        additional_deps=sorted({reference.target_table for reference in declared.references} - {declared.name}),
        description=_CONTRACT_JA,
    )
    def contract() -> dg.AssetCheckResult:
        return _contract_result(declared)

    return contract


@dg.multi_asset_check(
    name="published_contract",
    specs=[
        dg.AssetCheckSpec(_CONTRACT, asset=entry.name, blocking=True, description=_CONTRACT_JA)
        for entry in published_tables()
    ],
)
def published_contract() -> Iterable[dg.AssetCheckResult]:
    """The checks of all published tables in one step: no step but the release reads them."""
    for entry in published_tables():
        yield _contract_result(entry)


def _contract_result(declared: Table) -> dg.AssetCheckResult:
    df = read_table(load_settings().table_path(declared.name))
    broken = [violation.sentence() for violation in violations(declared, df)]
    broken += _dangling(declared, df)
    found = {"見つかったこと": dg.MetadataValue.md("\n".join(f"- {line}" for line in broken))} if broken else {}
    return dg.AssetCheckResult(
        passed=not broken, asset_key=declared.name, check_name=_CONTRACT, metadata={"行数": df.height, **found}
    )


def _dangling(declared: Table, df: pl.DataFrame) -> list[str]:
    lines = []
    for reference in declared.references:
        known = read_table(load_settings().table_path(reference.target_table)).get_column(reference.target_column)
        values = df.get_column(reference.column).drop_nulls().unique().sort()
        lost = values.filter(~values.is_in(known.implode()))
        if lost.len():
            shown = "、".join(lost.head(_SHOWN))
            target = f"{reference.target_table}.{reference.target_column}"
            lines.append(f"列 {reference.column} の値が {target} にありません（{lost.len()} 種、例: {shown}）")
    return lines


def _sql_check(query: Query) -> dg.AssetChecksDefinition:
    asset = max(
        query.references, key=list(TABLES).index
    )  # the one furthest down the flow: the others are there by then

    @dg.asset_check(
        asset=asset,
        name=query.name,
        blocking=True,
        additional_deps=[name for name in query.references if name != asset],
        description=f"{query.note}\n\n```sql\n{query.sql}```",
    )
    def sql() -> dg.AssetCheckResult:
        offenders = run(query, {name: load_settings().table_path(name) for name in query.references})
        metadata: dict[str, Any] = {"外れた行の数": offenders.height, "すること": query.note}
        if offenders.height:
            metadata["外れた行"] = dg.MetadataValue.json(offenders.head(_SHOWN).cast(pl.String).to_dicts())
        return dg.AssetCheckResult(passed=offenders.is_empty(), metadata=metadata)

    return sql


@dg.asset_check(
    asset="core__activities",
    name="healthy_day",
    blocking=True,
    additional_deps=["norm__listings", "raw__selected_runs"],
    description="件数と埋まり具合が健全な日の幅に入っている（Great Expectations）",
)
def healthy_day() -> dg.AssetCheckResult:
    """The expectation suite that stands before every release."""
    names = ("norm__listings", "core__activities", "raw__selected_runs")
    listings, activities, selected = (read_table(load_settings().table_path(name)) for name in names)
    used = selected.filter(pl.col("selection_code") != "none").get_column("source_key").sort()
    expected = {key: load_source(key).expected for key in used}
    verdicts = judge(listings, activities, {key: (band.minimum, band.maximum) for key, band in expected.items()})
    lines = [f"| {'○' if verdict.is_met else '×'} | {verdict.rule_ja} | {verdict.observed} |" for verdict in verdicts]
    shown = dg.MetadataValue.md("\n".join(["| | めやす | 見えたもの |", "|---|---|---|", *lines]))
    missed = [f"{verdict.rule_ja}: {verdict.observed}" for verdict in verdicts if not verdict.is_met]
    sentence = (
        f"めやす {len(verdicts)} 項目のうち {len(missed)} 項目に合いません。"
        if missed
        else "すべてめやすの幅に入っています。"
    )
    return dg.AssetCheckResult(
        passed=not missed,
        metadata={
            "結果": sentence + " ".join(missed),
            "くわしく": shown,
            "掲載": listings.height,
            "活動": activities.height,
        },
    )


@dg.asset_check(
    asset="core__activity_changes",
    name="not_too_much_changed",
    blocking=True,
    additional_deps=["core__activity_identity", "core__moved_listings", "core__release", "match__clusters"],
    description="前の公開から変わりすぎていない（IDが変わった掲載 2 % まで、なくなった活動 10 % まで）",
)
def not_too_much_changed() -> dg.AssetCheckResult:
    """The gate between two releases; a person may let one pass with a reason."""
    settings = load_settings()
    names = ("core__activity_changes", "core__activity_identity", "core__moved_listings", "match__clusters")
    changes, identity, moves, clusters = (read_table(settings.table_path(name)) for name in names)
    release_id = read_table(settings.table_path("core__release")).get_column("release_id").item()
    last = previous_table(settings.published_dir, release_id, "activity_listings")
    before = empty_frame(table("activity_listings")) if last is None else last
    bridge = clusters.join(identity.drop_nulls("cluster_label"), on="cluster_label").select("activity_id", "listing_id")
    accepted = accepted_reason(settings.judgements_dir / ACCEPTED, release_id)
    verdict = judge_diff(moved(before.select("activity_id", "listing_id"), moves), bridge, changes, accepted)
    shown = changes.filter(pl.col("change_code").is_in(["not_seen", "merged", "split"])).head(_SHOWN)
    return dg.AssetCheckResult(
        passed=verdict.is_passed,
        metadata={
            "結果": verdict.sentence,
            "IDが変わった掲載の割合": verdict.churn,
            "なくなった活動の割合": verdict.gone,
            "例": dg.MetadataValue.json(shown.to_dicts()),
        },
    )


CHECKS = [
    *(_contract_check(entry) for entry in TABLES.values() if not entry.is_published),
    published_contract,
    *(_sql_check(query) for query in checks().values()),
    healthy_day,
    not_too_much_changed,
]
