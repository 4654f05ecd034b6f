"""Cases inside an application's own dataclass, stored as JSON and folded anew.

The application keeps what is its own (a ticket number, a clerk) beside the case. It stores the
accepted events, in order, through `write_event`, and makes the case again from what `read_event`
returns; the name of the edition that the case was opened under goes with them.
"""

import json
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nws_incident as nws


@dataclass
class Ticket:
    """What this application knows: its own fields, and a case."""

    number: int
    clerk: str
    case: nws.Case

    def save(self, folder: Path) -> Path:
        """Write the ticket to a file of its own."""
        file = folder / f"{self.number}.json"
        stored = {
            "number": self.number,
            "clerk": self.clerk,
            "case": self.case.id,
            "edition": self.case.opened_under.id,
            "events": [nws.write_event(event) for event in self.case.events],
        }
        file.write_text(json.dumps(stored, ensure_ascii=False, indent=2), encoding="utf-8")
        return file

    @classmethod
    def load(cls, file: Path) -> "Ticket":
        """Read a ticket back; its case is judged anew, event by event."""
        stored = json.loads(file.read_text(encoding="utf-8"))
        case = nws.Case.from_events(
            (nws.read_event(event) for event in stored["events"]),
            id=stored["case"],
            edition=nws.load_edition(stored["edition"]),
        )
        return cls(stored["number"], stored["clerk"], case)


def main() -> None:
    """Open a ticket, store it, load it, and go on where it stopped."""
    ticket = Ticket(1042, "佐藤", nws.Case("kushiro-2017-006"))
    ticket.case.apply(
        nws.ProvisionFailed(
            at=datetime.fromisoformat("2017-09-05T09:00:00+09:00"),
            requester=nws.Party(
                name="北海道釧路市", kind=nws.PartyKind.MUNICIPALITY, code="012068"
            ),
            provider=nws.Party(name="宮城県仙台市", kind=nws.PartyKind.MUNICIPALITY, code="041009"),
            inquiry=nws.Inquiry(processing_number="20170905-00003"),
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        file = ticket.save(Path(folder))
        loaded = Ticket.load(file)

    print(f"ticket {loaded.number} of {loaded.clerk}: {loaded.case!r}")
    print(f"same case after loading: {loaded.case == ticket.case}")

    decision = loaded.case.apply(
        nws.OutageChecked(
            at=datetime.fromisoformat("2017-09-05T09:10:00+09:00"),
            multi_agency=True,
            sources=(nws.OutageSource.SHARING_SITE_05,),
        )
    )
    print(f"event {decision.version} was taken by {', '.join(decision.rules)}")
    print(f"now: {loaded.case.tracks.investigation}, report {loaded.case.tracks.reporting}")


if __name__ == "__main__":
    main()
