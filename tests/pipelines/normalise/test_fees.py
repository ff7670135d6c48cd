"""`fees`: free, paid or mixed, yen and unit; rules of docs/meaning.md §4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.fees import Fee, parse_fee
from warehouse.contract import VOCABULARIES


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("無料", Fee("free", 0, 0)),
        ("参加費無料、飲み物は100円で販売", Fee("free", 0, 0)),
        ("参加費 500円", Fee("paid", 500, 500, "per_person")),
        ("月額２，０００円", Fee("paid", 2000, 2000, "per_month")),
        ("年会費千円", Fee("paid", 1000, 1000, "per_year")),
        ("買い物の代金は各自負担", Fee()),
        ("材料費の一部をご負担ください", Fee("paid")),
        ("会費年2,400円（月200円）", Fee("paid", 2400, 2400, "per_year")),
        ("月300円（年3,600円）", Fee("paid", 300, 300, "per_month")),
        ("年会費3,000円（月300円）", Fee("paid", 300, 3000, "other")),
        ("1回300円〜500円", Fee("paid", 300, 500, "per_session")),
        ("1家族500円", Fee("paid", 500, 500, "per_family")),
        ("500円から", Fee("paid", 500, None)),
        ("材料費実費", Fee("paid")),
        ("1家族3点まで、受付12時まで", Fee("unknown")),
        ("", Fee("unknown")),
        # Parts that everybody pays are added, alternatives are a range
        ("受講料\n1,200円\n教材費\n800円", Fee("paid", 2000, 2000, "per_person")),
        ("参加費：大人500円／小人300円／保険料100円", Fee("paid", 400, 600, "per_person")),
        ("受講料　無料　テキスト代　700円", Fee("paid", 700, 700)),
        ("参加費 500円、昼食代 800円（希望者のみ）", Fee("paid", 500, 1300, "per_person")),
        ("無料（ただし昼食代500円は希望者のみ）", Fee("free", 0, 0)),
        ("無料。バスタオルのレンタルは100円", Fee("free", 0, 0)),
        ("参加希望者は300円", Fee("paid", 300, 300)),
        ("当日会場でお支払いください", Fee("paid")),
        ("500円。当日会場でお支払いください", Fee("paid", 500, 500)),
        ("会場費は割り勘", Fee("paid")),
        ("大人1,200円、子ども半額", Fee("paid", 600, 1200, "per_person")),
        ("寄付制", Fee("mixed")),
        ("2,000円（別途ドリンク代600円）", Fee("paid", 2600, 2600)),
        ("前売券 2,000円 当日券 2,500円", Fee("paid", 2000, 2500)),
        ("一般参加費1,000円、会員参加費600円", Fee("paid", 600, 1000, "per_person")),
        # A word in brackets says of all amounts what they are for
        ("会員200円、一般300円（資料代）。ただし中学生100円", Fee("paid", 100, 300, "per_person")),
        ("前売500円（保険料）、当日700円", Fee("paid", 500, 700)),
        ("Aコース500円（材料費）、Bコース800円", Fee("paid", 500, 800, "other")),
        ("500円（保険料）　別途500円", Fee("paid", 1000, 1000)),
        ("500円（茶菓代）、1,000円（材料代）", Fee("paid", 1500, 1500)),
        # Goods are no fee, what the course needs is one
        ("参加は無料です。※お買い物の代金はご自身でお支払いください", Fee("free", 0, 0)),
        ("入場無料、野菜のご購入は有料", Fee("free", 0, 0)),
        ("無料（購入した商品の代金はご負担ください）", Fee("free", 0, 0)),
        ("参加無料。お買い上げの品の代金は別途必要です", Fee("free", 0, 0)),
        ("無料。教科書を購入していただきます", Fee("paid")),
        ("買い物ツアー：参加費500円、会員無料", Fee("mixed", 0, 500, "per_person")),
        ("大人500円（飲み物代含む）、子ども300円", Fee("paid", 300, 500, "per_person")),
        # What is told twice, bought beside it or taken off is no further amount
        ("400円（児童は200円）※保険料50円を含む", Fee("paid", 200, 400)),
        ("受講料5,000円（うち教材費1,000円）", Fee("paid", 5000, 5000, "per_person")),
        ("一般1,000円（会員は200円引き）", Fee("paid", 800, 1000, "per_person")),
        ("前売1,000円 ※託児は1人500円", Fee("paid", 1000, 1000)),
        ("親子1組800円（子ども1人追加につき200円）", Fee("paid", 800, 800, "per_family")),
        ("受講は無料です。保育を希望する方は1回500円", Fee("free", 0, 0)),
        ("無料（保育は1人500円）", Fee("free", 0, 0)),
        ("保育ボランティア講座 500円", Fee("paid", 500, 500)),
        ("Free admission. Parking 200 yen per hour.", Fee("free", 0, 0)),
        # Who comes along pays on top, one more of many pays another price
        ("500円（材料費）※付き添いは別途100円", Fee("paid", 500, 500)),
        ("500円（材料費）。付き添いの方は100円", Fee("paid", 100, 500)),
        ("参加費300円（兄弟姉妹は2人目から200円）", Fee("paid", 200, 300, "per_person")),
        ("親子1組500円、2人目から200円", Fee("paid", 500, 500, "per_family")),
        ("Admission 500 yen (children under 12 free)", Fee("mixed", 0, 500, "per_person")),
        ("会費 月額500円（年額6,000円）", Fee("paid", 500, 500, "per_month")),
        ("会費 月額500円（年額5,000円）", Fee("paid", 500, 5000, "other")),
        # A price of a month
        ("会費　月1,500円　入会金2,000円", Fee("paid", 1500, 1500, "per_month")),
        ("500円/回 または 月2,000円", Fee("paid", 500, 2000, "other")),
        ("月～金　6,000円/月　土曜　450円/日", Fee("paid", 450, 6000, "other")),
        ("5,000円/月（2,000円/月おやつ代）", Fee("paid", 7000, 7000, "per_month")),
        ("8,000円/月　8,000円未満の場合は700円/日", Fee("paid", 700, 8000, "other")),
        ("500円の参加費と300円の材料費が必要", Fee("paid", 800, 800, "per_person")),
        ("教材費(1,000円)込み 6,000円", Fee("paid", 6000, 6000)),
        # What numbers a line is no digit
        ("①500円", Fee("paid", 500, 500)),
        ("材料費 ①1,300円 ②1,500円", Fee("paid", 1300, 1500)),
        ("(1)400円 (2)600円", Fee("paid", 400, 600)),
        ("1.500円 2.800円", Fee("paid", 500, 800)),
        ("1.500円", Fee("unknown")),
        ("2.5万円", Fee("paid", 25_000, 25_000)),
        ("2万5千円", Fee("paid", 25_000, 25_000)),
        ("0～500円", Fee("mixed", 0, 500)),
        ("500円以内", Fee("paid", None, 500)),
        # A charge at the door
        ("無料（要入館料）", Fee("paid")),
        ("無料（参加には別に入園料が必要）", Fee("paid")),
        ("無料（ただし、観覧料（一般200円）が必要）", Fee("paid", 200, 200, "per_person")),
        ("無料（高校生以上は要入館料）", Fee("mixed", 0, None)),
        ("入場無料（整理券が必要）", Fee("free", 0, 0)),
        # 無料 holds for its noun, its people, its things
        ("参加費無料（材料費は各自負担）", Fee("paid")),
        ("無料（材料費がかかる場合があります）", Fee("mixed", 0, None)),
        ("中学生以下無料", Fee("mixed", 0, None)),
        ("原則無料", Fee("mixed", 0, None)),
        ("内容により異なります（無料講座あり）", Fee("mixed", 0, None)),
        ("入場無料、ワークショップ参加費300円～", Fee("mixed", 0, None, "per_person")),
        ("無料（材料費）", Fee("unknown")),
        ("無料（入館料含む）", Fee("unknown")),
        ("保護者1名につき子ども2名まで無料", Fee("mixed", 0, None)),
        ("無料（託児は1人500円）", Fee("free", 0, 0)),
        ("どなたでも無料", Fee("free", 0, 0)),
        ("受講料・教材費ともに無料", Fee("free", 0, 0)),
        ("無料（保険料は主催者負担）", Fee("free", 0, 0)),
        ("無料（3日前からのキャンセルは有料）", Fee("free", 0, 0)),
        ("入会金無料、月会費500円", Fee("paid", 500, 500, "per_month")),
        # A gift is nothing one has to pay, and what one is given has no price
        ("参加費無料（募金箱があります）", Fee("free", 0, 0)),
        ("入場無料。運営のための寄付を歓迎します", Fee("free", 0, 0)),
        ("無料（抽選で500円の図書カードを進呈）", Fee("free", 0, 0)),
        ("参加費400円（100円相当の景品付き）", Fee("paid", 400, 400, "per_person")),
        ("無料（保証金500円は後日返金）", Fee("free", 0, 0)),
        # Not always, or for one more
        ("200円ほどの材料費をいただく回があります", Fee("mixed", None, 200)),
        ("無料（ときどき教材費100円）", Fee("mixed", 0, 100)),
        ("1家族700円（3人目以降は1人150円）", Fee("paid", 700, 700, "per_family")),
        ("参加費300円（子ども1人につき＋50円）", Fee("paid", 300, 300, "per_person")),
        # A sum and its parts are one amount
        ("合計4,500円（受講料4,000円、教材費500円）", Fee("paid", 4500, 4500, "per_person")),
        ("2,300円（内訳：参加費1,800円、保険料500円）", Fee("paid", 2300, 2300)),
        ("参加費1,500円（材料費900円、保険料50円込み）", Fee("paid", 1500, 1500, "per_person")),
        ("大人300円、中人200円、小人100円", Fee("paid", 100, 300, "per_person")),
        # Said of somebody who is told by a sentence
        ("浴衣でお越しの方は無料、ほかの方は300円", Fee("mixed", 0, 300)),
        ("初めての方は無料", Fee("mixed", 0, None)),
        ("参加される方は無料です", Fee("free", 0, 0)),
        ("見学・体験無料、月謝4,000円", Fee("mixed", 0, 4000, "per_month")),
        ("参加費・教材費とも不要", Fee("free", 0, 0)),
        ("費用の負担はありません", Fee("free", 0, 0)),
        ("参加費は徴収しません", Fee("free", 0, 0)),
        ("無料（ただし、昼食代・交通費は自己負担）", Fee("free", 0, 0)),
        ("入場無料（フードは有料）", Fee("free", 0, 0)),
        ("入場は無料、1ドリンクの注文をお願いします", Fee("paid")),
        # Numbers and units
        ("三〇〇円", Fee("paid", 300, 300)),
        ("数百円", Fee("paid")),
        ("上限1,500円", Fee("paid", None, 1500)),
        ("1,000円（会員は2割引）", Fee("paid", 800, 1000)),
        ("入会金2,000円、月額3,000円", Fee("paid", 3000, 3000, "per_month")),
        ("3か月4,500円", Fee("paid", 4500, 4500, "other")),
        ("大人400円、家族1,000円", Fee("paid", 400, 1000, "other")),
        ("1チーム2,000円", Fee("paid", 2000, 2000, "other")),
        # Easy Japanese and English
        ("ただ(0えん)", Fee("free", 0, 0)),
        ("おかねは いりません", Fee("free", 0, 0)),
        ("おとな 300えん、こども むりょう", Fee("mixed", 0, 300, "per_person")),
        ("おかねは かかりません（ざいりょうひ 300えん）", Fee("paid", 300, 300)),
        ("おとな 300えん。こどもは ただ。", Fee("mixed", 0, 300, "per_person")),
        ("大人500円、子ども不要", Fee("mixed", 0, 500, "per_person")),
        ("0円（ただし中学生以上は資料代200円）", Fee("mixed", 0, 200)),
        ("チケット 一般3,000円 ※当日は500円増し", Fee("paid", 3000, 3000, "per_person")),
        ("会費：入会時1,000円、年会費2,400円", Fee("paid", 2400, 2400, "per_year")),
        ("スポーツ保険料（年1,850円）別途、月会費2,000円", Fee("paid", 2000, 2000, "per_month")),
        ("入場無料。ただし、プラネタリウムは有料", Fee("mixed", 0, None)),
        ("Free (materials ¥300)", Fee("paid", 300, 300)),
        ("Free admission", Fee("free", 0, 0)),
        ("会員 100円・会員以外 300円", Fee("paid", 100, 300)),
        ("会員1人100円・会員以外300円", Fee("paid", 100, 300, "per_person")),
        ("中学生以上400円、小学生200円、幼児無料（80歳以上無料）", Fee("mixed", 0, 400)),
        ("Fee: 500 yen (members 300 yen)", Fee("paid", 300, 500)),
        ("小学生200円、保護者300円", Fee("paid", 200, 300, "per_person")),
        ("Entry: 800 yen / under 6: free", Fee("mixed", 0, 800, "per_person")),
        ("Entry fee 500 yen", Fee("paid", 500, 500, "per_person")),
        ("500 yen (entry form required)", Fee("paid", 500, 500)),
        ("Adults ¥500, children free", Fee("mixed", 0, 500, "per_person")),
    ],
)
def test_a_fee(text: str, fee: Fee) -> None:
    assert parse_fee(text) == fee


@given(
    st.text(st.sampled_from("0123456789,千万円無料有会費参加1回人年月家族材料実〜から一部未就学児、（） "), max_size=40)
)
def test_any_text_gives_a_sound_fee(text: str) -> None:
    fee = parse_fee(text)
    assert fee.fee_type in VOCABULARIES["fee_type"].values()
    assert fee.unit is None or fee.unit in VOCABULARIES["fee_unit"].values()
    if fee.fee_type == "free":
        assert (fee.fee_yen_min, fee.fee_yen_max) == (0, 0)
    if fee.fee_yen_min is not None and fee.fee_yen_max is not None:
        assert 0 <= fee.fee_yen_min <= fee.fee_yen_max


@pytest.mark.parametrize("text", ["円" * 100_000, "1," * 50_000, "無料" * 50_000, "(" * 100_000])
def test_a_hostile_text_is_unknown(text: str) -> None:
    assert parse_fee(text) == Fee("unknown")


@given(
    st.sampled_from(["無料", "参加費無料", "参加費：0円", "Free", "入場は無料です"]),
    st.sampled_from(["材料費", "入園料", "テキスト代", "保険料", "観覧料", "会場使用料"]),
    st.sampled_from(
        ["（{}別途）", " ※{}が必要です", "（要{}）", "。ただし{}300円", "、{}は実費", "（別途{}を徴収）", "（{}）"]
    ),
)
def test_nothing_is_free_that_names_a_charge_for_taking_part(free: str, label: str, charge: str) -> None:
    assert parse_fee(free + charge.format(label)).fee_type != "free"


@given(st.integers(1, 9999), st.sampled_from("①②③④⑤⑥⑦⑧⑨⑩⑳"), st.sampled_from(["円", "円（大人）", "えん"]))
def test_a_circled_number_never_changes_an_amount(yen: int, sign: str, behind: str) -> None:
    assert parse_fee(f"{sign}{yen}{behind}").fee_yen_max == parse_fee(f"{yen}{behind}").fee_yen_max == yen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Free. You can buy coffee for 100 yen if you like.", Fee("free", 0, 0)),
        ("Free; snacks 100 yen, as you like", Fee("free", 0, 0)),
        ("Free, optional lunch 500 yen", Fee("free", 0, 0)),
        # Everybody pays, or only some are free
        ("Free admission. Materials 300 yen.", Fee("paid", 300, 300)),
        ("Free for members, optional lunch 500 yen", Fee("mixed", 0, None)),
        ("Free for children, adults 300 yen", Fee("mixed", 0, 300, "per_person")),
        ("Free for everyone", Fee("free", 0, 0)),
    ],
)
def test_what_one_pays_as_one_likes_leaves_it_free_in_english_too(text: str, expected: Fee) -> None:
    assert parse_fee(text) == expected
