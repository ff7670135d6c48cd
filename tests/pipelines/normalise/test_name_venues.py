"""Venues in names: labels, houses of the table, floors, Latin letters, a place in front of で."""

import polars as pl
import pytest

from pipelines.normalise.name_parts import read_names


@pytest.mark.parametrize(
    ("name", "core", "venue"),
    [
        ("@ホーム（アットホーム）", "@ホーム", None),
        ("多摩市民館3階　英語で遊ぼう", "英語で遊ぼう", "多摩市民館3階"),
        ("モルック体験会（多摩川河川敷会場）", "モルック体験会", "多摩川河川敷"),
        ("スマホおたすけ隊　高津会場", "スマホおたすけ隊", "高津"),
        ("市民文化祭　中原地区会場", "市民文化祭", "中原地区"),
        ("子育てサロン　たまっこ（稲田会場）", "子育てサロン たまっこ", "稲田"),
        ("子ども食堂（第2会場）", "子ども食堂", None),
        ("ヨガ教室　オンライン会場", "ヨガ教室 オンライン会場", None),
        ("卓球教室（午前会場）", "卓球教室（午前会場）", None),
        ("国分寺団地集会場　体操", "国分寺団地集会場 体操", None),
        ("歌声喫茶「ともしび」（中原市民館 視聴覚室）", "歌声喫茶 ともしび", "中原市民館 視聴覚室"),
        ("【高津区】溝の口おもちゃ病院（てくのかわさき2階）", "溝の口おもちゃ病院", "てくのかわさき2階"),
        ("プレーパークであそぼう！（とんもり谷戸）", "プレーパークであそぼう", "とんもり谷戸"),
        ("囲碁を楽しむ会（2階建て）", "囲碁を楽しむ会", None),
        ("朗読の会（見学可）", "朗読の会", None),
        ("体操の会（小田中）", "体操の会", "小田中"),
        ("体操の会（高津）", "体操の会", None),
        ("カルッツかわさき　第12回川崎区ダンスフェスタ", "川崎区ダンスフェスタ", "カルッツかわさき"),
        ("子ども夢パーク「雨の日カフェ」", "雨の日カフェ", "子ども夢パーク"),
        ("土橋会館★月イチ健康マージャン", "月イチ健康マージャン", "土橋会館"),
        ("みどりの会「ひだまりサロン」", "みどりの会 ひだまりサロン", None),
        ("教育支援センター「みなみ」", "教育支援センター みなみ", None),
        ("プラザ橘　俳句入門", "俳句入門", "プラザ橘"),
        ("シニアヨガ－東住吉会館－", "シニアヨガ", "東住吉会館"),
        ("フリーマーケット／麻生区役所前広場", "フリーマーケット", "麻生区役所前広場"),
        ("平間小寺子屋", "平間小寺子屋", "平間小"),
        ("ふたごサークル　ピーナッツ（幸会場）", "ふたごサークル ピーナッツ", "幸"),
        ("多幸会場ものがたり", "多幸会場ものがたり", None),
        ("細山公会堂【ひるまの囲碁】", "ひるまの囲碁", "細山公会堂"),
        ("うたごえ喫茶（片平公会堂）", "うたごえ喫茶", "片平公会堂"),
        ("西生田会館◇木曜うたの会", "木曜うたの会", "西生田会館"),
        ("木曜うたの会◇西生田会館", "木曜うたの会", "西生田会館"),
        ("うた◇おどり◇見本の会", "うた◇おどり◇見本の会", None),
        ("お正月あそび体験！（日本民家園）", "お正月あそび体験", "日本民家園"),
        ("プレイグリーンパーク等々力緑地", "プレイグリーンパーク", "等々力緑地"),
        ("みどりの会生田緑地", "みどりの会生田緑地", None),
        ("【参加者募集】幸会場　ボッチャをたのしむ会", "ボッチャをたのしむ会", "幸"),
        ("午前会場　フラダンス教室", "午前会場 フラダンス教室", None),
        ("仙台で「けやき朗読会」", "けやき朗読会", "仙台"),
        ("全員で「大合唱」", "大合唱", None),
        ("さくら公園太極拳愛好会", "さくら公園太極拳愛好会", "さくら公園"),
        ("児童公園体操の会", "児童公園体操の会", None),
        ("外国人のための「にほんごひろば」", "にほんごひろば", None),
        ("コンサート等々力緑地", "コンサート等々力緑地", None),
    ],
)
def test_a_venue_that_is_set_off_is_no_part_of_the_name(name: str, core: str, venue: str | None) -> None:
    assert read_names(pl.Series([name])).row(0)[::2] == (core, venue)


@pytest.mark.parametrize(
    ("name", "core", "venue"),
    [
        ("黒川で「どろんこ農学校」", "どろんこ農学校", "黒川"),
        ("等々力緑地で「はらっぱモルック倶楽部」始動！", "はらっぱモルック倶楽部", "等々力緑地"),
        ("麻生区役所で「しあわせを呼ぶコンサート」", "しあわせを呼ぶコンサート", "麻生区役所"),
        ("南加瀬で続いて20年「かせ寄席」", "かせ寄席", "南加瀬"),
        ("公園で「青空教室」", "青空教室", None),
        ("みんなで「歌おう会」", "歌おう会", None),
        ("生田緑地で「ほたるの国」今年も", "ほたるの国", "生田緑地"),
        ("片平で10年目の「かたひら夜話」", "かたひら夜話", "片平"),
        ("土橋で「朝の市」今年は2日間", "朝の市", "土橋"),
        ("生田緑地で「ほたるの国」を楽しむ会", "生田緑地で「ほたるの国」を楽しむ会", "生田緑地"),
        ("生田緑地で「ほたるの国」鑑賞会", "生田緑地で「ほたるの国」鑑賞会", "生田緑地"),
        ("黒川で学ぶ親子講座「星のふしぎ」", "黒川で学ぶ親子講座 星のふしぎ", "黒川"),
        ("こども食堂で待ってます「にこにこ亭」", "にこにこ亭", None),
        ("地域で支える認知症 「オレンジカフェひまわり」3周年", "オレンジカフェひまわり", None),
        ("写真クラブ「光のサロン」10周年", "写真クラブ 光のサロン", None),
        (
            "自分らしく生きるために「人生会議」はじめてみませんか？",
            "自分らしく生きるために「人生会議」はじめてみませんか？",
            None,
        ),
        ("生田緑地で星を見る会", "生田緑地で星を見る会", "生田緑地"),
    ],
)
def test_a_place_before_a_quoted_name_is_where_it_is(name: str, core: str, venue: str | None) -> None:
    assert read_names(pl.Series([name])).row(0)[::2] == (core, venue)


@pytest.mark.parametrize(
    ("name", "core", "venue"),
    [
        ("Kids English Club @Kuji Kids Center", "Kids English Club", "Kuji Kids Center"),
        ("Yoga for Moms in Shin-Yurigaoka", "Yoga for Moms", "Shin-Yurigaoka"),
        ("Baby Massage at Nakahara Library", "Baby Massage", "Nakahara Library"),
        ("Nihongo Hiroba (Saiwai Civic Hall)", "Nihongo Hiroba", "Saiwai Civic Hall"),
        ("Yoga in English", "Yoga in English", None),
        ("Walking in the Park", "Walking in the Park", None),
        ("English Cafe at Noon", "English Cafe at Noon", None),
        ("Coffee Morning in Kawasaki", "Coffee Morning in Kawasaki", None),
    ],
)
def test_a_place_in_latin_letters(name: str, core: str, venue: str | None) -> None:
    assert read_names(pl.Series([name])).row(0)[::2] == (core, venue)


@pytest.mark.parametrize(
    ("name", "core", "edition"),
    [
        ("出張おひざにのせて", "おひざにのせて", "出張"),
        ("出張まちの保健室", "まちの保健室", "出張"),
        ("出張ひろば「ぽかぽか」", "出張ひろば ぽかぽか", None),
        ("出張所めぐり", "出張所めぐり", None),
        ("出張相談会", "出張相談会", None),
    ],
)
def test_what_goes_out_is_an_edition(name: str, core: str, edition: str | None) -> None:
    row = read_names(pl.Series([name])).row(0)
    assert (row[0], row[3]) == (core, edition)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("ピラティス教室　生徒募集", "ピラティス教室"),
        ("合唱団　団員募集中！", "合唱団"),
        ("傾聴ボランティア募集", "傾聴ボランティア"),
        ("コミュニティカフェぽかぽか　OPEN！", "コミュニティカフェぽかぽか"),
        ("Open Day", "Open Day"),
    ],
)
def test_calls_behind_a_space(name: str, core: str) -> None:
    assert read_names(pl.Series([name])).item(0, "core_name") == core
