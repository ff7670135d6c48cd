"""Other matchers on the same records, run in an environment of their own: what `hiroba bench match` shows beside ours.

Belongs here: Splink as its documentation sets it up, and a gradient-boosted classifier. Does not belong here: anything
the product needs; nothing imports this file.

    python peer.py splink RECORDS.parquet PLAN.json OUT_FOLDER
    python peer.py boosted FEATURES.parquet OUT.parquet
"""

from __future__ import annotations

import contextlib
import functools
import json
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

THRESHOLDS = (0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999)


def splink(records: Path, plan_file: Path, out: Path) -> None:
    """Clusters of Splink at several thresholds, and how long it took from the records to the first of them.

    The plan names the ID, the columns with their kinds and the blocking rules. Settings after Splink's own guides:
    Jaro–Winkler at 0.92 and 0.8 for names, exact match for codes, term frequencies, u by random sampling, m by EM over
    two blocking rules.
    """
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    started, worked = perf_counter(), process_time()
    connection = duckdb.connect()
    table = DuckDBAPI(connection=connection).register(connection.read_parquet(str(records)).to_arrow_table())
    makers = {
        "text": lambda name: cl.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(term_frequency_adjustments=True),
        "phone": lambda name: cl.LevenshteinAtThresholds(name, 1).configure(term_frequency_adjustments=True),
        "date": lambda name: cl.DamerauLevenshteinAtThresholds(name, 1),
        "code": lambda name: cl.ExactMatch(name).configure(term_frequency_adjustments=True),
    }
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=plan["id"],
        comparisons=[makers[kind](name) for name, kind in plan["columns"].items()],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in plan["blocks"]],
    )
    linker = Linker(table, settings, log_level="ERROR")
    training = linker.training
    brings = functools.partial(_brings_together, connection, str(records), plan["id"])
    certain = [rule for rule in plan["certain"] if brings(rule)]
    if certain:
        training.estimate_probability_two_random_records_match([block_on(*rule) for rule in certain], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in filter(brings, plan["train"]):
        # It stops where a level is never seen among same pairs; what the other rules teach stays
        with contextlib.suppress(ValueError):
            training.estimate_parameters_using_expectation_maximisation(
                block_on(*rule), record_sample_proportion=plan.get("sample", 1.0)
            )
    predicted = linker.inference.predict(threshold_match_probability=0.01)
    seconds = cpu = 0.0
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        seconds, cpu = seconds or perf_counter() - started, cpu or process_time() - worked
        rows = clusters.as_duckdbpyrelation().select(f"{plan['id']} AS record_id, cluster_id")
        rows.write_parquet(str(out / f"splink-{threshold}.parquet"))
    _write_cost(seconds, cpu, out / "splink.json")


def _brings_together(connection: Any, records: str, name: str, rule: list[str]) -> bool:
    """Whether a blocking rule has any pair: from none Splink learns nothing, and stops."""
    keys = ", ".join(rule)
    known = " AND ".join(f"{key} IS NOT NULL" for key in rule)
    asked = f"FROM '{records}' SELECT count({name}) WHERE {known} GROUP BY {keys} HAVING count({name}) > 1 LIMIT 1"
    return bool(connection.sql(asked).fetchall())


def boosted(features: Path, out: Path) -> None:
    """Probabilities of a gradient-boosted classifier: taught with the rows where `is_told`, asked about the others."""
    import duckdb
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier

    started, worked = perf_counter(), process_time()
    table = duckdb.sql(f"FROM '{features}'").fetchnumpy()
    rows = np.column_stack([np.ma.filled(table[name], np.nan) for name in sorted(table) if name.startswith("f_")])
    told = table["is_told"].astype(bool)
    model = HistGradientBoostingClassifier(random_state=0)
    model.fit(rows[told], table["is_same"][told])
    asked = model.predict_proba(rows)[:, 1]
    _write_cost(perf_counter() - started, process_time() - worked, out.with_suffix(".json"))
    duckdb.from_arrow(_arrow({"row": table["row"], "probability": asked})).write_parquet(str(out))


def _write_cost(seconds: float, cpu: float, path: Path) -> None:
    # Not `ru_maxrss`: a process begins with that of the one that started it
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    peak = float(lines["VmHWM"].split()[0]) / 1024
    path.write_text(json.dumps({"seconds": seconds, "cpu": cpu, "mib": peak}), encoding="utf-8")


def _arrow(columns: dict[str, object]) -> object:
    import pyarrow as pa

    return pa.table(columns)


if __name__ == "__main__":
    if sys.argv[1] == "splink":
        splink(*(Path(each) for each in sys.argv[2:5]))
    else:
        boosted(*(Path(each) for each in sys.argv[2:4]))
