"""A board of what is overdue in a folder of case files, the longest first.

    python examples/overdue_board.py [FOLDER [TIME]]

Only dates that the case or the notice gives can be overdue: an open term such as 速やかに has none.
"""

import sys
from datetime import datetime
from pathlib import Path

import nws_incident as nws

EXAMPLES = Path(__file__).parent / "cases"
NOW = "2017-08-18T09:00:00+09:00"


def overdue(folder: Path, now: datetime) -> list[tuple[str, nws.Duty]]:
    """Return every duty that is past its date, with its case's id, the longest overdue first."""
    found: list[tuple[str, nws.Duty]] = []
    for one in nws.read_paths([folder]):
        if isinstance(one, nws.Unreadable):
            continue
        case = nws.replay(one.case).case
        found.extend((one.case.id, duty) for duty in nws.duties(case, now=now) if duty.overdue)
    return sorted(found, key=lambda row: -row[1].overdue)


def main() -> None:
    """Print a line for each duty that is overdue."""
    arguments = sys.argv[1:]
    folder = Path(arguments[0]) if arguments else EXAMPLES
    now = datetime.fromisoformat(arguments[1] if len(arguments) > 1 else NOW)
    rows = overdue(folder, now)
    for case_id, duty in rows:
        print(f"{duty.overdue:>4}日超過  {duty.due}  {case_id}  {duty.label.read()}")
    print(f"期限を過ぎたもの {len(rows)}件")


if __name__ == "__main__":
    main()
