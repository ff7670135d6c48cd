#!/bin/sh
# SudachiPy 0.7.0: which fields a dictionary is asked to load changes where words end. With fields={"pos", "reading_form"}
# the text 2,500円 is cut into 2 , 500 円; with "normalized_form" among them it is 2,500 and 円. The argument is said to
# save time by leaving out what is not read; numbers are joined by a step that needs the field and is passed over without it.
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check sudachipy==0.7.0 sudachidict_small==20261015
env/bin/python - <<'P'
import sudachipy
from sudachipy import Dictionary

seen = {}
for fields in (None, {"pos", "reading_form"}, {"pos", "reading_form", "normalized_form"}):
    tokenizer = Dictionary(dict="small").tokenizer(fields=fields)
    seen[", ".join(sorted(fields)) if fields else "all"] = [word.surface() for word in tokenizer.tokenize("会費2,500円")]
print(sudachipy.__version__, seen)
few, many = seen["pos, reading_form"], seen["normalized_form, pos, reading_form"]
assert many == seen["all"] == ["会費", "2,500", "円"] and few == ["会費", "2", ",", "500", "円"], seen
P
