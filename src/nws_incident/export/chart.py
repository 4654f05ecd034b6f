"""Bars as a picture (SVG): groups of them under a heading, each with its label and a remark.

The same bars give the same bytes, on whatever machine.  So texts stay texts, which a viewer shows
in a font of its own, and what has to be measured is measured in the one font that comes with
matplotlib; room for labels is reckoned by the characters, as a terminal does it.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.errors import MissingPackageError

if TYPE_CHECKING:
    from collections.abc import Iterable

MARK = b"<dc:title>nws-incident"
"""What a picture of this library holds, by which it is known."""

_FONTS = (
    "'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', Meiryo, IPAexGothic, "
    "sans-serif"
)
_MEASURED = "DejaVu Sans"
_SETTINGS: Any = {
    "font.family": _MEASURED,
    "svg.fonttype": "none",
    "svg.hashsalt": "nws-incident",
    "axes.unicode_minus": False,
}
_WIDE = frozenset("WF")

# In points: one row is a bar with its label.
_WIDTH = 720.0
_SIZE = 10.0
_SMALL = 9.0
_ROW = 19.0
_HEADING = 46.0
_FOOT = 26.0
_MARGIN = 14.0
_GAP = 8.0

_BAR = "#3d6a96"
_BEYOND = "#9db8d2"
_INK = "#222222"
_FAINT = "#d8d8d8"


@frozen
class Bar:
    """A value, how far the next larger one reaches beyond it (or not at all), and a remark."""

    label: str
    value: float
    remark: str
    beyond: float | None = None


@frozen
class Panel:
    """Groups of bars on one scale; a group's name stands before its first bar.

    `ticks` says where the scale is marked, and by what; on a logarithmic scale the first of them
    is where bars begin.
    """

    heading: str
    groups: Sequence[tuple[str, Sequence[Bar]]]
    ticks: Sequence[tuple[float, str]]
    is_logarithmic: bool = False

    @property
    def bars(self) -> tuple[Bar, ...]:
        """All bars, from the top."""
        return tuple(bar for _, bars in self.groups for bar in bars)


def to_svg(title: str, panels: Iterable[Panel]) -> bytes:
    """Return the panels that have bars, one below the other.

    Raises `MissingPackageError` where the extra ``charts`` is not installed.
    """
    try:
        from matplotlib import rc_context  # noqa: PLC0415  optional
        from matplotlib.figure import Figure  # noqa: PLC0415  optional
    except ImportError:
        raise MissingPackageError("charts_missing") from None
    shown = [panel for panel in panels if panel.bars]
    height = _HEADING + sum(_height(panel) for panel in shown)
    with rc_context(_SETTINGS), warnings.catch_warnings():
        # The measuring font has no Japanese: that is known, and no viewer will use it.
        warnings.filterwarnings("ignore", "Glyph", UserWarning)
        figure = Figure(figsize=(_WIDTH / 72, height / 72))
        canvas = _Canvas(figure, height)
        canvas.write(_MARGIN, 26, title, size=14, weight="bold")
        top = _HEADING
        for panel in shown:
            _draw(canvas, panel, top)
            top += _height(panel)
        written = BytesIO()
        metadata = {"Title": f"nws-incident: {title}", "Creator": None, "Date": None}
        figure.savefig(written, format="svg", metadata=metadata)
    return written.getvalue().replace(f"'{_MEASURED}'".encode(), _FONTS.encode())


@frozen
class _Canvas:
    """A figure in points, from its upper left corner."""

    figure: Any
    height: float

    def write(self, left: float, down: float, text: str, **style: Any) -> None:
        """Write a text whose baseline begins at a point."""
        self.figure.text(
            left / _WIDTH, 1 - down / self.height, text, **{"size": _SIZE, "color": _INK, **style}
        )

    def axes(self, left: float, down: float, width: float, height: float) -> Any:
        """Make room for bars."""
        bottom = 1 - (down + height) / self.height
        return self.figure.add_axes(
            (left / _WIDTH, bottom, width / _WIDTH, height / self.height), frameon=False
        )


def _height(panel: Panel) -> float:
    return _HEADING / 2 + _ROW * len(panel.bars) + _FOOT + _MARGIN


def _draw(canvas: _Canvas, panel: Panel, top: float) -> None:
    """Draw a panel: its heading, the groups, and the bars on their scale."""
    bars = panel.bars
    groups_wide = max(_wide(name) for name, _ in panel.groups)
    labels_wide = max(_wide(bar.label) for bar in bars)
    remarks_wide = max(_wide(bar.remark, _SMALL) for bar in bars)
    labels_at = _MARGIN + (groups_wide + _GAP if groups_wide else 0)
    left = labels_at + labels_wide + _GAP
    down = top + _HEADING / 2
    canvas.write(_MARGIN, top + 10, panel.heading, size=11, weight="bold")
    axes = canvas.axes(left, down, _WIDTH - left - remarks_wide - 2 * _MARGIN, _ROW * len(bars))
    _draw_bars(axes, panel)
    row = 0
    for name, own in panel.groups:
        for number, bar in enumerate(own):
            baseline = down + row * _ROW + _ROW / 2 + _SIZE / 3
            if not number:
                canvas.write(_MARGIN, baseline, name, weight="bold")
            canvas.write(labels_at, baseline, bar.label)
            canvas.write(_WIDTH - _MARGIN - remarks_wide, baseline, bar.remark, size=_SMALL)
            row += 1


def _draw_bars(axes: Any, panel: Panel) -> None:
    bars = panel.bars
    start = panel.ticks[0][0]
    rows = range(len(bars))
    ends = [max(bar.value, start) for bar in bars]
    beyond = [max(bar.value if bar.beyond is None else bar.beyond, start) for bar in bars]
    axes.set_xscale("log" if panel.is_logarithmic else "linear")
    axes.barh(rows, [end - start for end in beyond], left=start, height=0.36, color=_BEYOND)
    axes.barh(rows, [end - start for end in ends], left=start, height=0.62, color=_BAR)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xlim(start, max(*beyond, panel.ticks[-1][0]))
    axes.set_yticks([])
    axes.set_xticks([at for at, _ in panel.ticks], [name for _, name in panel.ticks])
    axes.minorticks_off()
    axes.tick_params(axis="x", length=0, labelsize=_SMALL, labelcolor=_INK)
    axes.grid(visible=True, axis="x", color=_FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _wide(text: str, size: float = _SIZE) -> float:
    """Return about how wide a text is in points: kana and kanji are square."""
    return sum(
        size if unicodedata.east_asian_width(char) in _WIDE else 0.62 * size for char in text
    )
