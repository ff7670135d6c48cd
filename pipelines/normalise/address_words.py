"""What stands in an address and is no building: access, other addresses, anywhere, nearby, not yet known.

Belongs here: the words that say so. Does not belong here: towns and numbers (`towns`, `address_numbers`).
"""

from __future__ import annotations

import re
from typing import Final

from cities.here import here
from pipelines.normalise.wards import CITY, WARD_NAMES

ACCESS: Final = re.compile(
    r"徒歩|駅\s*(?:\w{1,2}口)?\s*(?:から|より|すぐ|の?(?:そば|近く|すぐ近く))|下車|車で約?\d"
    r"|駅前?$|駅\s?(?:中央|[東西南北])*口(?:改札)?前?$|駅\S{0,3}改札"
)
"""How one gets there."""
NO_BUILDING: Final = re.compile(
    r"地?先|地?内|無番地|.{0,4}自宅|.{0,6}者宅|(?:オンライン|[Zz]oom|ZOOM)(?:\w+|[(（].*)?"
    # 区内の各会館: anywhere; 区役所近く: not the place itself
    rf"|(?:{here().stem})?(?:[市区]内|内|各).*"
    # 非公開（お申し込みの方にお知らせします）: told to those who come
    r"|(?:(?:住所|場所|会場|所在地)は?\s?)?(?:非公開|公開していません|(?:お?申し?込み?|参加|登録)[^\s、。]*(?:お知らせ|案内|連絡)).*"
    # （緑区）: the ward, behind its address
    rf"|(?:{CITY})?(?:{WARD_NAMES})"
    r"|の各.*|全域|.*(?:未定|異なります|異なる|近く|そば|となり|隣り?|向かい|裏手?)|付近|周辺|[^\s]{0,8}沿い"
    # と緑区…2-20-4, (1)南区…1-4-1 (2)緑区…: several addresses
    rf"|(?:と|や|及び|および|または|又は|、|・|[(（]?\d[)）])\s?(?:{CITY})?(?:{WARD_NAMES}).*|(?:.*?(?:{WARD_NAMES})[^\s、]*?\d){{2}}.*"
)
"""A whole text that names no building."""
