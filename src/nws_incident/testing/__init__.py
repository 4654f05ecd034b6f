"""Hypothesis strategies for cases, events and texts, for the tests of whoever embeds the library.

Needs the extra ``testing``; nothing else in the library imports this package::

    from hypothesis import given
    from nws_incident.testing import cases

    @given(cases())
    def test_my_screen_shows_any_case(case): ...

Whatever a strategy draws is well-formed.  Whether a case accepts it is another matter: `cases`
hold accepted events only, `next_events` are mostly accepted, `events` by chance.
"""

from nws_incident.testing.cases import cases, next_events
from nws_incident.testing.events import event_data, events
from nws_incident.testing.numbers import doubtful_texts, individual_numbers, numbered_texts
from nws_incident.testing.particulars import inquiries, moments, parties
from nws_incident.testing.reports import report_drafts, reporters
from nws_incident.testing.texts import nasty_texts, texts

__all__ = [
    "cases",
    "doubtful_texts",
    "event_data",
    "events",
    "individual_numbers",
    "inquiries",
    "moments",
    "nasty_texts",
    "next_events",
    "numbered_texts",
    "parties",
    "report_drafts",
    "reporters",
    "texts",
]
