#!/bin/sh
# polars 2.1.0: pl.when(e != "").then(e), where a Python function stands in e, runs the function twice for the same column.
# Common parts of an expression are worked out once in a lazy query, but not around map_batches, and not in an eager select
# either: whatever is written twice is done twice, and nested it is done four times. The one way that runs it once is to
# give the value a column of its own first (or replace("", None), which needs the value once).
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check polars==2.1.0
env/bin/python - <<'P'
import polars as pl

runs = 0


def slow(texts):
    global runs
    runs += 1
    return texts.str.strip_chars()


df = pl.DataFrame({"text": ["a ", " ", "b"]})
read = pl.col("text").map_batches(slow, return_dtype=pl.String)
asked = {"when": pl.when(read != "").then(read), "replace": read.replace("", None)}
asked["nested"] = pl.when(asked["when"] != "x").then(asked["when"])
seen = {}
for name, expression in asked.items():
    runs = 0
    eager = df.select(expression)
    first, runs = runs, 0
    assert df.lazy().select(expression).collect().equals(eager)
    seen[name] = (first, runs)
print("polars", pl.__version__, "runs (eager, lazy):", seen)
assert seen["replace"] == (1, 1) and seen["when"][0] == 2 and seen["nested"][0] == 4, seen
P
