"""The ledgers: what people decided, one CSV file each, declared once.

Belongs here: which columns a ledger has. Does not belong here: how one is read or written (`warehouse.storage`), what a
decision does (`pipelines.decisions`).
"""

from __future__ import annotations

from warehouse.contract.model import Ledger


def _ledger(file: str, ja: str, en: str, columns: str, required: str, **formerly: str) -> Ledger:
    """A ledger from space-separated column names; each keyword is `older_name="name"`."""
    when, who = ("decided_on", "decided_by")
    names = (when, who, *columns.split(), "reason")
    return Ledger(file.removesuffix(".csv"), file, ja, en, names, tuple(required.split()), formerly)


PAIRS = _ledger(
    "pairs.csv",
    "二つの掲載が同じ活動か別の活動か",
    "Whether two listings are one activity",
    "said left_id right_id left_print right_print",
    "said left_id right_id",
)
CORRECTIONS = _ledger(
    "corrections.csv",
    "活動の値一つの訂正（期限つき）",
    "One value of one activity that people know better, until a day",
    "activity_id field_name value_text seen_text expires_on",
    "activity_id field_name expires_on",
)
REMOVALS = _ledger(
    "removals.csv",
    "掲載の取りやめの求め",
    "A listing that somebody asked to take away",
    "listing_id source_key content_print",
    "listing_id source_key",
    requested_on="decided_on",
    requested_by="decided_by",
)
ACCEPTED_RUNS = _ledger(
    "accepted_runs.csv",
    "変わっていても正しいと認めた取得",
    "A run whose list has changed and is right",
    "source_key run_id",
    "source_key run_id",
    accepted_on="decided_on",
    accepted_by="decided_by",
)
ACCEPTED_RELEASES = _ledger(
    "accepted_diffs.csv",
    "変わりすぎていても正しいと認めた公開",
    "A release that changed a lot and is right",
    "release_id",
    "release_id",
    accepted_on="decided_on",
    accepted_by="decided_by",
)
MOVED_LISTINGS = _ledger(
    "moved_listings.csv",
    "番号の変わった掲載（更新が書く）",
    "A listing that came back under another key; written by the nightly run",
    "last_listing_id listing_id",
    "last_listing_id listing_id",
    moved_on="decided_on",
)
MAIL_DOMAINS = _ledger(
    "mail_domains.csv",
    "団体のものと認めたメールのドメイン",
    "A mail domain that people know to be an organisation's",
    "domain said",
    "domain said",
)
LABEL_DRAWS = _ledger(
    "label_draws.csv",
    "照合を測るために抽出した掲載の組（更新が書く）",
    "A pair of listings drawn at random to measure matching; written by the nightly run",
    "draw purpose_code left_id right_id left_print right_print stratum weight",
    "draw purpose_code left_id right_id stratum weight",
)
LABELS = _ledger(
    "labels.csv",
    "抽出した掲載の組が同じ活動か（測るためだけに使う）",
    "Whether two drawn listings are one activity; used for measuring alone, never for matching",
    "draw said left_id right_id",
    "draw said left_id right_id",
)
CALL_DRAWS = _ledger(
    "call_draws.csv",
    "確かめるために抽出した、見えなくなった活動（更新が書く）",
    "A vanished activity drawn at random to be called; written by the nightly run",
    "draw activity_id last_seen_on weight",
    "draw activity_id last_seen_on weight",
)
CALLS = _ledger(
    "calls.csv",
    "抽出した活動が続いているか終わったか",
    "Whether a drawn activity goes on or has ended",
    "draw activity_id said",
    "draw activity_id said",
)
ADDRESSES = _ledger(
    "addresses.csv",
    "一覧の新しいページ",
    "Where a list is now that has moved",
    "source_key page_url",
    "source_key",
)
LEDGERS: tuple[Ledger, ...] = (
    PAIRS,
    CORRECTIONS,
    REMOVALS,
    ACCEPTED_RUNS,
    ACCEPTED_RELEASES,
    MOVED_LISTINGS,
    MAIL_DOMAINS,
    LABEL_DRAWS,
    LABELS,
    CALL_DRAWS,
    CALLS,
    ADDRESSES,
)
"""All of them; `warehouse/judgements/README.md` explains each to those who keep them."""
