"""The sources as tonight's run meets them: which take part, and what is wrong with which.

Belongs here: declarations and what reading the archive again has shown, brought together for the assets. Does not
belong here: reading a declaration (`scrapers.declaration.declarations`) or an archive (`reread`), choosing a run
(`runs`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.decisions.addresses import addresses_path
from pipelines.normalise.listings import SourceRule
from pipelines.settings import Settings
from scrapers.declaration.addresses import at_new_address, read_addresses
from scrapers.declaration.declarations import Declaration, participants
from scrapers.declaration.source import Source
from scrapers.runs.run import Outcome, newest_run
from warehouse.contract.derived.frames import dtypes
from warehouse.storage import write_text

_NOTE = "reread.json"
"""In the folder of a run: why its listings are those that were read then, and not those that today's parsers read."""


def taking_part(settings: Settings) -> dict[str, Declaration]:
    """Every source but the drafts, by key, where its list is now.

    Raises:
        LedgerError: the ledger of addresses cannot be read.
    """
    addresses = read_addresses(addresses_path(settings))
    every = participants(settings.declared_dir).items()
    return {key: replace(each, source=at_new_address(each.source, addresses)) for key, each in every}


def usable_sources(settings: Settings) -> dict[str, Source]:
    """Sources whose listings can be read, by key: as declared, or as declared when that was last sound."""
    return {key: each.source for key, each in taking_part(settings).items() if each.is_usable}


def source_rules(settings: Settings, seen_on: Mapping[str, date]) -> dict[str, SourceRule]:
    """How the listings of every usable source are read.

    Args:
        settings: where declarations are.
        seen_on: source → day of the run that is read.
    """
    return {
        key: SourceRule(source.id_prefix, source.kind, source.lookups(), seen_on.get(key))
        for key, source in usable_sources(settings).items()
    }


def declared_lists(settings: Settings) -> pl.DataFrame:
    """`source_key`, `role_code`, `about_codes` of every usable source: who comes onto it, and which kinds it may hold.

    Args:
        settings: where declarations are.
    """
    rows = [(key, source.role, list(source.about) or None) for key, source in usable_sources(settings).items()]
    return pl.DataFrame(rows, schema=dtypes(("source_key", "role_code", "about_codes")), orient="row")


def troubles(settings: Settings) -> dict[str, Outcome]:
    """What is wrong with a source besides its newest run: its declaration, or that this run cannot be read again."""
    outcomes: dict[str, Outcome] = {}
    for key, each in taking_part(settings).items():
        row = newest_run(settings.raw_dir / key)
        if each.problem is not None:
            outcomes[key] = Outcome("not_configured", each.problem)
        elif row is not None and (noted := _noted(settings.raw_dir / key / row["run_id"])):
            outcomes[key] = noted
    return outcomes


def note(folder: Path, outcome: Outcome) -> None:
    """Leave in the folder of a run why it stays as it was read then."""
    write_text(folder / _NOTE, json.dumps(asdict(outcome), ensure_ascii=False, sort_keys=True))


def unnote(folder: Path) -> None:
    """Take that away: the run reads well again."""
    (folder / _NOTE).unlink(missing_ok=True)


def _noted(folder: Path) -> Outcome | None:
    try:
        given: Mapping[str, str] = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        return Outcome(given["run_verdict_code"], given["message_ja"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        return Outcome("failed", f"{folder.name}/{_NOTE} が読めません（{type(error).__name__}）。消してください。")
