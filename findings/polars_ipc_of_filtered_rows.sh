#!/bin/sh
# polars 2.1.0: the IPC bytes of a frame (write_ipc, write_ipc_stream, pickle, serialize) may hold texts of rows that were
# filtered away. A text column keeps the values of all rows in one buffer, which is made anew only once the rows that are left
# need less than about half of it; inside a list it is never made anew for the stream. So equal frames have different
# bytes: no print of a frame can be made of them, and who is handed a part may be handed the whole. Parquet writes only the rows.
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check polars==2.1.0 2>/dev/null
env/bin/python - <<'P'
import io
import pickle

import polars as pl

OTHER = "the text of the other row"


def written(df, way):
    file = io.BytesIO()
    getattr(df, way)(file)
    return file.getvalue()


def holds(df):
    made = {way: written(df, way) for way in ("write_ipc", "write_ipc_stream", "write_parquet")}
    made |= {"pickle": pickle.dumps(df), "serialize": df.serialize()}
    return [way for way, data in made.items() if OTHER.encode() in data]


def asked(text, is_list):
    every = pl.DataFrame({"key": [1, 2], "text": [text, OTHER]})
    every = every.select("key", pl.concat_list("text").alias("text")) if is_list else every
    df = every.filter(pl.col("key") == 1)
    assert df.equals(pl.DataFrame({"key": [1], "text": [[text] if is_list else text]}))
    return holds(df)


long, short = "the text of this row, which is longer than the other", "the text asked for"
seen = {f"{kind}, {name} left": asked(text, kind == "list") for kind in ("text", "list") for name, text in (("most", long), ("little", short))}
print("polars", pl.__version__, "holds a row that was filtered away:")
for name, ways in seen.items():
    print(" ", name, ways)
ipc = ["write_ipc", "write_ipc_stream", "pickle", "serialize"]
assert seen["text, most left"] == ipc and seen["text, little left"] == []
assert seen["list, most left"] == ipc and "write_ipc_stream" in seen["list, little left"]
P
