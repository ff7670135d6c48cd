"""Vocabularies of growth: what counts, why a number changed, what may be said of it, what people were asked.

Belongs here: codes and labels, as in `vocabularies`, which holds all others and the index.
"""

from __future__ import annotations

from warehouse.contract.model import Code, Vocabulary

STOCK = Vocabulary(
    "stock",
    "続いている活動として数えるか",
    "Whether an activity counts as one that goes on",
    (
        Code("alive", "続いているしるしがある", "A sign of life within 24 months"),
        Code("undated", "日付のない一覧だけにある", "Only on lists that date nothing: nobody can tell"),
        Code("dormant", "24か月より前のしるししかない", "Its last sign of life is older than 24 months"),
        Code("one_off", "一度だけの催し", "Only on a list of events, without a rule"),
        Code("paused", "休止中", "Paused"),
        Code("ended", "終了", "Has ended"),
    ),
)
ALIVE_EVIDENCE = Vocabulary(
    "alive_evidence",
    "続いているしるし",
    "Newest sign of life of an activity",
    (
        Code("occurrence", "開催の日", "A day on which it takes place"),
        Code("updated", "掲載の更新日", "The date of its entry"),
    ),
)
ROLES = Vocabulary(
    "role",
    "一覧に載るのはだれか",
    "Who comes onto a list",
    (
        Code("portal", "だれでも載れる", "Anybody may enter"),
        Code("feed", "日付のある催し", "Dated entries, of anybody"),
        Code("register", "事業が登録・運営するもの", "A programme lists what it runs, or who has registered"),
        Code("apart", "ほかの一覧に載らないもの", "A register whose members stand on no other list"),
        Code("index", "一覧への入口", "A page that leads to the lists"),
    ),
)
LIST_CHANGES = Vocabulary(
    "list_change",
    "前の公開からの一覧の増減",
    "What became of a list since the release before",
    (
        Code("first", "記録のはじめ", "The first release that keeps the set of lists"),
        Code("kept", "続き", "Was there and is"),
        Code("added", "新しい一覧", "A list that was not there"),
        Code("removed", "なくなった一覧", "A list that is not there any more"),
        Code("rescoped", "載せる範囲が変わった一覧", "It holds other kinds or other people than before"),
    ),
)
GROWTH_CAUSES = Vocabulary(
    "growth_cause",
    "活動の数が変わったわけ",
    "Why the number of activities changed; of several the first in this order",
    (
        Code("resolver", "読み方・まとめ方が変わった", "Read or matched by other rules or weights"),
        Code("judgements", "人の判断が変わった", "People decided about pairs or values"),
        Code("definition", "数え方が変わった", "Another definition of what counts"),
        Code("list_added", "一覧が増えた", "Comes from a list that was not there"),
        Code("list_removed", "一覧がなくなった", "Was on a list that is not there any more"),
        Code("list_scope", "一覧の範囲が変わった", "On a list that holds others than before"),
        Code("split", "二つに分かれた", "Split from another activity by what the lists say now"),
        Code("merged", "一つにまとまった", "Became part of another by what the lists say now"),
        Code("relisted", "また載った・載る一覧が変わった", "Seen again within 400 days, or under another entry"),
        Code("born", "新しく始まった", "Founded within the period"),
        Code("newly_listed", "前からあり、新しく載った", "Existed before, was not listed"),
        Code(
            "appeared_unknown", "新しく載った（始まった時期は不明）", "Newly listed; nobody says since when it exists"
        ),
        Code("resumed", "再開した", "Goes on again"),
        Code("confirmed", "続いているとわかった", "A sign of life came"),
        Code("ended", "終わった", "Said to have ended"),
        Code("paused", "休止した", "Said to be paused"),
        Code("lapsed", "続いているしるしが古くなった", "No sign of life for 24 months"),
        Code("missing", "見えなくなって60日たっていない", "Not on healthy lists for less than 60 days"),
        Code("vanished_unknown", "見えなくなった（終わったかは不明）", "Not on healthy lists for 60 days or more"),
        Code("edited", "区・種類などが書き直された", "The lists say another ward or kind, or that it is no event"),
        Code("rekeyed", "情報源での番号が変わった", "The source gave its entry another key: no change in number"),
        Code("outage", "一覧を読めず前のまま", "Its lists cannot be read: no change in number"),
        Code("back", "一覧をまた読めた", "Its lists can be read again: no change in number"),
    ),
)
GROWTH_PERIODS = Vocabulary(
    "growth_period",
    "何からの変化か",
    "Since when a change is counted",
    (
        Code("night", "前の公開から", "Since the release before"),
        Code("month", "先月の最後の公開から", "Since the last release of an earlier month"),
        Code("year", "1年前の公開から", "Since the last release of at least a year ago"),
        Code("all", "記録のはじめから", "Since the first release that this is known of"),
    ),
)
SERIES_BASES = Vocabulary(
    "series_basis",
    "月ごとの数の出どころ",
    "Where a number of the monthly series comes from",
    (
        Code("published", "公開したときのまま", "As it was published: nothing in the method has changed since"),
        Code("restated", "いまの方法で読み直した", "The pages of that time, read and matched as today"),
        Code("chained", "方法の変化を除いた", "As published, with every change of method since then taken in"),
    ),
)
GROWTH_WORDS = Vocabulary(
    "growth_word",
    "増えている・減っていると言えるか",
    "What may be said of growth",
    (
        Code("too_early", "まだ言えない（記録が3か月に満たない）", "Nothing: less than three months are known"),
        Code(
            "flows_only",
            "出入りだけ言える（記録が1年に満たない）",
            "Only what came and went: less than a year is known",
        ),
        Code("growing", "増えている", "The interval lies above zero"),
        Code("shrinking", "減っている", "The interval lies below zero"),
        Code("unclear", "増減ははっきりしない", "The interval holds zero"),
    ),
)
LABEL_PURPOSES = Vocabulary(
    "label_purpose",
    "何を測るための組か",
    "What a labelled pair measures",
    (
        Code("recall", "同じ活動を見つけた割合", "Found without the matcher: of true pairs, how many are joined"),
        Code("precision", "まとめたものが正しい割合", "Joined by the matcher: how many are true"),
    ),
    is_published=False,
)
LABELS_SAID = Vocabulary(
    "label_said",
    "組についての答え",
    "What a person said of a pair",
    (
        Code("same", "同じ", "One activity"),
        Code("different", "別", "Two activities"),
        Code("unsure", "わからない", "Cannot be told"),
    ),
    is_published=False,
)
CALLS_SAID = Vocabulary(
    "call_said",
    "見えなくなった活動についての答え",
    "What a person found out about an activity that vanished",
    (
        Code("there", "続いている", "Goes on"),
        Code("ended", "終わった", "Has ended"),
        Code("unknown", "わからない", "Could not be found out"),
    ),
    is_published=False,
)
TREND_VOCABULARIES = (
    STOCK,
    ALIVE_EVIDENCE,
    ROLES,
    LIST_CHANGES,
    GROWTH_CAUSES,
    GROWTH_PERIODS,
    SERIES_BASES,
    GROWTH_WORDS,
)
"""Those that are published."""
AUDIT_VOCABULARIES = (LABEL_PURPOSES, LABELS_SAID, CALLS_SAID)
