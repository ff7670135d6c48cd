"""Every table of the flow: what one row is, which columns it holds, what identifies a row, what it refers to.

Belongs here: tables. Does not belong here: the meaning of a column (`fields`) or the SQL that fills a published table.
`raw__issues` is an addition to the flow of the design: pages and rows that the spiders could not read must be kept
before anything is normalised; `norm__issues` is their union with what normalising did not understand.
"""

from __future__ import annotations

from warehouse.contract.model import Reference, Table

CONTRACT_VERSION = "0.1.0"

_RAW_FIELDS = (
    "name_text kana_text category_text ward_text address_text venue_text schedule_text target_text fee_text phone_text "
    "mail_text url_text organizer_text founded_text description_text status_text updated_text extra_json"
)
_PLACE = "ward_code address town block building address_level_code venue"
_FACTS = f"kana kind_code status_code {_PLACE} schedule target fee phone url"


def _table(name: str, ja: str, en: str, key: str, required: str = "", optional: str = "", **kwargs: str) -> Table:
    """A table from space-separated column names; each keyword is `column="target_table.target_column"`."""
    references = tuple(Reference(column, *target.split(".")) for column, target in kwargs.items())
    is_published = "__" not in name
    return Table(
        name, ja, en, tuple(key.split()), tuple(required.split()), tuple(optional.split()), references, is_published
    )


_ALL = (
    _table(
        "raw__fetches",
        "取得した応答1件",
        "One response, or failure to get one, in a run",
        "source_key run_id sequence",
        "request_url fetched_at",
        "response_url http_status content_type_text headers_json body_sha256 body_bytes is_transferred error_text",
    ),
    _table(
        "raw__listings",
        "1回の取得で見た掲載1件（掲載のまま）",
        "One listing seen in a run, strings exactly as published",
        "source_key run_id page_url position",
        "body_sha256 record_key",
        _RAW_FIELDS,
    ),
    _table(
        "raw__issues",
        "取得のときに読めなかったページ・行・項目",
        "A page, row or field the spider could not read",
        "source_key run_id page_url position field_name reason_code",
        "is_quarantined detail_text",
        "raw_text",
    ),
    _table(
        "raw__runs",
        "情報源1つの1回の取得",
        "One attempt to read one source",
        "source_key run_id",
        "run_verdict_code profile_code started_at finished_at request_count fetched_count failed_count listing_count "
        "quarantined_count message_ja",
        "expected_min expected_max stop_reason fingerprint_json",
    ),
    _table(
        "raw__selected_runs",
        "情報源ごとに使う取得",
        "Per source, the run that is used: the newest healthy one within the age limit",
        "source_key",
        "selection_code newest_run_id newest_verdict_code message_ja",
        "run_id started_at age_days",
    ),
    _table(
        "norm__listings",
        "正規化した掲載1件",
        "One listing with typed values; raw text beside every parsed value",
        "listing_id",
        "source_key run_id record_key page_url position body_sha256 name_text name core_name name_key",
        "legal_form kana_text kana category_text kind_code ward_text ward_code ward_method_code address_text address "
        "town block building address_level_code venue_text venue venue_key schedule_text schedule target_text target "
        "fee_text fee phone_text phone url_text url organizer_text organizer organizer_key founded_text founded "
        "status_text status_code",
    ),
    _table(
        "norm__issues",
        "読み取れなかった項目、隔離した行・ページ",
        "What was not understood; quarantined rows and pages with reason and link",
        "source_key run_id page_url position field_name reason_code",
        "is_quarantined detail_text",
        "listing_id raw_text",
    ),
    _table(
        "match__candidates",
        "同じかもしれない掲載の組",
        "Unordered pair of listings worth scoring",
        "listing_id_a listing_id_b",
        "blocking_rules",
        listing_id_a="norm__listings.listing_id",
        listing_id_b="norm__listings.listing_id",
    ),
    _table(
        "match__pairs",
        "採点した掲載の組",
        "Scored pair with evidence per feature and a decision",
        "listing_id_a listing_id_b",
        "score decision_code decider_code message_ja name_score",
        "place_score organizer_score schedule_score is_same_ward is_same_phone is_same_url",
        listing_id_a="norm__listings.listing_id",
        listing_id_b="norm__listings.listing_id",
    ),
    _table(
        "match__clusters",
        "掲載がどのまとまりに入るか",
        "Which cluster a listing belongs to; independent of input order",
        "listing_id",
        "cluster_label cluster_size",
        listing_id="norm__listings.listing_id",
    ),
    _table(
        "core__activity_identity",
        "活動のID1つ（過去に公開したものを含む）",
        "One activity ID, every one ever published included",
        "activity_id",
        "identity_code",
        "current_activity_id cluster_label",
    ),
    _table(
        "core__activities",
        "活動1つ",
        "One activity: the deduplicated thing",
        "activity_id",
        "name listing_count source_count",
        f"{_FACTS} organizer founded",
    ),
    _table(
        "core__activity_values",
        "活動の1項目の値とその出どころ",
        "One field of one activity: value, where it comes from, who disagrees",
        "activity_id field_name",
        "value_text listing_id rule_code agreeing_count disagreeing_count",
        listing_id="norm__listings.listing_id",
    ),
    _table(
        "core__sources",
        "情報源1つ（source.toml から）",
        "One source, from its source.toml",
        "source_key",
        "source_name owner home_url licence attribution",
        "expected_min expected_max",
    ),
    _table(
        "core__codes",
        "コード1つ（全語彙）",
        "One code of one vocabulary, from the contract",
        "vocabulary_name code",
        "ordinal label_ja label_en",
    ),
    _table(
        "core__dictionary",
        "公開する列1つの説明",
        "One published column, from the contract",
        "table_name column_name",
        "ordinal column_type is_key is_nullable description_ja description_en",
        "unit vocabulary_name",
    ),
    _table(
        "core__release",
        "この公開",
        "This release (one row)",
        "release_id",
        "profile_code as_of_at contract_version",
    ),
    _table(
        "activities",
        "活動1つ（重複をまとめたもの）",
        "One activity, duplicates brought together",
        "activity_id",
        "name listing_count source_count profile_code",
        f"{_FACTS} organizer founded",
    ),
    _table(
        "activity_listings",
        "活動と掲載の対応",
        "Bridge: which listings an activity consists of, and the page each stands on",
        "activity_id listing_id",
        "source_key record_key page_url name body_sha256",
        activity_id="activities.activity_id",
        source_key="sources.source_key",
    ),
    _table(
        "activity_values",
        "活動の1項目の値とその出どころ",
        "One published value: where it comes from, how it was chosen, how many listings agree",
        "activity_id field_name",
        "value_text listing_id source_key page_url rule_code agreeing_count disagreeing_count",
        activity_id="activities.activity_id",
        source_key="sources.source_key",
    ),
    _table(
        "activity_redirects",
        "これまでに公開した活動IDの行き先",
        "Every activity ID ever published and the ID that stands for it today",
        "activity_id",
        "redirect_code",
        "current_activity_id",
        current_activity_id="activities.activity_id",
    ),
    _table(
        "overlap",
        "情報源どうしの重なり（相手が同じ情報源の行は、その情報源の合計）",
        "Source by source: activities listed by both; the row of a source with itself holds its total",
        "source_key other_source_key",
        "shared_activity_count only_here_count",
        source_key="sources.source_key",
        other_source_key="sources.source_key",
    ),
    _table(
        "sources",
        "情報源1つといまの状態",
        "One source with what is shown of it today",
        "source_key",
        "source_name owner home_url licence attribution selection_code newest_verdict_code message_ja listing_count "
        "activity_count",
        "run_id started_at age_days",
    ),
    _table(
        "source_runs",
        "情報源1つの1回の取得（最新の分）",
        "The newest attempt to read each source, healthy or not",
        "source_key run_id",
        "run_verdict_code started_at finished_at request_count fetched_count failed_count listing_count "
        "quarantined_count message_ja",
        source_key="sources.source_key",
    ),
    _table(
        "quarantine_counts",
        "読み取れなかったもの・隔離したものの数",
        "How many rows, pages and fields were not understood, by source, field and reason",
        "source_key field_name reason_code is_quarantined",
        "row_count",
        source_key="sources.source_key",
    ),
    *(
        _table(
            f"codes_{vocabulary}",
            f"コード表: {ja}",
            f"Codes of the vocabulary {vocabulary}",
            "code",
            "ordinal label_ja label_en",
        )
        for vocabulary, ja in (
            ("ward", "区"),
            ("kind", "活動の種類"),
            ("status", "活動状況"),
            ("address_level", "住所の細かさ"),
            ("run_verdict", "取得の結果"),
            ("selection", "どの取得を使うか"),
            ("reason", "読み取れなかった理由"),
            ("redirect", "活動IDの行き先"),
            ("survivorship_rule", "値の選び方"),
            ("profile", "データの出所"),
        )
    ),
    _table(
        "data_dictionary",
        "公開する列1つの説明",
        "One published column, described",
        "table_name column_name",
        "ordinal column_type is_key is_nullable description_ja description_en",
        "unit vocabulary_name",
    ),
    _table(
        "release",
        "この公開",
        "This release (one row)",
        "release_id",
        "profile_code as_of_at contract_version activity_count listing_count",
    ),
)

TABLES: dict[str, Table] = {entry.name: entry for entry in _ALL}
"""Name → table, in the order of the flow."""


def table(name: str) -> Table:
    """The declaration of a table.

    Raises:
        KeyError: no such table; the message lists the nearest place to declare one.
    """
    if name not in TABLES:
        raise KeyError(f"表 {name} は約束(warehouse/contract/tables.py)にありません")
    return TABLES[name]


def published_tables() -> tuple[Table, ...]:
    """The tables that make a release, in declared order."""
    return tuple(entry for entry in TABLES.values() if entry.is_published)
