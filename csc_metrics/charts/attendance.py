"""Who came to meetings, a bar for each agency: what became of its invitations, and apart, where it had none."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd
import polars as pl

from csc_metrics.charts import style
from csc_metrics.charts.bars import Piece, Texture, add_piece
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.frame import LINE_HEIGHT, MARGIN, width_of, wrap_name
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.places import spread_labels
from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.measures.attendance_parts import AgencyAttendance, attendance_by_agency
from csc_metrics.measures.meeting_kinds import MeetingKind
from csc_metrics.narrative.numbers import format_number, format_share

_WIDTH: Final = 400.0
_BAR: Final = 24.0
_APART: Final = 12.0
"""Points between what was the agency's to do and what was not asked of it."""
_GAP: Final = 10.0
_SPACE: Final = 7.0
_LEADER: Final = 11.0
"""Points from a bar down to the words below it."""
_NAME_CHARACTERS: Final = 46
_LINE: Final = style.LABEL_SIZE * LINE_HEIGHT
_WORD_LINE: Final = 16.5
"""Points from a part's name down to its share, for the tails of letters, too."""
_HIDDEN: Final = Texture(colour=style.RANGE_EDGE_COLOUR, width=1.2, dash=(6.0, 3.0), every=2 * _BAR, is_level=True)
_CAME: Final = Texture(colour=style.DARK_BLUE)
_REPORT: Final = Texture(colour=style.TURQUOISE, width=2.6, every=6.0)
_ABSENT: Final = Texture(colour=style.ORANGE, width=2.0, every=7.0, lean=10.0)
_UNRECORDED: Final = Texture(colour=style.DARK_GREY, width=1.4, dash=(1.0, 2.0), every=5.0, is_level=True)
_NOT_INVITED: Final = Texture(colour=style.DARK_PINK, width=1.0, every=8.0, lean=-24.0)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A part of a bar. words: its name, in lines. places: how many meetings."""

    words: str
    places: int
    texture: Texture


def draw_attendance(rows: pd.DataFrame, *, kind: MeetingKind, names: Mapping[str, str]) -> str | None:
    """Draw a bar for each agency: of all meetings that should have had it, what became of its place.

    It came, sent a report alone, was absent, or nobody recorded it; apart from these, to the right of a gap, where it
    was not invited. Each part has a texture of its own and its name and share below it. An agency whose numbers are
    hidden has an empty bar that says so.

    Input: columns of MeasureValues, one authority and one period; the measures of attendance of the kind of meeting.
    kind: of meeting. names: breakdown → the agency's name, of those that the settings expect, in order from the top.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no agency has numbers.
    Raises: ValueError if the rows are of several authorities or periods, or their numbers do not add up.
    """
    told = attendance_by_agency(pl.from_pandas(rows), kind=kind, parts=names)
    if not any(one.is_told for one in told):
        return None
    with style.chart_style():
        svg = _draw(told, kind=kind, names=names).as_svg()
    which = sha256("|".join([*names, str(rows["period_end"].iloc[0])]).encode()).hexdigest()[:8]
    return make_inline_svg(svg, id_prefix=f"attendance-{kind.code}-{which}-")


def _draw(told: tuple[AgencyAttendance, ...], *, kind: MeetingKind, names: Mapping[str, str]) -> Drawing:
    """Return the drawing, the first agency at the top."""
    headings = [_heading(one, kind=kind, name=names[one.part]) for one in told]
    heights = [
        (heading.count("\n") + 1) * _LINE + _BAR + 2 * _GAP + (2 * _WORD_LINE + _LEADER if one.is_told else 0.0)
        for heading, one in zip(headings, told, strict=True)
    ]
    drawing = Drawing(width=_WIDTH, height=sum(heights))
    top = drawing.height
    for one, heading, height in zip(told, headings, heights, strict=True):
        drawing.write(heading, at=(MARGIN, top - 2.0), size=style.LABEL_SIZE)
        _draw_bar(drawing, one=one, high=top - (heading.count("\n") + 1) * _LINE - 4.0)
        top -= height
    return drawing


def _heading(one: AgencyAttendance, *, kind: MeetingKind, name: str) -> str:
    """Return an agency's name with how many meetings should have had it, in lines."""
    if not one.is_told:
        return wrap_name(f"{name}: {STATUS_WORDS[one.status]}", characters=_NAME_CHARACTERS)
    held = kind.one if one.meetings == 1 else kind.short
    return wrap_name(f"{name}: {format_number(one.meetings, decimals=0)} {held}", characters=_NAME_CHARACTERS)


def _draw_bar(drawing: Drawing, *, one: AgencyAttendance, high: float) -> None:
    """Draw an agency's bar below its name. high: points from the lower edge to the bar's upper one."""
    ends = MARGIN, _WIDTH - MARGIN
    if not one.is_told:
        add_piece(drawing, piece=Piece(left=ends[0], right=ends[1], low=high - _BAR, high=high), texture=_HIDDEN)
        return
    parts = [part for part in _parts(one) if part.places]
    scale, left = (ends[1] - ends[0] - _APART) / one.meetings, ends[0]
    middles = []
    for part in parts:
        left += _APART if part.texture is _NOT_INVITED else 0.0
        right = left + part.places * scale
        add_piece(drawing, piece=Piece(left=left, right=right, low=high - _BAR, high=high), texture=part.texture)
        middles.append((left + right) / 2)
        left = right
    _name_parts(drawing, parts=parts, one=one, middles=middles, low=high - _BAR)


def _parts(one: AgencyAttendance) -> tuple[_Part, ...]:
    return (
        _Part(words="Came", places=one.came, texture=_CAME),
        _Part(words="Report", places=one.report_only, texture=_REPORT),
        _Part(words="Absent", places=one.absent, texture=_ABSENT),
        _Part(words="Unrecorded", places=one.not_recorded, texture=_UNRECORDED),
        _Part(words="Not invited", places=one.not_invited, texture=_NOT_INVITED),
    )


def _name_parts(
    drawing: Drawing, *, parts: list[_Part], one: AgencyAttendance, middles: list[float], low: float
) -> None:
    """Write each part's name and share below it, moved apart where they would meet, each led to by a thin line."""
    shares = [format_share(part.places, one.meetings) for part in parts]
    widths = [
        width_of(f"{part.words}\n{share}", size=style.NOTE_SIZE) + _SPACE
        for part, share in zip(parts, shares, strict=True)
    ]
    centres = spread_labels(middles, heights=widths, lowest=MARGIN - _SPACE / 2, highest=_WIDTH - MARGIN + _SPACE / 2)
    for part, share, middle, centre in zip(parts, shares, middles, centres, strict=True):
        for line, words in enumerate((part.words, share), start=1):
            up = low - _LEADER - line * _WORD_LINE + 4.0
            drawing.write(words, at=(centre, up), size=style.NOTE_SIZE, ha="center", va="baseline")
        leader = np.array([low - 1.0, low - _LEADER])
        drawing.line(np.array([middle, centre]), leader, colour=style.LEADER_COLOUR, width=0.8)
