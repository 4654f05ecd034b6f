"""Helpers for the tests of whoever embeds the library: strategies, a state machine, case files.

Most need the extra ``testing``; nothing else in the library imports this package::

    from hypothesis import given
    from nws_incident.testing import cases

    @given(cases())
    def test_my_screen_shows_any_case(case): ...

Whatever a strategy draws is well-formed.  Whether a case accepts it is another matter: `cases`
hold accepted events only, `accepted_events` are accepted, `next_events` mostly, `events` by chance.
"""

from nws_incident.testing.case_files import case_files
from nws_incident.testing.cases import accepted_events, cases, next_events, refused_events
from nws_incident.testing.events import event_data, events
from nws_incident.testing.numbers import doubtful_texts, individual_numbers, numbered_texts
from nws_incident.testing.particulars import inquiries, moments, parties
from nws_incident.testing.reports import report_drafts, reporters
from nws_incident.testing.service import Difference, service_machine
from nws_incident.testing.steered import cases_firing, cases_in, complete_cases, refusals
from nws_incident.testing.texts import nasty_texts, texts

__all__ = [
    "Difference",
    "accepted_events",
    "case_files",
    "cases",
    "cases_firing",
    "cases_in",
    "complete_cases",
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
    "refusals",
    "refused_events",
    "report_drafts",
    "reporters",
    "service_machine",
    "texts",
]
