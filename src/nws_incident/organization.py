"""Japan's public bodies: their codes (全国地方公共団体コード), and when two names are one body's.

The code of a local government is two digits of prefecture, three of body, and a check digit:
weights 6, 5, 4, 3, 2 over the first five, 11 minus the remainder by 11, last digit.
"""

from __future__ import annotations

import re
import unicodedata

_CODE = re.compile(r"[0-9]{5,6}")
_WEIGHTS = (6, 5, 4, 3, 2)
_BODY_DIGITS = 5
_DISTRICT = "郡"
_BOARD = "教育委員会"
_IN_DISTRICTS = ("町", "村")

# fmt: off
PREFECTURES = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県",
    "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県",
    "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県",
    "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県",
    "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県",
    "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県",
    "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県",
    "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)
# fmt: on
"""The 47 prefectures in the order of their numbers; the first is 01."""

_OWN_BODIES = (_BOARD, "組合", "広域連合")
"""What the name of a body says that may share a municipality's code and is no municipality."""


def check_digit(code5: str) -> str:
    """Return the check digit of the first five digits of a code."""
    total = sum(int(digit) * weight for digit, weight in zip(code5, _WEIGHTS, strict=False))
    return str((11 - total % 11) % 10)


def code_fault(code: str) -> str | None:
    """Say what is wrong with `code`, as the key of a message, or nothing if it is sound.

    Keys: `code_form` (not 5 or 6 half-width digits), `code_prefecture` (not 01 to 47),
    `code_check_digit`.
    """
    if _CODE.fullmatch(code) is None:
        return "code_form"
    if not 1 <= int(code[:2]) <= len(PREFECTURES):
        return "code_prefecture"
    if len(code) > _BODY_DIGITS and code[_BODY_DIGITS] != check_digit(code):
        return "code_check_digit"
    return None


def prefecture_of(code: str) -> str:
    """Return the prefecture's name for a sound code."""
    return PREFECTURES[int(code[:2]) - 1]


def fold(name: str) -> str:
    """Fold a body's name for comparison: width and white space make no difference."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def prefecture_in(name: str) -> str:
    """Return the prefecture that a name begins with, or nothing."""
    return next((known for known in PREFECTURES if name.startswith(known)), "")


def without_district(name: str) -> str:
    """Return a name without the 郡 that a town or village lies in; a 郡 of its own name stays."""
    prefecture = prefecture_in(name)
    rest = name.removeprefix(prefecture)
    bare = rest.removesuffix(_BOARD)
    # Only towns and villages lie in a 郡.  What follows it is more of the name than the bare 町 or
    # 村 (兵庫県上郡町); a city or a union (郡山市, 相楽郡広域事務組合) has the 郡 in its own name.
    end = rest.find(_DISTRICT, 1) + 1
    if end and bare.endswith(_IN_DISTRICTS) and len(bare) > end + 1:
        return prefecture + rest[end:]
    return name


def is_same_body(name: str, code: str | None, other_name: str, other_code: str | None) -> bool:
    """Tell whether two descriptions name the same body.

    By code where both have one (with or without the check digit), else by folded name.  A board
    of education, a 一部事務組合 or a 広域連合 may share a municipality's code and is a body of
    its own all the same.
    """
    folded, other_folded = fold(name), fold(other_name)
    if code is None or other_code is None:
        return folded == other_folded
    return code[:_BODY_DIGITS] == other_code[:_BODY_DIGITS] and all(
        (body in folded) == (body in other_folded) for body in _OWN_BODIES
    )
