"""Every column of every table, described once; a table lists the names it holds (`tables`).

Belongs here: name, type, unit, vocabulary and meaning of a column. The same name means the same thing everywhere.
Does not belong here: whether a column may be null, or is a key; that is the table's affair.
"""

from __future__ import annotations

import warehouse.contract.columns.decisions
import warehouse.contract.columns.estimates
import warehouse.contract.columns.gaps
import warehouse.contract.columns.going
import warehouse.contract.columns.release
import warehouse.contract.columns.schedules
import warehouse.contract.columns.trend  # noqa: F401  # all of them declare their columns, too
from warehouse.contract.columns.declare import DECLARED
from warehouse.contract.columns.declare import listed as _listed
from warehouse.contract.columns.declare import other as _other
from warehouse.contract.columns.declare import text as _text
from warehouse.contract.model import Column

# Where something comes from
_text("source_key", "情報源の名前（フォルダ名と同じ）", "Source; equals the name of its folder and spider")
_text("source_name", "情報源の日本語名", "Name of the source, in Japanese")
_text("owner", "情報源の担当", "Who is responsible for the source")
_text("home_url", "情報源の入口のURL", "Page where a reader starts")
_text("licence", "利用条件", "Terms under which the source may be used")
_text("attribution", "出典の書き方", "Credit line to show with the data")
_text("run_id", "取得の回（開始時刻から作る）", "Run: start time as letters and digits, e.g. r20261123T010000")
_text("page_url", "掲載ページのURL", "Address of the page that holds the listing")
_text("request_url", "要求したURL", "Address that was asked for")
_text("response_url", "応答したURL（転送後）", "Address that answered, after redirects")
_text("print_kind", "何の指紋か（mail・mobile・name など）", "What a print was made from")
_text(
    "private_print",
    "ページで見た個人の情報の、鍵つきの指紋",
    "Keyed print of what is private in a page; never the thing itself",
)
_text("body_sha256", "本文のハッシュ（保管庫の鍵）", "SHA-256 of the body; its name in the archive")
_text("content_type_text", "応答のContent-Type", "Content-Type header as sent")
_text("headers_json", "応答ヘッダー（JSON）", "Response headers as a JSON object of name to value")
_other("is_transferred", "boolean", "本文を受け取ったか", "False when the server said that nothing has changed")
_text("error_text", "取得できなかった理由", "Why nothing came back, e.g. the name of the exception")
_other("sequence", "integer", "取得の順番", "Order in which the run received it, from 1")
_other("http_status", "integer", "HTTP応答コード", "HTTP status")
_other("body_bytes", "integer", "本文の大きさ", "Size of the body", unit="bytes")
_other("fetched_at", "timestamp", "取得した時刻", "When the response arrived")
_other("position", "integer", "ページ内の順番（0はページ自体）", "Order on the page from 1; 0 is the page itself")

# A listing as published
_text("record_key", "情報源の中で掲載を見分ける値", "What identifies the listing within its source, from raw fields")
_text("name_text", "名称（掲載のまま）", "Name as published")
_text("kana_text", "よみがな（掲載のまま）", "Reading as published")
_text("category_text", "分類（掲載のまま）", "Category as published")
_text("ward_text", "区（掲載のまま、見出しを含む）", "Ward as published, in the row or the heading above it")
_text("address_text", "所在地（掲載のまま）", "Address as published")
_text("venue_text", "会場（掲載のまま）", "Venue as published")
_text("schedule_text", "日時（掲載のまま）", "Schedule as published")
_text("target_text", "対象（掲載のまま）", "Who may take part, as published")
_text("fee_text", "費用（掲載のまま）", "Fee as published")
_text("phone_text", "電話・ファクス（掲載のまま、非公開）", "Phone and fax as published; never released")
_text("mail_text", "メール（掲載のまま、非公開）", "Mail address as published; never released")
_text("url_text", "ホームページ（掲載のまま）", "Web address as published")
_text("organizer_text", "主催・運営団体（掲載のまま）", "Organiser as published")
_text("founded_text", "設立・初回の日付（掲載のまま）", "Founding or first date as published")
_text("description_text", "説明文（掲載のまま、非公開）", "Prose of the source; kept for parsing, never released")
_text("status_text", "活動状況（掲載のまま）", "Whether it is paused, has ended or resumed, as published")
_text("updated_text", "掲載の更新日（掲載のまま）", "Date of the page or record as published")
_text("extra_json", "対応する列がない項目（JSON、非公開）", "Cells no column exists for: JSON object label to text")

# What went wrong
_text("field_name", "項目", "Column the row is about")
_text("reason_code", "理由", "Why it was not understood", vocabulary="reason")
_text("raw_text", "元の文字（非公開）", "The text in question, as published; never released")
_text("detail_text", "説明", "What was expected and what was found")
_other("is_quarantined", "boolean", "掲載・ページを流れから外したか", "True when the row or page left the flow")

# A run
_text("run_verdict_code", "取得の結果", "Outcome of the run", vocabulary="run_verdict")
_text("newest_verdict_code", "最新の取得の結果", "Outcome of the newest run", vocabulary="run_verdict")
_text("newest_run_id", "最新の取得の回", "The newest run, healthy or not")
_text("selection_code", "どの取得を使うか", "Which run is used", vocabulary="selection")
_text("message_ja", "担当者への説明（日本語）", "A sentence for staff, in Japanese")
_text("profile_code", "データの出所", "Sample city or live sites", vocabulary="profile")
_other("started_at", "timestamp", "開始時刻", "When the run started")
_other("finished_at", "timestamp", "終了時刻", "When the run ended")
_other("request_count", "integer", "要求の数", "Requests sent, retries and robots.txt included")
_other("fetched_count", "integer", "取得できたページの数", "Pages that came back with status 200")
_other(
    "failed_count", "integer", "取得できなかったページの数", "Answers with an error status, and requests without answer"
)
_other("listing_count", "integer", "掲載の数", "Listings")
_other("quarantined_count", "integer", "隔離した行・ページの数", "Rows and pages that left the flow")
_other("expected_min", "integer", "掲載数の下限のめやす", "Lower end of the expected number of listings")
_other("expected_max", "integer", "掲載数の上限のめやす", "Upper end of the expected number of listings")
_other("age_days", "number", "取得からの日数", "Age of the selected run", unit="days")

_text(
    "stop_reason",
    "途中で止めた理由",
    "Why it stopped itself: failing, budget, memory, declaration; null when it ended by itself",
)
_text(
    "fingerprint_json", "読んだ掲載の形（JSON）", "Shape of what was read: fill rates, lengths, labels, keys, as JSON"
)

# A listing, normalised
_text("listing_id", "掲載のID", "Opaque ID of the listing, from its source and record_key")
_text(
    "name",
    "名称",
    "Name as people know it: with its place, without slogans, tags, editions, legal form and ornaments at the ends",
)
_text("core_name", "名称（照合の芯）", "Name for matching only: also without places, houses, programmes and brackets")
_text("shown_name", "名称（公開する形）", "Name as people know it; what an activity takes its name from")
_text("name_key", "名称（照合用）", "Name folded for matching only")
_text("legal_form", "法人格", "Legal form in its normal form")
_text("kana", "よみがな（情報源のまま）", "Reading in katakana, only when the source gives it")
_text("kind_code", "活動の種類", "Kind of activity: the main one", vocabulary="kind")
_listed(
    "other_kind_codes",
    "ほかの種類のコードの一覧",
    "Further kinds the activity is of as well, without the main one",
    vocabulary="kind",
)
_text("kind_evidence_code", "種類の根拠", "What the kind of the listing was read from", vocabulary="kind_evidence")
_listed(
    "filed_kind_codes",
    "情報源での置き場所が示す種類の一覧",
    "Kinds under which the source files the listing by a list of one kind or by a specific category",
    vocabulary="kind",
)
_text("status_code", "活動状況", "Whether it goes on, where a listing says so", vocabulary="status")
_text("npo_field_code", "特定非営利活動の分野", "Field of the NPO law it belongs to", vocabulary="npo_field")
_text("status_words", "活動状況の元の言葉", "The words the status was read from")
_text(
    "status_date",
    "活動状況の日付（わかる範囲）",
    "Date of the status: in its words, or of the page; YYYY, YYYY-MM or YYYY-MM-DD",
)
_text("ward_code", "区のコード", "Ward", vocabulary="ward")
_text("ward_method_code", "区の決め方", "How the ward was decided", vocabulary="ward_method")
_text("address", "所在地", "Address, lightly cleaned")
_text("town", "町名・丁目", "Town with chome, in the form of the town table")
_text("block", "番地", "Block, half-width with hyphens, e.g. 13-2")
_text("building", "建物・部屋", "Everything after the block number")
_text("address_level_code", "住所の細かさ", "Finest known part of the address", vocabulary="address_level")
_text("postcode", "郵便番号（7桁）", "Postal code of the town, 7 digits")
_text("facility", "会場の公共施設", "Public facility of the packaged table that the venue names")
_other("lat", "number", "緯度", "Latitude (WGS84)", unit="degrees")
_other("lon", "number", "経度", "Longitude (WGS84)", unit="degrees")
_text(
    "geo_level_code",
    "位置の細かさ",
    "What the point stands for; a town's point is no building",
    vocabulary="geo_level",
)
_text("venue", "会場", "Venue, lightly cleaned")
_text("venue_key", "会場（照合用）", "Venue folded for matching only")
_text("schedule", "日時", "Schedule, lightly cleaned")
_text("target", "対象", "Who may take part, lightly cleaned")
_listed(
    "target_group_codes",
    "対象者のコードの一覧",
    "Whom it is for",
    text_name="target_groups",
    vocabulary="target_group",
)
_other(
    "age_min_months", "integer", "対象年齢の下限（月齢）", "Youngest age; null when open or not stated", unit="months"
)
_other(
    "age_max_months",
    "integer",
    "対象年齢の上限（月齢、その月まで）",
    "Oldest age, last month included; null when open or not stated",
    unit="months",
)
_text("entry", "定員・申込み", "Capacity and application, as a line made from the parsed values")
_other("capacity", "integer", "定員", "How many may take part; unit in capacity_unit_code")
_text("capacity_unit_code", "定員の単位", "What capacity counts", vocabulary="capacity_unit")
_other("is_application_needed", "boolean", "申込みが要るか", "Whether one has to apply; null when not stated")
_text("fee", "費用", "Fee, lightly cleaned")
_text("fee_type_code", "費用の種類", "Free, paid, both, or not stated", vocabulary="fee_type")
_other("fee_yen_min", "integer", "費用の下限", "Lowest fee; 0 when something is free", unit="JPY")
_other("fee_yen_max", "integer", "費用の上限", "Highest fee", unit="JPY")
_text("fee_unit_code", "費用の単位", "What the fee is for", vocabulary="fee_unit")
_text("phone", "電話（団体・施設の固定電話など）", "First number that may be published, e.g. 044-200-1234")
_text("fax", "ファクス（団体・施設）", "First fax number that may be published")
_text("mail", "メール（団体・施設のもの）", "Mail address of an organisation; personal ones never")
_listed("sns_urls", "SNSのURLの一覧", "Pages on social networks", text_name="sns", separator=" ; ")
_text("url", "ホームページ", "Canonical http(s) address")
_text("organizer", "主催・運営団体", "Organiser, lightly cleaned")
_text("organizer_id", "主催団体のID（公開のたびに引き継ぐ）", "Organiser; inherited from release to release")
_text("venue_id", "会場のID（公開のたびに引き継ぐ）", "Venue; inherited from release to release")
_listed(
    "spellings",
    "情報源での書き方（すべて）の一覧",
    "Every way the sources write the name",
    separator=" ／ ",
)
_text("last_listing_id", "前の公開での掲載ID", "Listing ID in the last release")
_text(
    "content_print",
    "掲載の内容の指紋（名称・区・会場・住所）",
    "Hash of what a listing is recognised by: name, ward, venue, address",
)
_text("change_code", "変わったこと", "What happened since the last release", "change")
_other("changed_on", "date", "変わった日", "Day of the release that showed the change")
_text("old_text", "前の公開での値", "Value in the last release")
_text("new_text", "今回の値", "Value in this release")
_text(
    "other_activity_id",
    "相手の活動ID（統合先、分かれた元）",
    "The other activity: what it became part of or split from",
)
_other(
    "valid_from_on", "date", "この内容が公開された最初の日", "First day on which the activity was published like this"
)
_other(
    "valid_to_on",
    "date",
    "この内容でなくなった日（いまの内容なら空）",
    "Day from which it was no longer so; empty while it is",
)
_text("activity_json", "そのときの内容（activities の1行、JSON）", "The row of activities at that time, as JSON")
_other(
    "stale_since",
    "date",
    "情報源を取得できず、この日の内容のまま",
    "All its sources fail: the day of the rows that are shown",
)
_text("current_organizer_id", "いまの主催団体のID", "Organiser that stands for it today; null when nobody names it")
_text("current_venue_id", "いまの会場のID", "Venue that stands for it today; null when nobody names it")
_text("staleness_code", "古い内容のままのわけ（今の内容なら空）", "Why older rows are shown; else empty", "staleness")
_text("organizer_key", "主催・運営団体（照合用）", "Organiser folded for matching only")
_text(
    "founded_date",
    "設立・初回の日付（年・年月・年月日）",
    "Founding or first date as far as known: YYYY, YYYY-MM or YYYY-MM-DD",
)
_text("updated_date", "掲載の更新日（年・年月・年月日）", "Date of the page or record as far as known")
_other(
    "is_ended",
    "boolean",
    "終わったか（終了と書かれたか、告知された日がすべて過ぎた）",
    "Whether its page says that it has ended, or every day it was announced for is over and it is no regular one",
)
_text("founded", "設立・初回の日付", "Founding or first date, lightly cleaned")

# Matching
_text("listing_id_a", "掲載のID（小さいほう）", "The smaller listing ID of the pair")
_text("listing_id_b", "掲載のID（大きいほう）", "The larger listing ID of the pair")
_listed("blocking_rules", "候補にした規則の一覧", "Rules that proposed the pair")
_text("decision_code", "判定", "Decision on the pair", vocabulary="decision")
_text("decider_code", "判定したもの", "What decided", vocabulary="decider")
_text("cluster_label", "まとまりの目印（小さい掲載ID。公開しない）", "Smallest listing ID; never published as an ID")
_other(
    "probability",
    "number",
    "同じ活動である見込み（0〜1）",
    "Probability that the pair is one activity, as the model says",
)
_other("score_bits", "number", "証拠の合計", "Sum of prior and all evidence; log2 of the odds", unit="bits")
_other("prior_bits", "number", "比べる前の見込み", "What is believed of a candidate pair before comparing", unit="bits")
for _name, _ja, _en in (
    ("name", "名称", "names"),
    ("place", "場所", "places"),
    ("when", "日時", "schedules"),
    ("organizer", "主催", "organisers"),
    ("ward", "区", "wards"),
    ("phone", "電話", "phone numbers"),
    ("url", "URL", "web addresses"),
    ("fee", "費用", "fees"),
    ("target", "対象", "whom they are for"),
    ("founded", "設立日", "founding dates"),
):
    _said_ja = f"{_ja}の証拠（正は同じ、負は別。空は不明）"
    _other(f"{_name}_bits", "number", _said_ja, f"Evidence of the {_en}: for (+) or against (-)", unit="bits")
_other(
    "weakest_probability",
    "number",
    "まとまりの中でいちばん弱い組の見込み",
    "Least probability of a pair inside the cluster",
)
_other("queue_rank", "integer", "確かめる順番", "Order in which to ask, from 1")
_other("cluster_size", "integer", "まとまりの掲載数", "Listings in the cluster")

COLUMNS: dict[str, Column] = {column.name: column for column in DECLARED}
"""Name → column."""
