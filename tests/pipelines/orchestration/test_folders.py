"""Every program of ours closes what it writes, and the folders of an installation are closed to others."""

import os
import subprocess
import sys
from pathlib import Path
from stat import S_IMODE

import pytest

from pipelines.orchestration.folders import prepare_rooms
from pipelines.settings import ROOT, Settings

PROGRAMS = {
    "command line": "from click.testing import CliRunner; from pipelines.cli import main; "
    "CliRunner().invoke(main, ['releases'])",
    "code location": "import pipelines.definitions",
    "crawl": "import contextlib; from scrapers.crawl.runner import main\nwith contextlib.suppress(SystemExit): main()",
    "attachment": "import sys; from scrapers.attachments.child import main; sys.argv[1:] = ['pdf']\n"
    "try: main()\nexcept Exception: pass",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_of_ours_closes_what_it_writes_whatever_the_shell_says(program: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    code = f"{PROGRAMS[program]}\nopen({str(path)!r}, 'w').close()"
    environment = os.environ | {"HIROBA_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-W", "ignore", "-c", code]
    subprocess.run(command, cwd=ROOT, env=environment, umask=0, input=b"", capture_output=True, timeout=120, check=True)
    assert S_IMODE(path.stat().st_mode) == 0o600


def modes(settings: Settings) -> dict[str, int]:
    """Mode of everything in a data folder, by its place there."""
    every = [settings.data_root, *settings.data_root.rglob("*")]
    return {
        path.relative_to(settings.data_root).as_posix(): S_IMODE(path.stat().st_mode)
        for path in every
        if not path.is_symlink()
    }


def is_for_the_group(place: str) -> bool:
    """Whether the group of the folder may read what is there."""
    return place.startswith(("sample/published", "sample/desk"))


def test_folders_are_made_with_their_rights(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "srv" / "data", "sample", None)
    before = os.umask(0)
    try:
        prepare_rooms(settings)
        first = modes(settings)
        prepare_rooms(settings)
        assert modes(settings) == first
    finally:
        os.umask(before)
    assert {place: mode for place, mode in first.items() if is_for_the_group(place)} == dict.fromkeys(
        ("sample/published", "sample/published/releases", "sample/desk", "sample/desk/decisions"), 0o750
    )
    assert (first["."], first["sample"]) == (0o710, 0o710)
    private = ("raw", "archive", "validators", "tables")
    assert {first[f"sample/{name}"] for name in private} == {0o700}


def test_an_older_installation_is_closed_and_its_cache_goes(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data", "sample", None)
    old = ("raw/fukumimi/r1/raw__runs.parquet", "httpcache/fukumimi/ab/abc/response_body", "archive/ab/ab.gz")
    old += ("published/releases/r1/report.html", "desk/decisions/返答.xlsx", "notices.log", "judgements/pairs.csv")
    for name in old:
        path = settings.data_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
        path.chmod(0o644)
    for path in [settings.data_root, *settings.data_root.rglob("*")]:
        if path.is_dir():
            path.chmod(0o777)
    prepare_rooms(settings)
    now = modes(settings)
    assert not settings.old_cache_dir.exists()
    open_to_others = {place for place, mode in now.items() if mode & 0o007 and place not in (".", "sample")}
    assert open_to_others == set()
    assert (now["."], now["sample"]) == (0o711, 0o711)  # through, for whoever has business further in
    assert {
        now[f"sample/{name}"] for name in old if "httpcache" not in name and not is_for_the_group(f"sample/{name}")
    } == {0o600}
    assert now["sample/desk/decisions"] == 0o770  # the office's share may be written by its group
