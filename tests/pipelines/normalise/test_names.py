"""`core_name` and `legal_form`: one case per rule (docs/meaning.md §5), made-up names where a rule needs one."""

from __future__ import annotations

from itertools import accumulate

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.normalise.name_brackets import PAIRS, SIGNS
from pipelines.normalise.names import core_name, legal_form
from pipelines.normalise.shown_names import shown_name
from pipelines.normalise.text import display


def core(name: str | None) -> str | None:
    cleaned: str | None = (
        pl.DataFrame({"name": [name]}, schema={"name": pl.String}).select(core_name(pl.col("name"))).item()
    )
    return cleaned


def form(name: str | None) -> str | None:
    cleaned: str | None = (
        pl.DataFrame({"name": [name]}, schema={"name": pl.String}).select(legal_form(pl.col("name"))).item()
    )
    return cleaned


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("土橋カフェ", "土橋カフェ", id="plain"),
        pytest.param("「土橋カフェ」", "土橋カフェ", id="enclosed"),
        pytest.param("認知症カフェ「ひこうき雲」", "認知症カフェ ひこうき雲", id="kind word stays"),
        pytest.param("出張法律相談会", "出張法律相談会", id="a kind of its own"),
        pytest.param("＼祝5周年！／ まちかどカフェ「こみち」", "まちかどカフェ こみち", id="a jubilee in slashes"),
        pytest.param("自主保育「もぐらの会」", "自主保育 もぐらの会", id="what is done stays"),
        pytest.param("シニアの「ちから」ネットワーク", "シニアの「ちから」ネットワーク", id="marks inside stay"),
        pytest.param("みんなで歩こう「花めぐり」", "花めぐり", id="catch phrase"),
        pytest.param("市民交流イベント「はぴ☆フェス」", "はぴ☆フェス", id="programme title"),
        pytest.param("【参加者募集】花カフェ", "花カフェ", id="tag"),
        pytest.param("【花カフェ】", "花カフェ", id="tag holds the name"),
        pytest.param("井田こども文化センター【卓球デイ】", "卓球デイ", id="tag holds the name behind a place"),
        pytest.param("花カフェ（追加募集中）", "花カフェ", id="notice in brackets"),
        pytest.param("第47回（令和8年度）清掃活動の実施について【川崎区】", "清掃活動", id="edition, notice, tag"),
        pytest.param("2026年度 音楽会", "音楽会", id="fiscal year"),
        pytest.param("市民オーケストラ第82回演奏会", "市民オーケストラ演奏会", id="edition inside a word"),
        pytest.param("『ゴミ拾い Vol.６』", "ゴミ拾い", id="volume in an enclosed name"),
        pytest.param("音のはらっぱ〜コンサート〜vol.21", "音のはらっぱ", id="subtitle and volume"),
        pytest.param("カフェ「ハチドリ〜オレンジ〜」", "カフェ ハチドリ〜オレンジ〜", id="wave inside quotation marks"),
        pytest.param("ワークショップ ～「あっ！」という体験～", "ワークショップ", id="subtitle with quotation marks"),
        pytest.param("楽器を作ろう♪", "楽器を作ろう", id="note at the end"),
        pytest.param("☆花まつり☆", "花まつり", id="stars around"),
        pytest.param("1/2成人式", "1/2成人式", id="a fraction is no date"),
        pytest.param("３R推進プロジェクト", "3R推進プロジェクト", id="a letter with a digit is no era"),
        pytest.param("手話講習会(昼間)", "手話講習会(昼間)", id="bracket that tells apart"),
        pytest.param("花カフェ（旧：みどりカフェ）", "花カフェ", id="explanation"),
        pytest.param("NPO法人「花の会」", "花の会", id="legal form in front"),
        pytest.param("（一社）花の会", "花の会", id="short legal form"),
        pytest.param("花の会株式会社", "花の会", id="legal form behind"),
        pytest.param("有馬こども文化センター　リトミック", "リトミック", id="facility in front"),
        pytest.param("リトミック in有馬こども文化センター", "リトミック", id="venue with in"),
        pytest.param("リトミック@川崎市アートセンター", "リトミック", id="venue with @"),
        pytest.param("寺子屋事業 栗木台小学校", "寺子屋事業 栗木台小学校", id="only a programme would be left"),
        pytest.param("株式会社", "株式会社", id="stripping leaves nothing: legal form"),
        pytest.param("第14回", "第14回", id="stripping leaves nothing: edition"),
        pytest.param("♪☆", "♪☆", id="stripping leaves nothing: decoration"),
        pytest.param("", None, id="empty"),
        pytest.param("見本教室②", "見本教室", id="serial in a circle"),
        pytest.param("見本教室（3）", "見本教室", id="serial in brackets"),
        pytest.param("見本教室〔２回目〕", "見本教室", id="serial in other brackets"),
        pytest.param("見本教室 その３", "見本教室", id="serial in words"),
        pytest.param("見本カフェ(3)「春の茶会」", "見本カフェ 春の茶会", id="serial before marks"),
        pytest.param("見本フェスタ2026", "見本フェスタ", id="year behind"),
        pytest.param("2026見本市民フェスタ", "見本市民フェスタ", id="year in front"),
        pytest.param("2025年問題を考える会", "2025年問題を考える会", id="a year that is the subject"),
        pytest.param("アジェンダ2030を学ぶ会", "アジェンダ2030を学ぶ会", id="a year within a word"),
        pytest.param("11月親子リトミック", "親子リトミック", id="month in front"),
        pytest.param("5月人形づくり", "5月人形づくり", id="a month that is part of a word"),
        pytest.param("10月から始める英会話", "10月から始める英会話", id="a month within a sentence"),
        pytest.param("防災を学ぶ（全5回・第2回）", "防災を学ぶ", id="serial within an explanation"),
        pytest.param("見本展関連イベント　ミニコンサート", "見本展関連イベント ミニコンサート", id="kind word alone"),
        pytest.param("【見本太郎展】ギャラリートーク", "見本太郎展 ギャラリートーク", id="a tag tells apart"),
        pytest.param("【参加者募集】ギャラリートーク", "ギャラリートーク", id="a tag announces"),
        pytest.param("交流会（さくらの会）", "交流会(さくらの会)", id="brackets tell apart"),
        pytest.param("パソコン教室（木曜）", "パソコン教室(木曜)", id="a weekday tells apart"),
        pytest.param("食卓を囲もう 「にこにこ食堂」3周年", "にこにこ食堂", id="line of the press"),
        pytest.param("笑顔の輪を 「みんなのカフェ」オープン", "みんなのカフェ", id="line of the press, opening"),
        pytest.param("区役所主催「ふたご会」", "ふたご会", id="organiser in front"),
        pytest.param("見本吹奏楽団「秋のコンサート」", "見本吹奏楽団 秋のコンサート", id="any concert"),
        pytest.param("初心者のための「手話教室」", "初心者のための手話教室", id="marks behind の"),
        pytest.param("第一地区「ふれあいサロン」", "第一地区 ふれあいサロン", id="any salon"),
        pytest.param("見本祭り in 見本公園 2026", "見本祭り", id="venue, then year"),
        pytest.param("宮前区：見本講座", "見本講座", id="area and colon"),
        pytest.param("健康講座（後編）", "健康講座(後編)", id="half of a series tells apart"),
        pytest.param("体験会「水引」（午前の部）", "体験会 水引(午前の部)", id="brackets behind marks"),
        pytest.param("企画展「見本」講演会「見本の時代」", "企画展「見本」講演会 見本の時代", id="two names in marks"),
        pytest.param("防災講座⑤地震に備える", "防災講座 地震に備える", id="serial between two words"),
        pytest.param("見本探訪－丘を歩く－", "見本探訪", id="subtitle between lines"),
        pytest.param("「見本の集い」開催のお知らせ", "見本の集い", id="notice of a notice"),
        pytest.param("編み物の会始めます", "編み物の会", id="what an announcement does"),
        pytest.param("おもちゃ病院 登戸会館", "おもちゃ病院", id="hall behind"),
        pytest.param("おもちゃ病院 in 菅会館 2階", "おもちゃ病院", id="hall with its floor"),
        pytest.param("毎月第2水曜日は見本公園でプレーパーク", "プレーパーク", id="days in a headline"),
        pytest.param("[見本会館]みほん体操", "みほん体操", id="tag in square brackets"),
        pytest.param("＜参加者募集＞春の寄せ植え", "春の寄せ植え", id="tag in angle brackets"),
        pytest.param("★ボランティア急募★ 見本食堂", "見本食堂", id="call between stars"),
        pytest.param("（予約制）見本マッサージ", "見本マッサージ", id="call in round brackets"),
        pytest.param("（仮称）見本ひろば", "(仮称)見本ひろば", id="brackets that are no call"),
        pytest.param("花*花サークル", "花*花サークル", id="a star within a name"),
        pytest.param("オレンジカフェ【すみれ】", "オレンジカフェ すみれ", id="a tag behind tells apart"),
        pytest.param("「みほんサロン10月」のお知らせ", "みほんサロン", id="month behind"),
        pytest.param("「みほんの会」9月の様子と10月の予定", "みほんの会", id="page of a blog"),
        pytest.param("みほんクラブの活動紹介", "みほんクラブ", id="report"),
        pytest.param("祝15周年！みほん食堂", "みほん食堂", id="jubilee"),
        pytest.param("記念コンサート", "記念コンサート", id="jubilee that is the name"),
        pytest.param("〜笑って長生き〜 みほん寄席", "みほん寄席", id="subtitle in front"),
        pytest.param("〜花〜 教室", "〜花〜 教室", id="in front of a kind word it tells apart"),
        pytest.param("みほん探検隊 〜森の中を歩いて", "みほん探検隊", id="subtitle that nothing closes"),
        pytest.param("布と糸の店〜ころろ〜", "布と糸の店 ころろ", id="a short name between waves"),
        pytest.param("俳句クラブ「若草」句会", "俳句クラブ 若草 句会", id="kind words on both sides of the marks"),
        pytest.param("みほん講座の受講者を募集します", "みほん講座", id="announcement in a sentence"),
        pytest.param("みほん観察会 ※小雨決行", "みほん観察会", id="note"),
        pytest.param("みほん観察会 講師：見本先生", "みほん観察会", id="label behind"),
        pytest.param("みほん観察会は中止します", "みほん観察会", id="state of the day"),
        pytest.param("みほん広場 12/5(土)開催", "みほん広場", id="day behind"),
        pytest.param("♪（特非）みほんの会", "みほんの会", id="decoration before a legal form"),
        pytest.param("特定非営利活動法人（NPO法人）みほんの会", "みほんの会", id="legal form twice"),
        pytest.param("学校法人見本学園 わかくさ幼稚園", "見本学園 わかくさ幼稚園", id="one of several houses"),
        pytest.param("出演者急募！みほん寄席", "みほん寄席", id="call with an exclamation mark"),
        pytest.param("みほん寄席、開催！", "みほん寄席", id="notice behind a comma"),
        pytest.param("みほん寄席（お知らせ）", "みほん寄席", id="call in brackets behind"),
        pytest.param("みほんサークル★見学随時★", "みほんサークル", id="call between stars behind"),
        pytest.param("見本図書館／おはなし会", "おはなし会", id="house in front of a slash"),
        pytest.param("見本区役所「みほん体操」", "みほん体操", id="office in front"),
        pytest.param("見本会館主催 みほん寄席", "みほん寄席", id="who holds it, in front"),
        pytest.param("手話講座【夜の部】", "手話講座 夜の部", id="a tag behind says which course"),
        pytest.param("【Bコース】手話講座", "Bコース 手話講座", id="a tag in front says which course"),
        pytest.param("茶話会（みほん）", "茶話会(みほん)", id="any tea party"),
        pytest.param("囲碁の会（水曜日）", "囲碁の会(水曜日)", id="group of one weekday"),
        pytest.param("【急募！】【Bコース】手話講座", "Bコース 手話講座", id="a call ends where its brackets do"),
        pytest.param("〈見本の家〉", "見本の家", id="brackets around the whole"),
        pytest.param("第3回［見本の家］", "見本の家", id="brackets around all but the edition"),
        pytest.param("NPO法人〈見本の家〉", "見本の家", id="brackets behind a legal form alone"),
        pytest.param("（仮称）見本の家（旧館）", "(仮称)見本の家", id="two pairs of brackets enclose nothing"),
        pytest.param("編み物クラブ「糸車」が再開しました", "編み物クラブ 糸車", id="sentence that announces"),
        pytest.param(
            "編み物クラブ「糸車」に新しい仲間が加わりました", "編み物クラブ 糸車", id="sentence on a name in marks"
        ),
        pytest.param("編み物クラブ「糸車」をたどる会", "編み物クラブ「糸車」をたどる会", id="a name that goes on"),
        pytest.param("みほん文庫をいよいよ開設いたします！", "みほん文庫", id="sentence that announces, without marks"),
        pytest.param("みほん文庫がはじまりました", "みほん文庫", id="begun"),
        pytest.param("再開発を考える会", "再開発を考える会", id="what only begins like an announcement"),
        pytest.param("みほん合唱団 ／ 歌のひろば", "みほん合唱団", id="two names"),
        pytest.param("みほん合唱団 | Sample Choir", "みほん合唱団", id="two names, one English"),
        pytest.param("おはなし会 / えほんのへや", "おはなし会 / えほんのへや", id="a kind word is no first name"),
        pytest.param("見本図書館 / みほんおはなし会", "みほんおはなし会", id="a house is no first name"),
        pytest.param("おしゃべり会（お喋り会）", "おしゃべり会", id="a kind word and its other spelling"),
        pytest.param(None, None, id="null"),
        ("絵本で心をつなぐ「よみきかせ隊ポポ」", "よみきかせ隊ポポ"),
        ("地域を支える「見本の輪」", "見本の輪"),
        ("歌でつながる「うたごえの輪」", "うたごえの輪"),
        ("子どもと育つ「あそびばプラス」", "あそびばプラス"),
        ("歌とピアノで楽しむ「ミニコンサート」", "歌とピアノで楽しむ ミニコンサート"),
        ("パズルを使って楽しく「大人の脳トレ」", "パズルを使って楽しく 大人の脳トレ"),
        ("心をつなぐカフェ「ひだまり」", "心をつなぐカフェ ひだまり"),
        ("古本交換市を開催します♪", "古本交換市"),
        ("焼き芋カフェを開催します！（稲荷森緑地）", "焼き芋カフェ"),
    ],
)
def test_core_name(name: str | None, expected: str | None) -> None:
    assert core(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NPO法人花の会", "NPO法人"),
        ("NOP法人花の会", "NPO法人"),
        ("認定特定非営利活動法人 花の会", "NPO法人"),
        ("ＮＰＯ法人花の会", "NPO法人"),
        ("（一社）花の会", "一般社団法人"),
        ("公益財団法人花の会", "公益財団法人"),
        ("花の会㈱", "株式会社"),
        ("一社)花の会", "一般社団法人"),
        ("非営利活動法人花の会", "NPO法人"),
        ("一般財団法人花の会", "一般財団法人"),
        ("医療法人社団花の会", "医療法人"),
        ("花の会(小学)", None),
        ("任意団体花の会", "任意団体"),
        ("川崎市認可保育所　花園", None),
        ("花の会", None),
        ("NPO法人花の会・社会福祉法人草の会", None),
        (None, None),
    ],
)
def test_legal_form(name: str | None, expected: str | None) -> None:
    assert form(name) == expected


@settings(deadline=None, max_examples=120)
@given(
    st.lists(
        st.none()
        | st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("【】「」()〜第1回NPO法人 ☆")))
    )
)
def test_a_name_with_something_to_show_always_has_a_core(names: list[str | None]) -> None:
    frame = pl.DataFrame({"name": names}, schema={"name": pl.String})
    out = frame.select(shown=display(pl.col("name")), core=core_name(pl.col("name")), form=legal_form(pl.col("name")))
    assert out.height == len(names)
    assert out["shown"].is_null().to_list() == out["core"].is_null().to_list()
    assert "" not in out["core"].to_list()


@settings(deadline=None)
@given(
    st.sampled_from(["体操教室", "絵画クラブ", "英会話サークル", "みほん会", "スマホ講座"]),
    st.sampled_from(["{}（{}）", "{}【{}】", "{} {}", "{}{}"]),
    st.lists(
        st.sampled_from(["Aコース", "Bコース", "初級クラス", "中級クラス", "午前の部", "夜の部"]),
        min_size=2,
        max_size=2,
        unique=True,
    ),
)
def test_two_courses_of_a_name_never_become_one(name: str, form: str, courses: list[str]) -> None:
    first, second = (core(form.format(name, course)) for course in courses)
    assert first != second


QUOTES = "「『"
TAGS = [*((first, last) for first, last in PAIRS.items() if first not in QUOTES), *("（）", "［］", "｛｝", "＜＞")]
CALLS = ["参加者大募集", "急募", "受付中", "会員募集中", "満員御礼", "要予約", "申込終了", "お知らせ"]


@settings(deadline=None)
@given(
    st.sampled_from(TAGS),
    st.sampled_from(CALLS),
    st.sampled_from(["", "！", "!!", "♪", "★"]),
    st.sampled_from(["{open}{call}{close}{name}", "{open} {call} {close} {name}"]),
    st.sampled_from(["雪の森の集い", "絵本の会", "見本体操クラブ"]),
)
def test_a_call_in_any_brackets_leaves_the_name(
    pair: tuple[str, str], call: str, mark: str, form: str, name: str
) -> None:
    published = form.format(open=pair[0], call=call + mark, close=pair[1], name=name)
    frame = pl.DataFrame({"name": [published]})
    assert frame.select(core=core_name(pl.col("name")), shown=shown_name(pl.col("name"))).row(0) == (name, name)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(SIGNS + "（）［］｛｝＜＞"),
            st.sampled_from([*CALLS, "雪の森", "会", "第3回", "NPO法人", "見本公園", "!", "★", " ", "~", "/", "の"]),
        ),
        max_size=9,
    ).map("".join)
)
def test_no_name_begins_or_ends_with_half_a_pair_of_brackets(published: str) -> None:
    name = core(published) or ""
    if any(sign.isalnum() for sign in name):
        assert name[0] not in PAIRS.values()
        assert name[-1] not in PAIRS
        assert all(has_other_half(name, edge) for edge in (name[0], name[-1]) if edge in SIGNS)


def has_other_half(name: str, edge: str) -> bool:
    """Whether the brackets of one kind, read from an edge, come to nothing somewhere."""
    pair = next((first, last) for first, last in PAIRS.items() if edge in (first, last))
    signs = name if edge == pair[0] else name[::-1]
    depths = accumulate((sign in pair) * (1 if sign == edge else -1) for sign in signs)
    return signs[0] == edge and 0 in depths
