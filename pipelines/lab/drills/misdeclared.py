"""Drill of wrong declarations: every way to break one, in every source, and what that costs the others.

Belongs here: the ways, and what must hold after each. Does not belong here: what a declaration may say
(`scrapers.declaration.source`). Run as `python -m pipelines.lab.drills.misdeclared FOLDER all` it is the child: it
looks at declarations in another folder than the product's, and that must not be seen by drills beside it.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import tomlkit

from pipelines.lab.drills.result import Drill
from pipelines.lab.drills.whole import is_whole
from pipelines.publish.outgoing import findings_in
from scrapers.declaration import source as declared
from scrapers.declaration.declarations import Declaration, declarations, keep
from scrapers.declaration.known_lists import known_lists
from scrapers.declaration.source import DECLARATION, LOOKUPS, load_source, source_keys
from warehouse.storage import read_table

Change = Callable[[dict[str, Any]], object]
_NEXT_STEP = ("ください", "ですか")
_LOOKUPS_HEAD = "field_name,raw_text,code,note\n"


def _first(table: dict[str, Any]) -> str:
    return next(iter(table))


def _edited(change: Change) -> Callable[[Path], None]:
    """One value changed, everything else and the comments as they were."""

    def edit(folder: Path) -> None:
        path = folder / DECLARATION
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
        change(document)
        path.write_text(tomlkit.dumps(document), encoding="utf-8")

    return edit


def _text(make: Callable[[str], str], name: str = DECLARATION, encoding: str = "utf-8") -> Callable[[Path], None]:
    """A file written anew from its text."""

    def write(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_bytes(make(text).encode(encoding, "xmlcharrefreplace"))

    return write


def _folder_instead(folder: Path) -> None:
    (folder / DECLARATION).unlink()
    (folder / DECLARATION).mkdir()


def _link_to_nothing(folder: Path) -> None:
    (folder / DECLARATION).unlink()
    (folder / DECLARATION).symlink_to(folder / "nowhere")


def _other(folder: Path, name: str) -> Any:
    """What another source declares under a name."""
    neighbours = sorted(path for path in folder.parent.iterdir() if path.is_dir() and path != folder)
    return tomlkit.parse((neighbours[0] / DECLARATION).read_text(encoding="utf-8"))[name]


def _taken(name: str) -> Callable[[Path], None]:
    return lambda folder: _edited(lambda given: given.update({name: str(_other(folder, name))}))(folder)


WAYS: dict[str, Callable[[Path], None]] = {
    "設定の値が閉じていない（型・セレクター）": _edited(
        lambda given: given["layout"].update(
            {_first(given["layout"]): "" if given["platform"] == "json_api" else "(?P<a[("}
        )
    ),
    "知らない設定": _edited(lambda given: given["layout"].update({"link_colum": "名称"})),
    "足りない設定": _edited(lambda given: given["layout"].pop(_first(given["layout"]))),
    "設定が文字でない": _edited(lambda given: given["layout"].update({_first(given["layout"]): 1})),
    "長すぎる設定": _edited(lambda given: given["layout"].update({_first(given["layout"]): "(a+)+" * 2000})),
    "幅の上下が逆": _edited(lambda given: given["expected"].update({"minimum": 9, "maximum": 8})),
    "負の件数": _edited(lambda given: given["expected"].update({"minimum": -1})),
    "負の要求の数": _edited(lambda given: given.update({"daily_requests": -5})),
    "大きすぎる数": _edited(lambda given: given.update({"max_age_days": 10**12})),
    "hosts にない start_urls": _edited(lambda given: given.update({"start_urls": ["https://example.jp/a"]})),
    "住所でない home_url": _edited(lambda given: given.update({"home_url": "市のページ"})),
    "閉じていない TOML": _text(lambda text: f"{text}\nx = ["),
    "途中で切れた TOML": _text(lambda text: text[: text.index("[expected]")] + '"'),
    "空の source.toml": _text(lambda text: ""),
    "深すぎる TOML": _text(lambda text: f"x = {'[' * 20_000}\n{text}"),
    "NUL のある source.toml": _text(lambda text: text.replace("\n", "\0\n", 1)),
    "UTF-8 でない source.toml": _text(lambda text: text, encoding="cp932"),
    "読めない source.toml（フォルダー）": _folder_instead,
    "読めない source.toml（行き先のないリンク）": _link_to_nothing,
    "日付でない日付": _edited(lambda given: given.update({"verified_on": "昨日"})),
    "ありえない日付": _text(lambda text: f"verified_on = 2026-02-30\n{text}"),
    "知らない platform": _edited(lambda given: given.update({"platform": "city_csm"})),
    "知らない列": _edited(lambda given: given.update({"labels": {"fields": {"値段": "price_text"}}})),
    "知らない項目": _edited(lambda given: given.update({"every_day": 1})),
    "足りない項目": _edited(lambda given: given.pop("owner")),
    "前の書き方（is_enabled）": _edited(lambda given: given.update({"is_enabled": True})),
    "知らない status": _edited(lambda given: given.update({"status": "stopped"})),
    "残った「要確認」": _edited(lambda given: given.update({"licence": "要確認"})),
    "ほかの情報源と同じ id_prefix": _taken("id_prefix"),
    "ほかの情報源と同じ name": _taken("name"),
    "変えられた id_prefix": _edited(lambda given: given.update({"id_prefix": "zzz"})),
    "フォルダーと違う key": _taken("key"),
    "lookups.csv に知らないコード": _text(lambda _: f"{_LOOKUPS_HEAD}category_text,会,party,\n", LOOKUPS),
    "lookups.csv に列が足りない": _text(lambda _: "field_name,raw_text\ncategory_text,会\n", LOOKUPS),
    "UTF-8 でない lookups.csv": _text(lambda _: f"{_LOOKUPS_HEAD}category_text,会,cafe,\n", LOOKUPS, "cp932"),
}


_RUN = (
    "import sys; from pathlib import Path; import scrapers.declaration.source as declared;"
    "declared.SOURCES_DIR = Path(sys.argv[1]);"
    "from pipelines.cli import main; main(['run', '--from-archive'])"
)
"""The product, started on another folder of declarations."""


@dataclass(slots=True)
class _Seen:
    tried: int = 0
    wrong: list[str] = field(default_factory=list)


def misdeclared(folder: Path, *, is_full: bool) -> Drill:
    """Break every source in every way; one row.

    Args:
        folder: an empty folder.
        is_full: every source in every way; else every way once, in turns.
    """
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "pipelines.lab.drills.misdeclared", str(folder), "all" if is_full else "some"]
    child = subprocess.run(command, capture_output=True, text=True, check=False)
    must = "その情報源だけが、ファイル・項目・直し方を言って休み、最後の正しい設定で読める。ほかは何も変わらない"
    what = f"source.toml と lookups.csv の {len(WAYS)} 通りの壊し方"
    if child.returncode:
        return Drill(what, must, 1, 0, child.stderr[-300:].replace("\n", " "))
    tried, wrong = json.loads(child.stdout)
    seen = " / ".join(wrong[:3]) if wrong else "ほかの情報源に及んだもの 0"
    return Drill(what, must, tried, tried - len(wrong), seen)


def release(data: Path) -> Drill:
    """Break all sources at once, each in another way, and publish.

    Args:
        data: a data folder with crawls of the sample city and a release.
    """
    broken, latest = data / "misdeclared", data / "sample" / "published" / "latest"
    shutil.copytree(declared.SOURCES_DIR, broken, ignore=shutil.ignore_patterns("__pycache__"))
    before = set(read_table(latest / "activities.parquet").get_column("activity_id"))
    keys = sorted(path.name for path in broken.iterdir() if path.is_dir())
    for key, way in zip(keys, itertools.cycle(WAYS.values()), strict=False):
        way(broken / key)
    environment = {**os.environ, "HIROBA_DATA_DIR": str(data), "HIROBA_PROFILE": "sample"}
    command = [sys.executable, "-c", _RUN, str(broken)]
    child = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    shown = read_table(latest / "sources.parquet")
    unset = shown.filter(newest_verdict_code="not_configured").height
    lost = len(before - set(read_table(latest / "activities.parquet").get_column("activity_id")))
    survived = child.returncode == 0 and unset == len(keys) == shown.height and is_whole(latest)
    seen = f"「未設定」{unset} / {len(keys)} の情報源、活動 {len(before)} 件のうち消えたもの {lost}"
    must = "公開でき、どの情報源も最後の正常な取得のまま"
    return Drill("すべての情報源の設定を一度に壊した夜の公開", must, 1, int(survived), seen, lost)


def _all(folder: Path, *, is_every: bool) -> _Seen:
    sound, kept, seen = folder / "sound", folder / "kept", _Seen()
    shutil.copytree(declared.SOURCES_DIR, sound, ignore=shutil.ignore_patterns("__pycache__"))
    declared.SOURCES_DIR = sound
    load_source.cache_clear()
    keep(kept)
    before = declarations(kept)
    keys = [key for key in source_keys() if before[key].problem is None and before[key].source.status == "active"]
    for number, (name, way) in enumerate(WAYS.items()):
        for key in keys if is_every else [keys[number % len(keys)]]:
            seen.tried += 1
            seen.wrong += [f"{name}（{key}）: {problem}" for problem in _broken(sound, kept, key, way, before)]
    return seen


def _broken(
    sound: Path, kept: Path, key: str, way: Callable[[Path], None], before: dict[str, Declaration]
) -> Iterator[str]:
    folder = sound / key
    saved = sound.parent / "saved"
    shutil.copytree(folder, saved)
    try:
        way(folder)
        load_source.cache_clear()
        yield from _judged(key, before, declarations(kept))
        # Without a copy of better days: what Dagster, the command line and the screens load
        if not {each for each, now in declarations().items() if now.problem is not None} <= {key, *_twins(key, sound)}:
            yield "控えがないとき、ほかの情報源に及んだ"
        known_lists(but=key)
    finally:
        shutil.rmtree(folder)
        saved.rename(folder)
        load_source.cache_clear()


def _twins(key: str, sound: Path) -> set[str]:
    """Who may be taken for the one that is wrong while nobody remembers who had the name first."""
    neighbours = sorted(path.name for path in sound.iterdir() if path.is_dir() and path.name != key)
    return set(neighbours[:1])


def _says(declaration: Declaration) -> tuple[object, ...]:
    return declaration.source.model_dump(), declaration.source.lookups()


def _judged(key: str, before: dict[str, Declaration], now: dict[str, Declaration]) -> Iterator[str]:
    if now.keys() != before.keys():
        yield "情報源が一覧から消えた"
        return
    others = [each for each in now if each != key and (now[each].problem or _says(now[each]) != _says(before[each]))]
    if others:
        yield f"{others[0]} に及んだ"
    problem = now[key].problem
    if problem is None:
        yield "気づかれない"
        return
    if not problem.startswith((f"{key}/{DECLARATION}", f"{key}/{LOOKUPS}")) or "\n" in problem:
        yield f"ファイルを言わない: {problem[:80]}"
    if findings_in("raw__selected_runs", pl.DataFrame({"message_ja": [problem]})):
        yield f"公開できない説明: {problem[:80]}"
    if not any(word in problem for word in _NEXT_STEP):
        yield f"直し方を言わない: {problem[:80]}"
    if not now[key].is_usable or _says(now[key]) != _says(before[key]):
        yield "最後の正しい設定で読めない"


if __name__ == "__main__":
    result = _all(Path(sys.argv[1]), is_every=sys.argv[2] == "all")
    sys.stdout.write(json.dumps([result.tried, result.wrong]))
