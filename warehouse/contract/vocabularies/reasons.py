"""Why something was not read or published (`reason`), and why one of several values was chosen (`rule`).

Belongs here: those codes and labels. Does not belong here: who finds them (spiders, normalise, survivorship).
"""

from __future__ import annotations

from warehouse.contract.model import Code, Vocabulary

REASONS = Vocabulary(
    "reason",
    "読み取れなかった理由",
    "Why something was not understood",
    (
        Code("fetch_failed", "ページを取得できない", "No response: connection, time-out, robots.txt"),
        Code("http_error", "エラー応答", "The server answered with an error status"),
        Code("wrong_encoding", "文字コードが違う", "The body is not in the declared encoding"),
        Code("broken_json", "JSONが壊れている", "The body is not complete JSON"),
        Code("layout_changed", "ページの形が違う", "The page does not fit the selectors"),
        Code("empty_page", "ページに掲載がない", "The page holds no listing where one is expected"),
        Code("parser_failed", "読み取りの途中で失敗した", "The parser itself failed on the page"),
        Code("removed_on_request", "掲載の取りやめの求めがあった", "Taken away on request"),
        Code("markup", "文章にHTMLが混じっていた", "A text held HTML tags; they were taken out"),
        Code("missing_name", "名称がない", "The row has no name"),
        Code("too_long", "長すぎる", "A text so long that more than the field was read"),
        Code("unknown_label", "知らない項目名", "A label that no rule maps; kept in extra_json"),
        Code("unknown_category", "知らない分類", "A category that no lookup maps"),
        Code("unknown_ward", "区が読めない", "A ward text that is none of the seven wards"),
        Code("ward_conflict", "区が食い違う", "Address and ward text name different wards"),
        Code("unknown_status", "活動状況が読めない", "A status text that says neither paused, ended nor resumed"),
        Code("unreadable_phone", "電話番号が読めない", "No valid number in the phone text"),
        Code("unreadable_url", "URLが読めない", "No http(s) address in the URL text"),
        Code("personal_name", "個人名がある（公開しない）", "A personal name stands in the text; it is cut"),
        Code("mobile_number", "携帯番号がある（公開しない）", "A mobile number stands in the text; it is cut"),
        Code("personal_mail", "個人のメールがある（公開しない）", "A personal mail address is in the text; it is cut"),
        Code(
            "mail_withheld", "団体のものか不明なメールがある（公開しない）", "Nobody knows whose the mail is: withheld"
        ),
        Code("repeated_row", "同じ行の繰り返し", "The same row was seen twice in one run"),
        Code("broken_attachment", "添付ファイルが読めない", "The file is broken, too large or not what it claims"),
        Code("section_row", "区切りの見出しの行", "A row that is the heading of a part of the list, not a listing"),
        Code("note_row", "注の行", "A row that holds a remark on the list, not a listing"),
        Code("total_row", "合計の行", "A row that holds a total, not a listing"),
        Code("repeated_heading", "項目名の行の繰り返し", "A row that holds the labels again, not a listing"),
        Code(
            "not_a_listing", "掲載と言えない行", "A row that names no activity: one text in several fields, or a label"
        ),
        Code("hidden_content", "隠してある・消してある", "Hidden or struck out by the author: counted, never read"),
        Code("skipped_table", "読まなかった表・シート", "A table or sheet whose labels are not known"),
        Code("new_list", "知らない一覧へのリンク", "The page of links leads to a list nobody declared"),
        Code("vanished_list", "一覧へのリンクがない", "A declared list is no longer linked"),
        Code("moved_list", "一覧の行き先が変わった", "A declared list is linked at another address"),
        Code("ambiguous_key", "見分ける値が重なる", "Two different rows share their key fields"),
    ),
)

RULES = Vocabulary(
    "survivorship_rule",
    "値の選び方",
    "How the published value was chosen among the listings",
    (
        Code("most_frequent", "いちばん多い表記", "The value most listings agree on"),
        Code("most_detailed", "いちばん詳しい住所", "The finest address level"),
        Code(
            "most_regular",
            "いつもの日時がいちばんわかるもの",
            "A rule before dates, the newer list before the older, read in full before in part, longer",
        ),
        Code(
            "strongest_evidence",
            "根拠がいちばん強い値",
            "The name, a list of one kind, a specific category before a portal's field; then the most frequent",
        ),
        Code("longest", "いちばん詳しい文", "The longest text"),
        Code("joined", "ほかの掲載から補ったもの", "A part that another listing adds"),
        Code("correction", "人の訂正", "A person's correction, with a reason and a last day"),
    ),
)
