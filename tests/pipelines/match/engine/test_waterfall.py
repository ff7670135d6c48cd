"""The picture of a pair's evidence is well-formed and says its figures."""

from xml.etree import ElementTree

from pipelines.match.engine.spec_file import spec_of
from pipelines.match.engine.waterfall import waterfall_svg

SPEC = spec_of({"fields": {"name": "name", "phone": "phone"}})


def test_every_comparison_has_its_bar_and_the_sum_is_told() -> None:
    pair = {"prior_bits": -2.0, "name_bits": 7.5, "phone_bits": None, "probability": 0.978}
    root = ElementTree.fromstring(waterfall_svg(pair, SPEC))
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"name", "phone", "不明", "-2.0", "+7.5", "+5.5 → 見込み 97.8%"} <= set(texts)
    bars = [each.attrib for each in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert len(bars) == 4
    starts = [float(bar["x"]) for bar in bars]
    assert starts[1] == starts[0]  # the name's bar begins where the prior's ends, to the left of the middle


def test_far_evidence_stays_inside_the_picture() -> None:
    pair = {"prior_bits": -90.0, "name_bits": 300.0, "phone_bits": -1.0, "probability": 1.0}
    root = ElementTree.fromstring(waterfall_svg(pair, SPEC))
    width = float(root.attrib["width"])
    for bar in root.iter("{http://www.w3.org/2000/svg}rect"):
        assert 0 <= float(bar.attrib["x"]) <= float(bar.attrib["x"]) + float(bar.attrib["width"]) < width
