"""The outcome report as an Excel workbook: written, and read back.

The packages that this takes (the extra ``report``) are imported when they are needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from nws_incident.editions import load_edition
from nws_incident.errors import ROOT, InvalidWorkbook, MissingPackageError, Problem
from nws_incident.report.cell_text import holds_number
from nws_incident.report.model import ReportDraft
from nws_incident.report.saving import save

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from nws_incident.notice.edition import Edition

_SUFFIX = ".xlsx"
_MISSING = "report_missing"


@frozen
class ReadReport:
    """A report that was read from a workbook.

    `problems` has one for each field that could not be read; the field is left open in `draft`.
    Whether what could be read is complete and right is another question.
    """

    draft: ReportDraft
    problems: tuple[Problem, ...]


def to_bytes(draft: ReportDraft, *, edition: Edition | None = None) -> bytes:
    """Return the workbook of `draft`; the same draft always gives the same bytes.

    The form is that of `edition`, or else of the edition that the draft names.  Raises
    `InvalidWorkbook` with every text that no cell can hold or that holds an individual number
    (4(5)②), and `MissingPackageError` where the extra ``report`` is not installed.
    """
    try:
        from nws_incident.report.writing import workbook_bytes  # noqa: PLC0415  optional
    except ImportError:
        raise MissingPackageError(_MISSING) from None
    return workbook_bytes(draft, load_edition(draft.edition) if edition is None else edition)


def write(
    draft: ReportDraft,
    path: str | os.PathLike[str],
    *,
    overwrite: bool = False,
    edition: Edition | None = None,
) -> Path:
    """Write the workbook of `draft` to a new file, and return its path.

    The file appears whole or not at all.  Raises `FileExistsError` where there is one already,
    unless `overwrite` allows it; `InvalidWorkbook` where the name does not end in ``.xlsx`` or
    holds an individual number; and whatever `to_bytes` raises.
    """
    target = Path(path)
    if holds_number(target.name):
        raise InvalidWorkbook.at(ROOT, "individual_number")
    if target.suffix.lower() != _SUFFIX:
        raise InvalidWorkbook.at(ROOT, "workbook_name")
    save(to_bytes(draft, edition=edition), target, overwrite=overwrite)
    return target


def read(
    path: str | os.PathLike[str],
    *,
    edition: Edition | None = None,
    editions: Iterable[Edition] = (),
) -> ReadReport:
    """Read a workbook that `write` made, whoever filled it in since.

    Dates, times and answers may be typed as people type them.  It is read by the edition that
    it names: one of `editions`, or one that the library ships; or by `edition`, whatever it names.
    Raises `InvalidWorkbook` where the file is none of these
    workbooks, is damaged, or holds what no form has (macros, links, other files, far too much);
    `OSError` where there is no file; `MissingPackageError` where the extra ``report`` is not
    installed.
    """
    try:
        from nws_incident.report.reading import read_file  # noqa: PLC0415  optional
    except ImportError:
        raise MissingPackageError(_MISSING) from None
    return ReadReport(*read_file(Path(path), edition, editions))


def from_bytes(
    data: bytes, *, edition: Edition | None = None, editions: Iterable[Edition] = ()
) -> ReadReport:
    """Read a workbook from its bytes, as `read` does from a file."""
    try:
        from nws_incident.report.reading import read_bytes  # noqa: PLC0415  optional
    except ImportError:
        raise MissingPackageError(_MISSING) from None
    return ReadReport(*read_bytes(data, edition, editions))
