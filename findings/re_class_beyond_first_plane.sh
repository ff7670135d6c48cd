#!/bin/sh
# CPython 3.11 re: of a class, signs of the first plane become a table, but every sign beyond U+FFFF is tried one by one for
# each letter that is searched: a class with 700 of them is a thousand times slower than one without. Nothing in the
# documentation says so. The way out is two patterns: the signs of the first plane as one class, those beyond as a few ranges.
set -eu
python3 - <<'P'
import re
import sys
from timeit import timeit

signs, beyond = "".join(map(chr, range(0xA1, 0x2000, 7))), "".join(map(chr, range(0x1D400, 0x1D800, 2)))
text = "川崎市の公園で体操をします。" * 500
patterns = {"first plane": re.compile(f"[{signs}]"), "both": re.compile(f"[{signs}{beyond}]")}
patterns["ranges"] = re.compile(f"[{signs}\U0001d400-\U0001d7ff]")
assert not any(pattern.search(text) for pattern in patterns.values())
seen = {name: min(timeit(lambda: each.search(text), number=3) for _ in range(3)) / 3 for name, each in patterns.items()}
print(sys.version.split()[0], {name: f"{seconds * 1000:.2f} ms" for name, seconds in seen.items()})
assert seen["both"] > 50 * seen["first plane"] and seen["ranges"] < 10 * seen["first plane"], seen
P
