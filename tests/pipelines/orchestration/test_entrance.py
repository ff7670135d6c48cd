"""The first page of the day."""

from pathlib import Path

import pytest

from pipelines.desk.entrance import NAME
from pipelines.orchestration.entrance import refresh_entrance
from pipelines.orchestration.jobs import NAMES
from pipelines.settings import Addresses, Settings
from pipelines.watch.incident_memory import record, remember, untold
from pipelines.watch.incidents import release_incident

FORMS = {
    "accept_list_change",
    "accept_mail_domain",
    "accept_release",
    "correct_value",
    "judge_pair",
    "remove_listing",
    "roll_back_one_release",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    addresses = Addresses("https://city.example", "https://city.example/files")
    return Settings(tmp_path, "sample", None, addresses=addresses)


def test_every_job_is_there_under_its_japanese_name(settings: Settings) -> None:
    refresh_entrance(settings)
    page = (settings.desk_dir / NAME).read_text(encoding="utf-8")
    for name, (ja, _) in NAMES.items():
        form = "/playground" if name in FORMS else ""
        label = ja.removeprefix("この一覧だけ再取得: ")
        assert f'<a href="https://city.example/locations/hiroba/jobs/{name}{form}">{label}</a>' in page
    assert "まだ何も公開していません" in page
    assert "続いている不調" not in page


def test_what_is_wrong_stands_on_it(settings: Settings) -> None:
    remember(settings.incidents_path, [release_incident("<変わりすぎ>", "x", "2026-11-24 01:00", "前の公開")], [])
    refresh_entrance(settings)
    page = (settings.desk_dir / NAME).read_text(encoding="utf-8")
    assert "続いている不調（1 件）" in page
    assert "&lt;変わりすぎ&gt;" in page
    assert "届いていない知らせ" not in page
    (notice,) = untold(settings.incidents_path)
    record(settings.incidents_path, notice, [], ["メール（x@city.example）を送れません: 断られました"])
    refresh_entrance(settings)
    page = (settings.desk_dir / NAME).read_text(encoding="utf-8")
    assert "届いていない知らせ（1 件）" in page
    assert "メール（x@city.example）を送れません: 断られました。まだ誰にも届いていません" in page
