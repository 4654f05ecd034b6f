"""Contacts and drafts that do not hold together fail at load, with the file and the path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import nws_incident as nws
from own_editions import append, change, problems_of

if TYPE_CHECKING:
    from pathlib import Path

CONTACTS, DRAFTS = "contacts.toml", "drafts.toml"


REPLACED = [
    # A way for every purpose and target, and no two.
    (CONTACTS, "contact_known = false", "contact_known = true", "route[1].purpose", "duplicate"),
    (CONTACTS, "contact_known = false\n", "", "route[0].purpose", "duplicate"),
    (CONTACTS, "contact_known = false\n", "", "$.route", "missing_row"),
    (CONTACTS, 'purpose = "ask_j_lis"', 'purpose = "emergency"', "$.route", "missing_row"),
    (CONTACTS, 'target = "j_lis"\n', "", "$.route", "missing_row"),
    (CONTACTS, 'target = "j_lis"', 'target = "system_operator"', "route[4].target", "duplicate"),
    (CONTACTS, 'id = "help_desk"', 'id = "ministry"', "route[5]", "duplicate"),
    # Names.
    (CONTACTS, 'to = "help_desk"', 'to = "desk"', "route[4].to", "unknown_word"),
    (CONTACTS, 'to = "help_desk"', 'to = "j_lis"', "body.help_desk", "unused"),
    (CONTACTS, 'category = "questions"', 'category = "q"', "route[2].category", "unknown_word"),
    (CONTACTS, 'id = "fax"', 'id = "telex"', "route[4].channel[2]", "unknown_word"),
    (CONTACTS, "fax = {", "phone = {", "channel.phone", "duplicate"),
    (CONTACTS, "outcome_report = {", "form_02_04 = {", "form.form_02_04", "duplicate"),
    (CONTACTS, 'id = "form_03_03"\nmo', 'id = "form_9"\nmo', "route[0].form[1]", "unknown_word"),
    (CONTACTS, 'id = "provider_window"', 'id = "window"', "route[0].relay[0]", "unknown_word"),
    (CONTACTS, 'do_first = ["look_up_faq"]', 'do_first = ["x"]', "do_first", "unknown_word"),
    (CONTACTS, 'category = "faq"', 'category = "faqs"', "instruction[0].category", "unknown_word"),
    (CONTACTS, "${category}", "${place}", "instruction[0].text", "slots"),
    (CONTACTS, 'category = "faq"\n', "", "instruction[0].text", "unknown_word"),
    (CONTACTS, '"summary", ', '"summery", ', "route[0].must_contain", "unknown_word"),
    (
        CONTACTS,
        '["phone", "email"]',
        '["phone", "fax"]',
        "relay[0].remark.channels",
        "unknown_word",
    ),
    (CONTACTS, '["email", "sharing_site"]', '["fax"]', "route[0].form[0].channels", "unknown_word"),
    (CONTACTS, 'clauses = ["4(1)④"]', 'clauses = ["4(9)"]', "relay[0].clauses", "unknown_clause"),
    (CONTACTS, 'clauses = ["4(1)④"]', "clauses = []", "relay[0].clauses", "incomplete"),
    (CONTACTS, 'clauses = ["4(3)"]', "clauses = []", "route[4].clauses", "incomplete"),
    (
        CONTACTS,
        'clauses = ["4(5)①"]',
        'clauses = ["9"]',
        "instruction[0].clauses",
        "unknown_clause",
    ),
    (CONTACTS, 'emergency_form = "must"\n', "", "route[7]", "incomplete"),
    (
        CONTACTS,
        'modality = "may"',
        'modality = "might"',
        "route[0].form[0].modality",
        "unknown_value",
    ),
    (
        CONTACTS,
        'needed_by = ["municipality"]',
        'needed_by = ["town"]',
        "needed_by[0]",
        "unknown_value",
    ),
    # Drafts.
    (DRAFTS, 'kind = "notify_delay"', 'kind = "request_work"', "$.draft", "missing_row"),
    (DRAFTS, 'kind = "notify_delay"', 'kind = "request_work"', "draft[5]", "duplicate"),
    (DRAFTS, 'form = "form_03_13"', 'form = "form_03_03"', "draft[8]", "duplicate"),
    (DRAFTS, 'form = "form_03_13"', 'form = "form_03_03"', "$.draft", "missing_row"),
    (DRAFTS, 'form = "form_02_04"', 'form = "form_02_05"', "draft[4].form", "unknown_word"),
    (DRAFTS, 'form = "form_02_04"\n', "", "draft[4].text", "missing_row"),
    (DRAFTS, 'by = ["requester"]', "by = []", "draft[0].by", "incomplete"),
    (DRAFTS, 'by = ["requester"]', 'by = ["j_lis"]', "draft[0].by", "unknown_word"),
    (DRAFTS, 'clauses = ["1(2)", "4(5)②"]', "clauses = []", "draft[0].clauses", "incomplete"),
    (DRAFTS, '"reply_by"]', '"reply_to"]', "draft[0].optional", "unused"),
    (DRAFTS, "回答期限　　${reply_by}", "回答期限　　$ {reply_by}", "draft[0].text", "template"),
    (DRAFTS, "【未記入:${field}】", "【未記入:$】", "phrase.gap.missing", "template"),
    (DRAFTS, "${matter}の確認", "${matter}${subject}の確認", "draft[0].subject", "unknown_word"),
    (DRAFTS, "　${request_to}", "　${request_for}", "draft[0].text", "unknown_word"),
    (DRAFTS, "desk = {", "desc = {", "blank.desc", "unused"),
    (DRAFTS, "desk = {", "desc = {", "draft[0].text", "unknown_word"),
    (DRAFTS, "cause = {", "causes = {", "draft[2].text", "missing_row"),
    (DRAFTS, 'optional = ["through"]', "optional = []", "draft[4].text", "missing_row"),
    (DRAFTS, "[phrase.charge]", "[phrase.charges]", "phrase.charges", "unused"),
    (DRAFTS, "[phrase.charge]", "[phrase.charges]", "$.phrase", "missing_row"),
    (DRAFTS, "window = {", "door = {", "phrase.request_to", "missing_row"),
    (DRAFTS, "window = {", "door = {", "phrase.request_to.door", "unused"),
    (DRAFTS, 'ja = "連絡窓口"', 'xx = "連絡窓口"', "phrase.recipient_desk.window", "language"),
]


@pytest.mark.parametrize(("name", "old", "new", "path", "key"), REPLACED)
def test_a_broken_table_is_named_with_the_path(
    edition: Path, name: str, old: str, new: str, path: str, key: str
) -> None:
    """Whatever is changed for the worse is found, and its place is named."""
    change(edition / name, old, new)
    found = problems_of(edition)
    assert any(path in at and what in {key, f"edition_{key}"} for at, what in found), found


def test_a_draft_without_a_route_has_nothing_of_one(edition: Path) -> None:
    """What a route fills cannot be filled where there is none."""
    file = edition / DRAFTS
    change(file, 'purpose = "emergency"\n', "")
    found = problems_of(edition)
    assert (f"{DRAFTS}:$.draft[6].text", "edition_missing_row") in found


def test_an_added_draft_of_a_kind_is_found(edition: Path) -> None:
    """A kind has one template, but for the two forms of an emergency."""
    append(
        edition / DRAFTS,
        """
[[draft]]
id = "again"
kind = "notify_delay"
by = ["provider"]
clauses = ["1(3)②"]
subject = { ja = "遅延", en = "Delay" }
text = { ja = "${phone}", en = "${phone}" }
""",
    )
    assert problems_of(edition) == [(f"{DRAFTS}:$.draft[10]", "edition_duplicate")]


def test_a_route_without_a_channel_is_found(edition: Path) -> None:
    """There must be some way to reach whom a route leads to."""
    change(
        edition / CONTACTS,
        'clauses = ["5"]\n[[route.channel]]\nid = "sharing_site"',
        'channel = []\nclauses = ["5"]',
    )
    assert problems_of(edition) == [(f"{CONTACTS}:$.route[6].channel", "edition_incomplete")]


def test_bodies_phone_categories_and_relays_are_replaced_in_data(edition: Path) -> None:
    """A later text names another operator, number and relay, and everything follows, guards too."""
    file = edition / CONTACTS
    change(file, "(総務省大臣官房個人番号企画室)", "(デジタル庁)")
    change(file, "0570-00-1515", "0570-00-0000")
    change(file, "「06. 異常時における連絡等」", "「06. 異常時」")
    change(
        file,
        'id = "j_lis"\nneeded_by = ["municipality"]',
        'id = "j_lis"\nneeded_by = ["prefecture"]',
    )
    later = nws.load_edition(edition)
    way = nws.route("emergency", sender="other", kind="impact_survey", edition=later)
    assert way.phone is not None
    assert way.phone.number == "0570-00-0000"
    assert way.addressee.read() == "情報提供ネットワークシステム運営主体(デジタル庁)"
    asked = nws.route("ask_system_operator", sender="municipality", edition=later)
    assert asked.via == (nws.Relay.PREFECTURE,)
    relays = later.relays[nws.ConsultationTarget.SYSTEM_OPERATOR]
    assert relays[nws.PartyKind.MUNICIPALITY] == (nws.Relay.PREFECTURE,)
    assert relays[nws.PartyKind.PREFECTURE] == (nws.Relay.J_LIS,)


def test_the_form_of_an_emergency_goes_with_the_last_of_the_channels(edition: Path) -> None:
    """Whatever comes before it in turn is only the first word (3)."""
    in_turn = 'remark = { ja = "まず電話で一報する", en = "phone first" }\n'
    change(edition / CONTACTS, in_turn, f'{in_turn}[[route.channel]]\nid = "fax"\n')
    later = nws.load_edition(edition)
    way = nws.route("emergency", sender="other", kind="impact_survey", edition=later)
    assert [channel.id for channel in way.channels] == ["phone", "fax", "sharing_site"]
    assert way.forms[0].channels == ("sharing_site",)
