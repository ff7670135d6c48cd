#!/bin/sh
# SudachiPy 0.7.0 with polars 2.1: one tokenizer shared by two columns of one polars expression is refused, now and then.
# Since 0.7 a tokenizer that is asked while it is at work raises "Tokenizer is already in use"; polars runs the Python
# functions of several columns on threads of its own, although nothing in the program starts a thread. A tokenizer for each
# thread (threading.local) is the cure; with one column at a time the same code works.
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check polars==2.1.0 sudachipy==0.7.0 sudachidict_small==20261015
env/bin/python - <<'P'
import threading

import polars as pl
import sudachipy
import sudachipy.errors
from sudachipy import Dictionary

dictionary = Dictionary(dict="small")
shared, own = dictionary.tokenizer(), threading.local()


def by_shared(texts):
    return pl.Series(["".join(word.reading_form() for word in shared.tokenize(text)) for text in texts])


def by_own(texts):
    if not hasattr(own, "tokenizer"):
        own.tokenizer = dictionary.tokenizer()
    return pl.Series(["".join(word.reading_form() for word in own.tokenizer.tokenize(text)) for text in texts])


texts = ["桜の咲く公園で体操をする会 " * 20] * 2000
df = pl.DataFrame({"a": texts, "b": texts, "c": texts, "d": texts})


def refused(function, names):
    try:
        df.select(pl.col(name).map_batches(function, return_dtype=pl.String) for name in names)
    except (pl.exceptions.ComputeError, sudachipy.errors.SudachiError) as error:
        return "already in use" in str(error)
    return False


seen = [refused(by_shared, "a"), any(refused(by_shared, "abcd") for _ in range(5)), refused(by_own, "abcd")]
print("polars", pl.__version__, "sudachipy", sudachipy.__version__, "threads", pl.thread_pool_size())
print("one column, shared:", seen[0], "| four columns, shared:", seen[1], "| four columns, own:", seen[2])
assert seen == [False, True, False], seen
P
