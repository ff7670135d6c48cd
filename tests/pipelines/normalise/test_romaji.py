"""Words in Latin letters that are Japanese, and those that are not."""

import pytest

from pipelines.normalise.romaji import in_katakana


@pytest.mark.parametrize(
    ("word", "kana"),
    [
        ("Fureaikan", "フレアイカン"),
        ("HALO", "ハロ"),
        ("Shin'yurigaoka", "シンユリガオカ"),
        ("Tōkyō", "トキョ"),
        ("matcha", "マッチャ"),
        ("kippu", "キップ"),
        ("onna", "オンナ"),
    ],
)
def test_syllables_are_read(word: str, kana: str) -> None:
    assert in_katakana(word) == kana


@pytest.mark.parametrize("word", ["English", "kids", "NPO", "KCP", "ab", "12ka", "ハロ"])
def test_what_is_no_japanese_is_left_to_the_dictionary(word: str) -> None:
    assert in_katakana(word) is None
