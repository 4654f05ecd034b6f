"""The numbers of reports: each is handed out once."""

from __future__ import annotations

from datetime import date

import nws_incident as nws
from nws_incident.testing.journal_contract.scenes import NUMBER, Demand, raises


def report_numbers_are_handed_out_once(journal: nws.Journal) -> None:
    """From 1 to 99 for each body and day; neither a check digit nor a 郡 makes another body."""
    day = date(2017, 7, 19)
    assert [journal.next_report_number("012025", day) for _ in range(3)] == [1, 2, 3]
    assert journal.next_report_number("01202", day) == 4
    assert journal.next_report_number("01202", date(2017, 7, 20)) == 1
    assert journal.next_report_number(None, day) == 1
    assert journal.next_report_number("乙省", day) == 1
    assert [journal.next_report_number("012025", day) for _ in range(95)] == list(range(5, 100))
    assert journal.next_report_number("福岡県三井郡大刀洗町", day) == 1
    assert journal.next_report_number("福岡県 大刀洗町", day) == 2
    with raises(nws.report.NumbersExhausted):
        journal.next_report_number("012025", day)
    with raises(nws.InvalidAppend):
        journal.next_report_number(NUMBER, day)


def it_hands_out_the_numbers_of_titles(journal: nws.Journal) -> None:
    """The report asks it as it asks any allocator; what makes no title takes no number."""
    numbers: nws.report.NumberAllocator = journal
    reporter = nws.report.Reporter(name="北海道函館市", code="012025")
    draft = nws.report.ReportDraft(drafted_on=date(2017, 7, 19), reporter=reporter)
    assert journal.next_report_number("01202", date(2017, 7, 19)) == 1
    assert nws.report.title_of(draft, numbers) == "17071901202-02 北海道函館市【顛末報告書】"
    wrong = draft.replace(reporter=reporter.replace(name="北海道/函館市"))
    with raises(nws.report.InvalidTitle):
        nws.report.title_of(wrong, numbers)
    assert numbers.next_number("012025", date(2017, 7, 19)) == 3


DEMANDS: tuple[Demand, ...] = (
    report_numbers_are_handed_out_once,
    it_hands_out_the_numbers_of_titles,
)
