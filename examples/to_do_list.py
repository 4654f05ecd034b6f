"""The to-do list of a counter: what the requester owes in one case, and what it may do instead.

`duties` says what is owed, with the notice's clause and, where there is one, a date; `permissions`
and `exemptions` say what is allowed and what need not be done.
"""

from datetime import date, datetime

import nws_incident as nws

NOW = datetime.fromisoformat("2017-09-05T09:00:00+09:00")
ME = nws.Role.REQUESTER


def case_at_the_counter() -> nws.Case:
    """Return a case whose provider cannot say soon what went wrong."""
    case = nws.Case("kushiro-2017-006")
    at = datetime.fromisoformat
    case.apply(
        nws.DiscrepancyFound(
            at=at("2017-09-01T10:05:00+09:00"),
            requester=nws.Party(name="北海道釧路市", kind=nws.PartyKind.MUNICIPALITY),
            provider=nws.Party(name="宮城県仙台市", kind=nws.PartyKind.MUNICIPALITY),
            inquiry=nws.Inquiry(
                occurred_at=at("2017-09-01T10:00:00+09:00"),
                summary="提供された所得額と課税証明書の額が一致しない",
                affair="児童手当の支給に関する事務",
                procedure="児童手当の認定請求",
                information="地方税関係情報",
                processing_number="20170901-00012",
                request="副本の確認をお願いしたい",
            ),
            decide_by=date(2017, 9, 17),
        )
    )
    case.apply(nws.SelfCheckInconclusive(at=at("2017-09-01T11:00:00+09:00")))
    case.apply(
        nws.ProviderContacted(
            at=at("2017-09-01T13:00:00+09:00"), channel=nws.Channel.PHONE, contact_known=True
        )
    )
    case.apply(nws.CauseDelayed(at=at("2017-09-04T16:00:00+09:00")))
    case.apply(nws.DelayNotified(at=at("2017-09-04T16:10:00+09:00")))
    return case


def when(case: nws.Case, duty: nws.Duty) -> str:
    """Return in Japanese until when a duty is owed: the notice's word, or a date that is given."""
    if duty.due is None:
        return "" if duty.urgency is None else case.edition.label("urgency", duty.urgency).read()
    said = f"期限 {duty.due}"
    if duty.is_due_closed:
        said += f"(閉庁日。次の開庁日は{duty.next_open_day})"
    return f"{duty.overdue}日超過、{said}" if duty.overdue else said


def main() -> None:
    """Print the three lists."""
    case = case_at_the_counter()
    print("行うこと")
    for duty in nws.duties(case, now=NOW):
        who = "当方" if duty.bearer is ME else "相手方"
        clauses = "、".join(duty.clauses)
        print(f"  □ {who}: {duty.label.read()}  {clauses}  {when(case, duty)}".rstrip())
    print("できること")
    for permission in nws.permissions(case):
        if permission.bearer is ME:
            print(f"  ・{permission.label.read()}  {'、'.join(permission.clauses)}")
    print("必要のないこと")
    for exemption in nws.exemptions(case):
        print(f"  ・{exemption.label.read()}  {exemption.reason.read()}")


if __name__ == "__main__":
    main()
