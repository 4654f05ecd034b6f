"""Strategies for texts that hold no individual number: common ones, and ones that break screens."""

from __future__ import annotations

from hypothesis import strategies as st

from nws_incident.individual_number import scan

_COMMON = (
    "所得額が添付書類と異なる",
    "番号の確認をお願いします",
    "A-0001",
    "お問い合わせの件",
    "Checked with the desk in charge.",
)

_NASTY = (
    "",
    " ",
    "\u3000\t\n",
    "\r\n2行目",
    "null",
    "~",
    "012025",
    "yes",
    "2017-07-19",
    "12:30",
    "1e999",
    "&a *a !!python/object",
    "- [x]: {y: z} # no",
    '{"type": "consulted"}',
    "${where}",
    "${",
    "%s %(name)s {0}",
    "<script>alert(1)</script>",
    '"; rm -rf / #',
    "'); DROP TABLE cases;--",
    "=1+1",
    "[bold]not bold[/bold]",
    "\x1b[31mred",
    "\u202eright to left",
    "e\u0301 か\u3099 ﾊﾟ",
    "\u200b\u2060\ufeff",
    "👨‍👩‍👧‍👦 𠮷野家 葛󠄀",
    "①②③ ㈱ ﾏｲﾅﾝﾊﾞｰ",
    "1234-5678",
    "長" * 2000,
)


def texts() -> st.SearchStrategy[str]:
    """Draw a text that is not blank, and that no scan for individual numbers objects to."""
    alphabet = st.characters(codec="utf-8", exclude_characters="\x00")
    return st.one_of(st.sampled_from(_COMMON), st.text(alphabet, min_size=1)).filter(_is_plain)


def nasty_texts() -> st.SearchStrategy[str]:
    """Draw a text that is allowed and tends to break whatever shows, stores or parses it.

    Some are blank, so they fit the fields that may be (`note`, `message`, `title`).
    """
    some = st.sampled_from(_NASTY)
    return st.one_of(some, st.builds(str.__add__, some, some)).filter(_is_clean)


def _is_plain(text: str) -> bool:
    return bool(text.strip()) and _is_clean(text)


def _is_clean(text: str) -> bool:
    return not scan(text)
