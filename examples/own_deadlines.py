"""A host's own policy for 直ちに and 速やかに, on a calendar of its own.

The notice gives no number of days for either word, and the library invents none. A host that has
set itself terms passes them in; the dates that follow are marked as the host's.
"""

from datetime import date, datetime

from attrs import frozen

import nws_incident as nws

NOW = datetime.fromisoformat("2017-09-08T09:00:00+09:00")
POLICY = {
    nws.Urgency.IMMEDIATELY: nws.BusinessDays(1),
    nws.Urgency.PROMPTLY: nws.BusinessDays(5),
}


@frozen
class TownCalendar:
    """The office calendar, and the town's own closed days."""

    offices: nws.Calendar
    own: frozenset[date]

    def is_closed(self, day: date) -> bool:
        """Tell whether the town's office is closed."""
        return day in self.own or self.offices.is_closed(day)


def case_under_investigation() -> nws.Case:
    """Return a case whose provider is looking for the cause and has a delay to tell of."""
    at = datetime.fromisoformat
    party = nws.Party(name="北海道釧路市", kind=nws.PartyKind.MUNICIPALITY)
    case = nws.Case("kushiro-2017-007")
    case.apply(
        nws.DiscrepancyFound(
            at=at("2017-09-01T10:05:00+09:00"),
            requester=party,
            provider=party.replace(name="宮城県仙台市"),
            inquiry=nws.Inquiry(
                occurred_at=at("2017-09-01T10:00:00+09:00"),
                summary="提供された所得額と課税証明書の額が一致しない",
                affair="児童手当の支給に関する事務",
                procedure="児童手当の認定請求",
                information="地方税関係情報",
                processing_number="20170901-00013",
                request="副本の確認をお願いしたい",
            ),
            decide_by=date(2017, 9, 15),
        )
    )
    case.apply(nws.SelfCheckInconclusive(at=at("2017-09-01T11:00:00+09:00")))
    case.apply(
        nws.ProviderContacted(
            at=at("2017-09-01T13:00:00+09:00"), channel=nws.Channel.PHONE, contact_known=True
        )
    )
    case.apply(nws.CauseDelayed(at=at("2017-09-07T17:00:00+09:00")))
    return case


def main() -> None:
    """Print what is owed with and without the policy."""
    case = case_under_investigation()
    calendar = TownCalendar(nws.OfficeCalendar(), frozenset({date(2017, 9, 8)}))
    for name, terms in (("通知のみ", None), ("自機関の基準あり", POLICY)):
        print(name)
        for duty in nws.duties(case, now=NOW, calendar=calendar, terms=terms):
            word = label(case, "urgency", duty.urgency)
            due = "期限なし" if duty.due is None else f"{duty.due}({source_of(case, duty)})"
            print(f"  {duty.label.read()}  {word}  {due}")


def source_of(case: nws.Case, duty: nws.Duty) -> str:
    """Return in Japanese who set a duty's date."""
    return label(case, "due_source", duty.due_source)


def label(case: nws.Case, vocabulary: str, word: str | None) -> str:
    """Return a word in Japanese, or nothing for none."""
    return "" if word is None else case.edition.label(vocabulary, word).read()


if __name__ == "__main__":
    main()
