"""The one case that a command was asked for, out of a file that may hold several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.casefile import ReadCase, Unreadable, read_paths
from nws_incident.cli.story import invalid_story, unreadable_data
from nws_incident.cli.terminal import complain, line_writer, print_json
from nws_incident.fields import show
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nws_incident.notice.edition import Edition


def one_case(
    path: Path,
    case_id: str | None,
    editions: Iterable[Edition],
    *,
    as_json: bool,
    language: str,
) -> ReadCase | None:
    """Return the case of this id, or the only one; nothing, once it is said why there is none."""
    found = [one for one in read_paths([path], editions=editions) if case_id in {None, _id_of(one)}]
    if not found:
        _complain("options.no_such_case", language, id=show(case_id or ""))
        return None
    if len(found) > 1:
        _complain("beside.several", language, file=show(str(path)), count=str(len(found)))
        return None
    (one,) = found
    if isinstance(one, ReadCase):
        return one
    if as_json:
        print_json(unreadable_data(one, language))
    else:
        write = line_writer()
        for line in invalid_story(one, language):
            write(line)
    return None


def _id_of(found: ReadCase | Unreadable) -> str | None:
    return found.case_id if isinstance(found, Unreadable) else found.case.id


def _complain(key: str, language: str, **slots: str) -> None:
    complain(wording(key).fill(**slots).read(language))
