"""Settings are checked before anything runs; a wrong one is one sentence."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.settings import ROOT, Addresses, Notify, SettingsError, load_settings, use_ui_port

NAMES = ("HIROBA_CONTACT", "HIROBA_DATA_DIR", "HIROBA_PROFILE", "HIROBA_SAMPLE_DAY")
LINKS = {"HIROBA_UI_URL": "https://city.example", "HIROBA_FILES_URL": "https://city.example/files"}
MESSAGES = {
    "HIROBA_NOTIFY_MAIL": "data@city.example",
    "HIROBA_NOTIFY_FROM": "hiroba@city.example",
    "HIROBA_SMTP": "smtps://user:secret@mail.example:465",
    "HIROBA_NOTIFY_WEBHOOK": "https://chat.example/hooks/secret",
}


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
        ("HIROBA_CORRECTION_URL", "javascript:alert(1)", "https:// で始まるURL"),
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


def test_links_and_messages_are_settings_like_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*LINKS, *MESSAGES):
        monkeypatch.delenv(name, raising=False)
    plain = load_settings()
    assert (plain.addresses, plain.notify) == (Addresses(), Notify())
    assert plain.addresses.desk == "http://127.0.0.1:3001/desk"
    for name, value in {**LINKS, **MESSAGES}.items():
        monkeypatch.setenv(name, f" {value} ")
    settings = load_settings()
    assert settings.addresses == Addresses(*LINKS.values())
    assert settings.notify == Notify(*MESSAGES.values())
    assert "secret" not in repr(settings), "the passwords in them stay out of logs"


def test_the_ui_on_another_port_is_where_links_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*LINKS, "DAGSTER_IS_DEV_CLI"):
        monkeypatch.setenv(name, "")  # what is set now is put back at the end
        monkeypatch.delenv(name)
    use_ui_port(4000)
    assert load_settings().addresses == Addresses("http://127.0.0.1:4000", "http://127.0.0.1:4001")
