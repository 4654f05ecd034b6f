"""A journal in a plain script: a file, a retry where somebody was faster, a checkpoint."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import nws_incident as nws

START = datetime.fromisoformat("2017-09-04T10:05:00+09:00")


def record(journal: nws.Journal, case_id: str, event: nws.Event, request_id: str) -> int:
    """Add one event, whoever else is adding to the case; return the version that it made."""
    while True:
        try:
            version = journal.load(case_id).version
        except nws.UnknownCase:
            version = 0
        try:
            appended = journal.append(
                case_id, [event], expected_version=version, request_id=request_id
            )
        except nws.ConflictError as conflict:
            # Fine for an event that holds whatever else happened; else ask the clerk again.
            print("meanwhile:", [entry.tag for entry in conflict.entries])
        else:
            return appended.version


def main() -> None:
    """Open a case, add to it, be refused, and verify."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'cases.db'}"
        with nws.open_journal(address) as journal:
            opening = nws.DiscrepancyFound(
                at=START,
                requester=nws.Party(name="北海道釧路市", kind=nws.PartyKind.MUNICIPALITY),
                provider=nws.Party(name="宮城県仙台市", kind=nws.PartyKind.MUNICIPALITY),
                inquiry=nws.Inquiry(),
            )
            checked = nws.SelfCheckInconclusive(at=START + timedelta(hours=1))
            print("version", record(journal, "kushiro-6", opening, "form-1"))
            print("version", record(journal, "kushiro-6", checked, "form-2"))
            print("again, version", record(journal, "kushiro-6", checked, "form-2"))
            late = nws.DelayNotified(at=START + timedelta(hours=2))
            try:
                record(journal, "kushiro-6", late, "form-3")
            except nws.Refused as refused:
                print("refused by", sorted({finding.rule for finding in refused.findings}))
        with nws.open_journal(address) as journal:
            print(journal.load("kushiro-6"))
            print("clean:", journal.verify(journal.checkpoint()).is_clean)


if __name__ == "__main__":
    main()
