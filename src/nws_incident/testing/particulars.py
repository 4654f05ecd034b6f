"""Strategies for what events are made of: moments, parties and inquiries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from nws_incident.events import Inquiry, Party
from nws_incident.organization import check_digit, prefecture_of
from nws_incident.terms import PartyKind
from nws_incident.testing.texts import texts

_START = datetime(2017, 7, 19, 0, 30, tzinfo=UTC)
_OFFSETS = tuple(timezone(timedelta(hours=hours)) for hours in (9, 0, -5, 5.5))
_NAMES = ("北海道函館市", "青森県青森市", "青森県教育委員会", "日本年金機構", "架空広域連合")

# Few values, so that two inquiries often agree and sometimes differ.
_STATED_TEXTS = ("甲", "甲", "甲", "甲", "甲", "甲", "乙")
_STATED_MOMENTS = (
    *(_START.astimezone(offset) for offset in (*_OFFSETS, *_OFFSETS)),
    _START + timedelta(minutes=1),
)
_BLANK_TEXTS = (None, "", "\u3000")
_BLANK_MOMENTS = (None,)

_PLAIN_REQUESTERS = {
    PartyKind.MUNICIPALITY: "北海道函館市",
    PartyKind.PREFECTURE: "北海道",
    PartyKind.NATIONAL: "厚生労働省",
    PartyKind.OTHER: "日本年金機構",
}
_PLAIN_PROVIDERS = {
    **_PLAIN_REQUESTERS,
    PartyKind.MUNICIPALITY: "青森県青森市",
    PartyKind.PREFECTURE: "青森県",
}
PLAIN_MOMENT = _START.astimezone(_OFFSETS[0])
PLAIN_INQUIRY = Inquiry(
    occurred_at=PLAIN_MOMENT,
    summary="所得額が添付書類と異なる",
    affair="児童手当の支給",
    procedure="認定の請求",
    information="地方税関係情報",
    processing_number="A-0001",
    request="副本の確認",
)


def plain_party(field: str, kind: PartyKind = PartyKind.MUNICIPALITY) -> Party:
    """Return the party that plainly stands in a field of an opening."""
    names = _PLAIN_PROVIDERS if field == "provider" else _PLAIN_REQUESTERS
    return Party(name=names[kind], kind=kind)


def moments() -> st.SearchStrategy[datetime]:
    """Draw a date and time of 2017 or 2018, with one of a few offsets."""
    minutes = st.integers(min_value=0, max_value=365 * 24 * 60)
    return st.builds(_moment, minutes, st.sampled_from(_OFFSETS))


def _moment(minutes: int, offset: timezone) -> datetime:
    return (_START + timedelta(minutes=minutes)).astimezone(offset)


@st.composite
def parties(draw: st.DrawFn, *, kind: PartyKind | None = None) -> Party:
    """Draw a party of any kind, or of one; a code it has is sound and fits its prefecture."""
    code = draw(st.none() | _codes())
    return Party(
        name=draw(st.sampled_from(_NAMES) | texts()),
        kind=draw(st.sampled_from(PartyKind)) if kind is None else kind,
        code=code,
        prefecture=draw(
            st.none() if code is None else st.sampled_from((None, prefecture_of(code)))
        ),
    )


def _codes() -> st.SearchStrategy[str]:
    bare = st.builds(
        "{:02}{:03}".format,
        st.integers(min_value=1, max_value=47),
        st.integers(min_value=0, max_value=999),
    )
    return st.one_of(bare, bare.map(lambda code: code + check_digit(code)))


def inquiries(*, complete: bool = False) -> st.SearchStrategy[Inquiry]:
    """Draw an inquiry with blanks here and there, or one that is complete.

    The particulars come from few values, so two inquiries often agree and sometimes differ.
    """
    text = st.sampled_from(_STATED_TEXTS + (() if complete else _BLANK_TEXTS))
    moment = st.sampled_from(_STATED_MOMENTS + (() if complete else _BLANK_MOMENTS))
    return st.builds(
        Inquiry,
        occurred_at=moment,
        summary=text,
        affair=text,
        procedure=text,
        information=text,
        processing_number=text,
        request=text,
    )
