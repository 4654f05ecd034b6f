"""From a case file to the outcome report, its title, and the event that records it was sent.

The draft fills in what the case's events prove. `problems` lists what is left: here a clerk's
answers stand in a mapping, as a form on a screen would give them.
"""

import dataclasses
import sys
from datetime import date, datetime
from pathlib import Path

import nws_incident as nws

EXAMPLES = Path(__file__).parent
DESK = nws.report.Reporter(
    department="市民部市民税課",
    title="主査",
    person="報告担当者",
    phone="017-000-0000",
    email="shiminzei@example.jp",
)
ANSWERS = {
    "affair_number": "74",
    "causes.human": "provider_omission",
    "consulted_operator": False,
    "consulted_others": False,
    "wider_impact_notified": False,
    "provider_caused.impact": "decision_late_there",
}


@dataclasses.dataclass
class Desk:
    """What an application keeps besides its cases: who hands out the numbers of reports."""

    numbers: nws.report.NumberAllocator


def case_before_its_report(file: Path) -> nws.Case:
    """Return the case of a file as it was before its report was sent."""
    (found,) = nws.read_paths([file])
    if isinstance(found, nws.Unreadable):
        sys.exit(f"{file}: {found.problems[0].message('ja')}")
    events = [event for event in found.case.events if event.type != "outcome_reported"]
    return nws.Case.from_events(events, id=found.case.id)


def report_on(case: nws.Case, desk: Desk, day: date) -> tuple[nws.report.ReportDraft, str]:
    """Draft the report, complete it, and title it; stop where something is still wrong."""
    draft = nws.report.draft(case, reporter=DESK, drafted_on=day)
    print("起票した時点で残っているもの:")
    for problem in nws.report.problems(draft, case):
        print(f"  {problem.field}: {problem.message()}")

    draft = draft.with_values(ANSWERS)
    left = nws.report.problems(draft, case)
    print(f"回答を記入した後に残っているもの: {len(left)}件")
    if left:
        sys.exit("\n".join(problem.message() for problem in left))

    return draft, nws.report.title_of(draft, desk.numbers)


def main() -> None:
    """Report on the first example case."""
    case = case_before_its_report(EXAMPLES / "cases" / "01-registered-copy-wrong.yaml")
    draft, title = report_on(case, Desk(nws.report.MemoryNumbers()), date(2017, 7, 24))
    print(nws.report.as_text(draft))
    print(f"タイトル: {title}")

    sent = nws.OutcomeReported(
        at=datetime.fromisoformat("2017-07-24T16:00:00+09:00"),
        by=nws.Role.PROVIDER,
        title=title,
    )
    decision = case.apply(sent)
    print(f"記録: {', '.join(decision.rules)}、顛末報告は {case.tracks.reporting}")


if __name__ == "__main__":
    main()
