"""Mail domains that a person has accepted, and how that is taken back."""

from pathlib import Path

import pytest

from pipelines.decisions.ledger import DecisionError
from pipelines.decisions.mail_domains import accept_mail_domain, accepted_domains
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import MAIL_DOMAINS
from warehouse.ledgers import LedgerError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, "sample", None)


def test_the_last_word_on_a_domain_holds(settings: Settings) -> None:
    path = settings.judgements_dir / MAIL_DOMAINS.file
    assert accepted_domains(path) == frozenset()
    for domain, said in (
        ("@Hiroba.Example", "accepted"),
        ("other.example", "accepted"),
        ("other.example", "withdrawn"),
    ):
        assert "次の更新から" in accept_mail_domain(settings, domain, said, "団体のサイトに載る", "2026-11-28", "課")
    assert accepted_domains(path) == {"hiroba.example"}


@pytest.mark.parametrize(
    ("domain", "said", "reason"),
    [
        ("taro@hiroba.example", "accepted", "x"),
        ("hiroba", "accepted", "x"),
        ("", "accepted", "x"),
        ("ひろば.example", "accepted", "x"),
        ("hiroba.example", "maybe", "x"),
        ("hiroba.example", "accepted", " "),
    ],
)
def test_what_is_no_domain_no_word_or_has_no_reason_is_refused(
    settings: Settings, domain: str, said: str, reason: str
) -> None:
    with pytest.raises(DecisionError):
        accept_mail_domain(settings, domain, said, reason, "2026-11-28", "課")
    assert not (settings.judgements_dir / MAIL_DOMAINS.file).exists()


@pytest.mark.parametrize(("row", "said"), [("o.example,yes", "'yes' は使えません"), ("hiroba,accepted", "ドメイン")])
def test_a_row_that_cannot_be_read_is_named(row: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / MAIL_DOMAINS.file
    path.write_text(f"decided_on,decided_by,domain,said,reason\n2026-11-28,課,{row},x\n", encoding="utf-8")
    with pytest.raises(LedgerError, match=f"2 行: .*{said}"):
        accepted_domains(path)
