"""Move a desk's running cases to a later edition, and tell which stay behind, and why.

    python examples/later_edition.py [OVERLAY]

Without an argument it takes the overlay in the folder `editions` beside this script, which is an
illustration: it renames the system operator and changes nothing else.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import nws_incident as nws

OVERLAY = Path(__file__).parent / "editions" / "2021-09-01-illustration.toml"
REQUESTER = nws.Party(name="宮城県仙台市", kind=nws.PartyKind.MUNICIPALITY, code="041009")
PROVIDER = nws.Party(name="北海道札幌市", kind=nws.PartyKind.MUNICIPALITY, code="011002")


def at(moment: str) -> datetime:
    """Return a time in Japan."""
    return datetime.fromisoformat(f"{moment}+09:00")


def running_cases(later: nws.Edition) -> Iterator[nws.Case]:
    """Return the cases of the desk: one that waits, and one that something happened to later on."""
    for number, day in ((1, "2021-08-30"), (2, "2021-09-02")):
        case = nws.Case(f"sendai-2021-{number:03}", editions=[later])
        case.apply(
            nws.ProvisionFailed(
                at=at(f"{day}T16:40"),
                requester=REQUESTER,
                provider=PROVIDER,
                inquiry=nws.Inquiry(),
            )
        )
        case.apply(
            nws.OutageChecked(
                at=at(f"{day}T16:50"), multi_agency=True, sources=(nws.OutageSource.SUPPORT_SITE,)
            )
        )
        yield case


def move(cases: Iterable[nws.Case], to: str, when: datetime) -> None:
    """Offer each case the change of edition, and tell what became of it."""
    for case in cases:
        decision = case.offer(nws.EditionChanged(at=when, by=nws.Role.REQUESTER, to=to))
        print(
            f"{case.id}: {'移行' if decision.accepted else '移行せず'}、いまの版 {case.edition.id}"
        )
        for finding in decision.findings:
            print(f"  [{finding.rule}] {finding.message()}")


def main() -> int:
    """Load the overlay, move the cases, and show a label before and after."""
    later = nws.load_edition(Path(sys.argv[1]) if len(sys.argv) > 1 else OVERLAY)
    assert later.about.note is not None  # noqa: S101  every overlay has one
    print(f"{later.id}: {later.about.note.read()}")
    cases = list(running_cases(later))
    move(cases, later.id, at("2021-09-01T09:00"))
    for case in cases:
        print(f"{case.id}: {case.edition.label('role', nws.Role.SYSTEM_OPERATOR).read()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
