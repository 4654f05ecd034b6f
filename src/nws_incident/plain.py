"""Duties, permissions and exemptions as plain data: what JSON output shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nws_incident.duties.permissions import Exemption, Permission
    from nws_incident.duties.standing import Duty


def duty_data(duty: Duty, language: str) -> dict[str, Any]:
    """Return a duty as plain data, its texts in `language`."""
    return {
        "duty": duty.duty,
        "bearer": duty.bearer,
        "modality": duty.modality,
        "urgency": duty.urgency,
        "due": None if duty.due is None else duty.due.isoformat(),
        "clauses": list(duty.clauses),
        "value": duty.value,
        "counterpart": duty.counterpart,
        "due_source": duty.due_source,
        "is_due_closed": duty.is_due_closed,
        "next_open_day": None if duty.next_open_day is None else duty.next_open_day.isoformat(),
        "overdue": duty.overdue,
        "discharged_by": list(duty.discharged_by),
        "purpose": duty.purpose,
        "label": duty.label.read(language),
        "means": duty.means.read(language),
    }


def permission_data(permission: Permission, language: str) -> dict[str, Any]:
    """Return a permission as plain data, its texts in `language`."""
    note = permission.note
    return {
        "permission": permission.permission,
        "bearer": permission.bearer,
        "modality": permission.modality,
        "clauses": list(permission.clauses),
        "value": permission.value,
        "counterpart": permission.counterpart,
        "event": permission.event,
        "rules": list(permission.rules),
        "purpose": permission.purpose,
        "label": permission.label.read(language),
        "means": permission.means.read(language),
        "note": None if note is None else note.read(language),
    }


def exemption_data(exemption: Exemption, language: str) -> dict[str, Any]:
    """Return an exemption as plain data, its texts in `language`."""
    return {
        "exemption": exemption.exemption,
        "bearer": exemption.bearer,
        "modality": exemption.modality,
        "clauses": list(exemption.clauses),
        "value": None,
        "reason": exemption.reason.read(language),
        "label": exemption.label.read(language),
        "means": exemption.means.read(language),
    }
