"""Asset checks: contract, SQL and expectations, each blocking what comes after.

Belongs here: contract and SQL checks as asset checks, reported in Japanese. Does not belong here: a rule; rules live in
`warehouse.contract`, `dbt_like_sql/checks` and `warehouse.expectations`, each in one place. Gates over a whole day are
in `gates`.
"""

from collections.abc import Iterable
from typing import Any

import dagster as dg
import polars as pl

from dbt_like_sql.loader import Query, checks, run
from pipelines.estimate.speaking import overlap_of_apart
from pipelines.normalise.privacy import without_personal_data
from pipelines.orchestration import gates
from pipelines.orchestration.assets.core import corrections_due
from pipelines.orchestration.assets.estimate import counted_stock
from pipelines.orchestration.gates import CONTRACT, ROLES_HOLD, SHOWN, STAND, offenders
from pipelines.publish.markdown import plain
from pipelines.settings import Settings
from warehouse.contract import TABLES, Table, published_tables
from warehouse.contract.derived.frames import violations
from warehouse.storage import read_table

_CONTRACT_JA = "列・型・空・キー・語彙・参照先が約束(warehouse/contract)のとおりである"


def _contract_check(declared: Table) -> dg.AssetChecksDefinition:
    """The check of one table of the flow: the next step must not see a broken one."""

    @dg.asset_check(
        asset=declared.name,
        name=CONTRACT,
        blocking=True,
        additional_deps=sorted({reference.target_table for reference in declared.references} - {declared.name}),
        description=_CONTRACT_JA,
    )
    def contract(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
        return _contract_result(declared, settings)

    return contract


@dg.multi_asset_check(
    name="published_contract",
    specs=[
        dg.AssetCheckSpec(CONTRACT, asset=entry.name, blocking=True, description=_CONTRACT_JA)
        for entry in published_tables()
    ],
)
def published_contract(settings: dg.ResourceParam[Settings]) -> Iterable[dg.AssetCheckResult]:
    """The checks of all published tables in one step: no step but the release reads them."""
    for entry in published_tables():
        yield _contract_result(entry, settings)


def _contract_result(declared: Table, settings: Settings) -> dg.AssetCheckResult:
    df = read_table(settings.table_path(declared.name))
    broken = [violation.sentence() for violation in violations(declared, df)]
    broken += _dangling(declared, df, settings)
    lines = "\n".join(f"- {plain(without_personal_data(line))}" for line in broken)
    details = {"見つかったこと": dg.MetadataValue.md(lines)} if broken else {}
    counted: dict[str, Any] = {"行数": df.height, "見つかった数": len(broken), **details}
    return dg.AssetCheckResult(passed=not broken, asset_key=declared.name, check_name=CONTRACT, metadata=counted)


def _dangling(declared: Table, df: pl.DataFrame, settings: Settings) -> list[str]:
    lines = []
    for reference in declared.references:
        known = read_table(settings.table_path(reference.target_table)).get_column(reference.target_column)
        values = df.get_column(reference.column).drop_nulls().unique().sort()
        lost = values.filter(~values.is_in(known.implode()))
        if lost.len():
            shown = "、".join(lost.head(SHOWN))
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
    def sql(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
        offending = run(query, {name: settings.table_path(name) for name in query.references})
        metadata: dict[str, Any] = {"外れた行の数": offending.height, "すること": query.note}
        if offending.height:
            metadata["外れた行"] = offenders(offending)
        return dg.AssetCheckResult(passed=offending.is_empty(), metadata=metadata)

    return sql


@dg.asset_check(
    asset="core__activity_values",
    name=STAND,
    additional_deps=["norm__listings", "core__activity_listings", "core__activity_identity", "core__release"],
    description="人の訂正は、どれもまだ要る: 一覧の値が変わっておらず、期限も過ぎていない",
)
def corrections_stand(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    """A correction is a loan: it is told when the source moves, agrees, or the day is past."""
    due = corrections_due(settings)
    return dg.AssetCheckResult(
        passed=not due,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "見直す訂正": len(due),
            "説明": dg.MetadataValue.md("\n".join(f"- {plain(line)}" for line in due) or "見直すものはありません。"),
        },
    )


@dg.asset_check(
    asset="estimate__list_value",
    name=ROLES_HOLD,
    additional_deps=["core__activities", "core__activity_listings", "core__release"],
    description="ほかに載らない一覧（role = apart）の活動は、ほかの一覧にほとんど（5 % まで）載っていない",
)
def apart_lists_stand_apart(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    """A role is a person's word; the lists may speak against it."""
    shares = overlap_of_apart(*counted_stock(settings))
    told = "、".join(f"{key} {share:.0%}" for key, share in shares.items())
    how = "source.toml の role を register に改めるか、照合の誤りでないか確かめてください。"
    return dg.AssetCheckResult(
        passed=not shares,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"結果": f"ほかの一覧にも載っている割合: {told}。{how}" if shares else "どれもほかに載っていません。"},
    )


CHECKS = [
    *(_contract_check(entry) for entry in TABLES.values() if not entry.is_published),
    published_contract,
    *(_sql_check(query) for query in checks().values()),
    *dg.load_asset_checks_from_modules([gates]),
    corrections_stand,
    apart_lists_stand_apart,
]
