"""Settings are checked before anything runs; a wrong one is one sentence."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.settings import ROOT, SettingsError, load_settings

NAMES = ("HIROBA_CONTACT", "HIROBA_DATA_DIR", "HIROBA_PROFILE", "HIROBA_SAMPLE_DAY")


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HIROBA_PROFILE", "prod", "sample か live"),
        ("HIROBA_PROFIL", "live", "HIROBA_PROFILE のことですか"),
        ("HIROBA_SAMPLE_DAY", "tomorrow", "2026-11-23 のような日付"),
        ("HIROBA_CONTACT", "somebody", "URLかメールアドレス"),
        ("HIROBA_CONTACT", "https://x.example/\r\nX-Evil: 1", "URLかメールアドレス"),
        ("HIROBA_DATA_DIR", __file__, "フォルダーではありません"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        load_settings()
    result = CliRunner().invoke(main, ["releases"])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert said in result.output


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, " ")
    settings = load_settings()
    assert (settings.profile, settings.contact, settings.sample_day) == ("sample", None, None)
    assert settings.data_root == ROOT / "warehouse" / "data"


def test_good_settings_are_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in zip(NAMES, ("data@x.example", str(tmp_path), "live", "2026-12-01"), strict=True):
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert (settings.contact, settings.data_root, settings.profile) == ("data@x.example", tmp_path, "live")
