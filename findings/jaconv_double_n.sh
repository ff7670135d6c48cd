#!/bin/sh
# jaconv 0.5.0: alphabet2kana reads a double n as one ん that swallows the second n, so onna becomes おんあ, not おんな.
# Hepburn writes おんな as onna; input methods read nn as ん alone, and the library does as they do, also within a word.
# An apostrophe between the two (on'na) gives the word.
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check jaconv==0.5.0
env/bin/python - <<'P'
import jaconv

seen = {word: jaconv.alphabet2kana(word) for word in ("onna", "on'na", "minna", "kippu")}
print(seen)
assert seen == {"onna": "おんあ", "on'na": "おんな", "minna": "みんあ", "kippu": "きっぷ"}, seen
P
