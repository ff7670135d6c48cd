"""The tables of the flow that are not published: what one row is, which columns it holds, what identifies a row.

Belongs here: raw, norm and match tables. Does not belong here: core and published tables (`core`,
`published`).
`raw__issues` is an addition to the flow of the design: pages and rows that the spiders could not read must be kept
before anything is normalised; `norm__issues` is their union with what normalising did not understand.
"""

from __future__ import annotations

from warehouse.contract.model import define

_RAW_FIELDS = (
    "name_text kana_text category_text ward_text address_text venue_text schedule_text target_text fee_text phone_text "
    "mail_text url_text organizer_text founded_text description_text status_text updated_text extra_json"
)
_PLACE = "ward_code address town block building address_level_code postcode venue facility lat lon geo_level_code"
_WHEN = (
    "schedule_rrules schedule_gif schedule_days session_starts session_ends exceptions "
    "schedule_completeness_code frequency_code frequency_min frequency_max is_frequency_approximate day_part_code "
    "schedule_unread schedule_sentence"
)
_FEE = "fee_type_code fee_yen_min fee_yen_max fee_unit_code"
_WHO = "target_group_codes age_min_months age_max_months"
_ENTRY = "entry capacity capacity_unit_code is_application_needed"
_CONTACT = "phone fax mail url sns_urls"
FACTS = (
    f"kana kind_code other_kind_codes npo_field_code status_code status_words status_date {_PLACE} schedule {_WHEN} "
    f"target {_WHO} {_ENTRY} fee {_FEE} {_CONTACT}"
)

FLOW = (
    define(
        "raw__fetches",
        "取得した応答1件",
        "One response, or failure to get one, in a run",
        "source_key run_id sequence",
        "request_url fetched_at",
        "response_url http_status content_type_text headers_json body_sha256 body_bytes is_transferred error_text",
    ),
    define(
        "raw__listings",
        "1回の取得で見た掲載1件（掲載のまま）",
        "One listing seen in a run, strings exactly as published",
        "source_key run_id page_url position",
        "body_sha256 record_key",
        _RAW_FIELDS,
    ),
    define(
        "raw__issues",
        "取得のときに読めなかったページ・行・項目",
        "A page, row or field the spider could not read",
        "source_key run_id page_url position field_name reason_code",
        "is_quarantined detail_text",
        "raw_text",
    ),
    define(
        "raw__runs",
        "情報源1つの1回の取得",
        "One attempt to read one source",
        "source_key run_id",
        "run_verdict_code profile_code started_at finished_at request_count fetched_count failed_count listing_count "
        "quarantined_count message_ja",
        "expected_min expected_max stop_reason fingerprint_json",
    ),
    define(
        "raw__private_prints",
        "ページで見た個人の情報の指紋1件",
        "Keyed print of a mail, mobile number or name seen in a run: looked for in everything that leaves",
        "source_key run_id print_kind private_print",
        "",
    ),
    define(
        "raw__selected_runs",
        "情報源ごとに使う取得",
        "Per source, the run that is used: the newest healthy one within the age limit",
        "source_key",
        "selection_code newest_run_id newest_verdict_code message_ja",
        "run_id started_at age_days",
    ),
    define(
        "norm__listings",
        "正規化した掲載1件",
        "One listing with typed values; raw text beside every parsed value",
        "listing_id",
        "source_key run_id record_key page_url position body_sha256 content_print name_text name core_name shown_name "
        "name_key",
        "legal_form kana_text kana category_text kind_code other_kind_codes kind_evidence_code filed_kind_codes "
        "npo_field_code ward_text ward_code ward_method_code "
        "address_text address town block building address_level_code postcode venue_text venue venue_key facility "
        f"lat lon geo_level_code schedule_text schedule {_WHEN} target_text target {_WHO} {_ENTRY} fee_text fee {_FEE} "
        "phone_text phone fax mail_text mail url_text url sns_urls organizer_text organizer organizer_key "
        "founded_text founded founded_date status_text status_code status_words status_date updated_text updated_date",
    ),
    define(
        "norm__issues",
        "読み取れなかった項目、隔離した行・ページ",
        "What was not understood; quarantined rows and pages with reason and link",
        "source_key run_id page_url position field_name reason_code",
        "is_quarantined detail_text",
        "listing_id raw_text",
    ),
    define(
        "match__candidates",
        "同じかもしれない掲載の組",
        "Unordered pair of listings worth scoring",
        "listing_id_a listing_id_b",
        "blocking_rules",
        listing_id_a="norm__listings.listing_id",
        listing_id_b="norm__listings.listing_id",
    ),
    define(
        "match__pairs",
        "採点した掲載の組",
        "Scored pair with evidence per feature and a decision",
        "listing_id_a listing_id_b",
        "probability decision_code decider_code message_ja score_bits prior_bits",
        "name_bits place_bits when_bits organizer_bits ward_bits phone_bits url_bits fee_bits target_bits founded_bits",
        listing_id_a="norm__listings.listing_id",
        listing_id_b="norm__listings.listing_id",
    ),
    define(
        "match__clusters",
        "掲載がどのまとまりに入るか",
        "Which cluster a listing belongs to; independent of input order",
        "listing_id",
        "cluster_label cluster_size",
        "weakest_probability",
        listing_id="norm__listings.listing_id",
    ),
    define(
        "match__queue",
        "人に確かめてほしい掲載の組（答えがいちばん役に立つものから）",
        "Pair of listings a person's answer would help most with",
        "listing_id_a listing_id_b",
        "queue_rank probability message_ja",
        listing_id_a="norm__listings.listing_id",
        listing_id_b="norm__listings.listing_id",
    ),
    *(
        define(
            f"match__{entity}",
            f"掲載がどの{ja}を指すか",
            f"Which listings name the same one of the {entity}",
            "listing_id",
            "cluster_label cluster_size",
            listing_id="norm__listings.listing_id",
        )
        for entity, ja in (("organisers", "主催団体"), ("venues", "会場"))
    ),
)
