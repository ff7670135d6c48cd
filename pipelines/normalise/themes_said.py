"""What a group does, as its name says it: 囲碁, コーラス, 体操.

Belongs here: words for what is done, spellings of one thing together. Does not belong here: kinds of the vocabulary
(`kinds`), classes of one group (`classes_said`). For matching only: two groups of one house that meet at one time are
told apart by what they do.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from pipelines.normalise.per_value import map_texts

# Theme → words, NFKC. What is often named side by side (茶道 and 華道) stands apart: a group that does both says both
_THEMES: Final = {
    "go": "囲碁|(?<!あ)いご(?=の|ク|サ|同|教)",
    "shogi": "将棋|しょうぎ|ショウギ",
    "mahjong": "麻雀|マージャン|まーじゃん",
    "haiku": "俳句|句会|はいく(?=の|ク|サ|同|教)",
    "tanka": "短歌|歌会",
    "senryu": "川柳",
    "calligraphy": "書道|習字|ペン字|しょどう",
    "picture": "絵手紙|絵画|水彩|スケッチ|水墨|デッサン|えてがみ",
    "photo": "写真|フォト|カメラ",
    "craft": "手芸|編み?物|刺繍|パッチワーク|キルト|洋裁|和裁|しゅげい",
    "pottery": "陶芸|とうげい",
    "tea": "茶道|さどう|サドウ|お茶の会",
    "flower_art": "華道|生け花|いけばな|かどう(?=の|会|ク|サ)",
    "chorus": "コーラス|合唱|女声|混声|うたごえ|歌声|唱歌|童謡",
    "karaoke": "カラオケ|からおけ",
    "instrument": "ハーモニカ|ウクレレ|オカリナ|ギター|太鼓|三味線|大正琴|尺八|吹奏楽|マンドリン|ピアノ|フルート",
    "folk_song": "民謡|詩吟|謡曲|しぎん|シギン|ミンヨウ",
    "dance": "ダンス|フラ(?=[の教クサダハ・ 　]|$)|舞踊|日舞|バレエ|フォークダンス",
    "gymnastics": "体操|たいそう|ストレッチ|ヨガ|ヨーガ|太極拳|気功|ピラティス|エアロビ|介護予防|転倒予防|健康づくり",
    "walking": "ウォーキング|ウォーク|散歩|ハイキング|歩こう|歩く会",
    "ball": "卓球|バドミントン|バレーボール|サッカー|フットサル|野球|ソフトボール|テニス|バスケット|ゲートボール"
    "|グラウンドゴルフ",
    "martial": "剣道|柔道|空手|合気道|少林寺|弓道|けんどう",
    "swimming": "水泳|スイミング|すいえい|スイエイ",
    "english": "英会話|英語|イングリッシュ|エイカイワ",
    "japanese": "日本語|にほんご|識字",
    "chinese": "中国語",
    "korean": "韓国語|ハングル",
    "sign_language": "手話|しゅわ",
    "braille": "点字|点訳",
    "reading": "読み聞かせ|朗読|音訳|おはなし会|お話し?会|紙芝居|絵本|読書会|よみきかせ",
    "toys": "おもちゃ(?:病院|ドクター|の病院)|オモチャ病院",
    "computer": "パソコン|スマホ|スマートフォン|タブレット|プログラミング|ITサ",
    "cooking": "料理|クッキング|お菓子づくり|パンづくり",
    "canteen": "(?:こども|子ども|子供|みんなの|地域|だれでも)の?食堂|こども食堂|ごはん会|フードパントリー",
    "cafe": "カフェ|かふぇ|喫茶|サロン de|茶論",
    "infants": "子育て|赤ちゃん|親子|ベビー|乳幼児|育児|ママ|リトミック",
    "pupils": "寺子屋|てらこや|学習支援|宿題",
    "play": "プレーパーク|プレイパーク|冒険遊び|あそび場",
    "gardening": "花壇|花だん|花いっぱい|公園を|愛護会|園芸|ガーデン|緑化|里山|湧き?水|森を|竹林|清掃|美化",
    "safety": "防犯|防災|見守り|パトロール|交通安全",
    "listening": "傾聴|話し相手",
    "history": "歴史|郷土|古文書|史跡",
    "theatre": "演劇|人形劇|劇団|落語|マジック|手品|腹話術",
    "astronomy": "天文|星空|星を見る",
    "films": "映画|シネマ|上映",
}
_WORDS: Final = {theme: re.compile(words) for theme, words in _THEMES.items()}


def themes_said(name: pl.Series) -> pl.Series:
    """The themes a name says.

    Args:
        name: String column, the name of the activity.

    Returns:
        String column of the same length, themes separated by `;`; null where none is said.
    """
    return map_texts(name, _themes_of, pl.String)


def _themes_of(name: str) -> str | None:
    return ";".join(theme for theme, words in _WORDS.items() if words.search(name)) or None
