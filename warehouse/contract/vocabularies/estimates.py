"""Vocabularies of how many activities there are: what a number is about, and why one is missing.

Belongs here: those codes and labels. Does not belong here: other vocabularies (`vocabularies`).
"""

from __future__ import annotations

from warehouse.contract.model import Code, Vocabulary

_STRATA = Vocabulary(
    "stratum",
    "何についての数か",
    "What a number is about",
    (
        Code("city", "市全体", "The city"),
        Code("kind", "種類", "A kind"),
        Code("ward", "区", "A ward"),
        Code("kind_ward", "区の中の種類", "A kind in a ward"),
    ),
)

_ESTIMATE_REASONS = Vocabulary(
    "estimate_reason",
    "推計できないわけ",
    "Why a number of an estimate is missing, or no more than what is listed",
    (
        Code(
            "matcher_unknown",
            "照合の誤りの割合がわからない（人が確かめた組がない）",
            "No pairs that people judged at random: the matcher's errors are not known",
        ),
        Code("no_kind", "種類がわからない", "The kind is not known"),
        Code("one_open_list", "だれでも載れる一覧が2つない", "Fewer than two lists that anybody may enter name any"),
        Code(
            "lists_avoid",
            "一覧どうしが同じ活動を避けている",
            "The lists avoid each other's activities, so that they say nothing of others",
        ),
        Code(
            "too_few_shared",
            "両方の一覧に載る活動が少なすぎる",
            "Too few activities stand on two such lists",
        ),
        Code(
            "some_kinds_without",
            "推計できない種類は、少なくとも載っている数とした（上限と中ほどは、ほかの種類と同じ割合とみた）",
            "Kinds without an estimate count at least as listed; for the middle and the upper end as the other kinds",
        ),
        Code(
            "upper_too_wide", "上限は示せない（載っている数の5倍を超える）", "Upper end over five times what is listed"
        ),
        Code("imprecise", "精度低（幅が数そのものより広い）", "The interval is wider than the number"),
    ),
)

ESTIMATES = (_STRATA, _ESTIMATE_REASONS)
