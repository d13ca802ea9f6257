"""Open assessments: by how long each had been open at the newest month end, and how many there were at each one."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from csc_metrics.charts import style
from csc_metrics.charts.drawing import Drawing, Numbers
from csc_metrics.charts.frame import DIGIT_HEIGHT, MARGIN
from csc_metrics.charts.inline_svg import make_inline_svg
from csc_metrics.charts.narrow_months import Look, MonthSeries, MonthsPicture, compose_months, month_ends, series_of
from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.open_assessments import ASSESSMENTS_OPEN, ASSESSMENTS_OVERDUE, DUE_SOON
from csc_metrics.measures.units.assessments import BEYOND_THE_LIMIT, DURATIONS
from csc_metrics.measures.units.open_assessments import DUE_SOON as DUE_SOON_DAYS
from csc_metrics.narrative.numbers import format_date, format_number
from csc_metrics.narrative.picture_words import band_in_words

_LOOKS: Final = {
    ASSESSMENTS_OPEN.code: Look(colour=style.DARK_BLUE, width=3.0, words=style.DARK_BLUE),
    ASSESSMENTS_OVERDUE.code: Look(colour=style.DARK_PINK, width=2.2, dash=(4.0, 1.5), words=style.DARK_PINK),
    DUE_SOON.code: Look(colour=style.DARK_GREY, width=1.8, dash=(1.0, 1.6), words=style.DARK_GREY),
}
_WORDS: Final = {
    ASSESSMENTS_OPEN.code: "Open",
    ASSESSMENTS_OVERDUE.code: "Overdue: {}",
    DUE_SOON.code: f"Due within {DUE_SOON_DAYS}\nworking days: {{}}",
}
_PREFIX: Final = "open_for="
_WIDTH, _LEFT, _LONGEST_BAR = 400.0, 92.0, 236.0
_TOP, _ROW, _BAR, _HEADING, _GAP, _BELOW = 28.0, 21.0, 14.0, 22.0, 12.0, 8.0
_STROKES_EVERY, _OUTLINE = 6.0, 1.4
_BREAK: Final = [np.nan, np.nan]


@dataclass(frozen=True, kw_only=True)
class _Ages:
    """How many had been open for how long. on: the month end. counts: by band; a status where there is no number."""

    on: date
    counts: dict[str, float | str]

    def of(self, *, is_overdue: bool) -> dict[str, float | str]:
        """Return the bands within the limit, or those beyond it, the shortest first."""
        return {band: told for band, told in self.counts.items() if (band in BEYOND_THE_LIMIT) == is_overdue}

    @property
    def highest(self) -> float:
        return max((told for told in self.counts.values() if isinstance(told, float)), default=0.0) or 1.0


def draw_open_work(rows: pd.DataFrame) -> str | None:
    """Draw how many assessments had been open for how long at the newest month end, the overdue apart and striped.

    A bar for each of DfE's bands of working days, with its number beside it. A band that no open assessment is in has
    a 0; one that is hidden says so and has no bar.

    Input: columns of MeasureValues; one authority; of `assessments_open` all of it and its parts by `open_for`, of one
    month end or more. Rows of other measures and parts are not read.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where the newest month end
    has no part with a value.
    Raises: ValueError if the rows are of more than one authority, or tell a band twice.
    """
    ages = _read_ages(rows)
    if ages is None:
        return None
    with style.chart_style():
        svg = _draw_ages(ages).as_svg()
    return make_inline_svg(svg, id_prefix=f"open-{_which(rows)}-")


def draw_open_work_over_months(rows: pd.DataFrame) -> str | None:
    """Draw how many assessments were open at each month end, how many of them overdue, and how many due soon.

    The axis starts at 0. A month end without a value breaks a line and is named below the axis with its reason.

    Input: columns of MeasureValues; one authority and part; of measures, `assessments_open`, `assessments_overdue` and
    `assessments_due_soon` are drawn and others are not.
    Returns: an <svg> element for use inside an HTML page, the same bytes each time; None where no row has a value.
    Raises: ValueError if the rows are of more than one authority or part.
    """
    picture = _read_months(rows)
    if picture is None:
        return None
    with style.chart_style():
        svg = compose_months(picture).as_svg()
    return make_inline_svg(svg, id_prefix=f"open-months-{_which(rows)}-")


def _which(rows: pd.DataFrame) -> str:
    told = rows.iloc[0]
    return sha256(f"{told['area_code']}|{told['breakdown']}".encode()).hexdigest()[:8]


def _read_ages(rows: pd.DataFrame) -> _Ages | None:
    """Return the newest month end's counts by band; None where none has a number."""
    if rows["area_code"].nunique() > 1:
        raise ValueError("A chart of open work shows one authority: filter the rows first.")
    is_band = rows["breakdown"].str.startswith(_PREFIX)
    told = rows[(rows["measure"] == ASSESSMENTS_OPEN.code) & (is_band | (rows["breakdown"] == "all"))]
    if told.empty:
        return None
    days = pd.to_datetime(told["period_end"])
    newest = told[days == days.max()]
    if not newest["breakdown"].is_unique:
        raise ValueError("A chart of open work takes each band once: two rows of one band end on one day.")
    cells = zip(newest["breakdown"], newest["value"], newest["status"], strict=True)
    parts = {part: _number_or_status(value, status) for part, value, status in cells}
    whole = parts.pop("all", Status.NOT_COLLECTED.value)
    held = {part.removeprefix(_PREFIX): number for part, number in parts.items()}
    if not any(isinstance(number, float) for number in held.values()):
        return None
    without = 0.0 if whole == sum(n for n in held.values() if isinstance(n, float)) else Status.NOT_COLLECTED.value
    return _Ages(on=days.max().date(), counts={band: held.get(band, without) for band in DURATIONS})


def _number_or_status(value: object, status: object) -> float | str:
    return float(str(value)) if status == Status.OK.value else str(status)


def _draw_ages(ages: _Ages) -> Drawing:
    """Return the drawing: two groups of bars from one line at the left, each under its heading."""
    groups = (ages.of(is_overdue=False), ages.of(is_overdue=True))
    height = _TOP + sum(_HEADING + _ROW * len(group) for group in groups) + _GAP + _BELOW
    drawing = Drawing(width=_WIDTH, height=height)
    unit = f"assessments, by working days open on {format_date(ages.on)}"
    drawing.write(unit, at=(MARGIN, height - 6.0), size=style.NOTE_SIZE, colour=style.DARK_GREY)
    top = height - _TOP
    for is_overdue, group in enumerate(groups):
        _write_heading(drawing, group=group, top=top, is_overdue=bool(is_overdue))
        top -= _HEADING
        _draw_bars(drawing, group=group, top=top, highest=ages.highest, is_overdue=bool(is_overdue))
        top -= _ROW * len(group) + _GAP
    return drawing


def _write_heading(drawing: Drawing, *, group: dict[str, float | str], top: float, is_overdue: bool) -> None:
    """Write what a group is, and how many are in it where each of its bands is known."""
    words = f"overdue, beyond {ASSESSMENT_LIMIT}" if is_overdue else f"within {ASSESSMENT_LIMIT}"
    known = [told for told in group.values() if isinstance(told, float)]
    is_whole = len(known) == len(group)
    words = f"{format_number(sum(known), decimals=0)} {words}" if is_whole else f"{words[:1].upper()}{words[1:]}"
    colour = style.DARK_PINK if is_overdue else style.DARK_BLUE
    drawing.write(words, at=(MARGIN, top), size=style.LABEL_SIZE, colour=colour, weight="bold")


def _draw_bars(
    drawing: Drawing, *, group: dict[str, float | str], top: float, highest: float, is_overdue: bool
) -> None:
    """Draw the bars of a group with their names and numbers: filled within the limit, striped beyond it."""
    boxes = []
    for place, (band, told) in enumerate(group.items()):
        middle = top - _ROW * (place + 0.5)
        length = told / highest * _LONGEST_BAR if isinstance(told, float) else 0.0
        words = format_number(told, decimals=0) if isinstance(told, float) else STATUS_WORDS[told]
        at = middle - DIGIT_HEIGHT / 2
        drawing.write(band_in_words(band), at=(_LEFT - 6.0, at), size=style.TICK_SIZE, ha="right", va="baseline")
        drawing.write(words, at=(_LEFT + length + 6.0, at), size=style.TICK_SIZE, va="baseline")
        if length:
            boxes.append((_LEFT + length, middle - _BAR / 2, middle + _BAR / 2))
    if boxes:
        (_draw_striped if is_overdue else _draw_filled)(drawing, np.array(boxes))
    edge = np.array([top, top - _ROW * len(group)])
    drawing.line(np.full(2, _LEFT), edge, colour=style.DARK_GREY, width=1.25)


def _draw_filled(drawing: Drawing, bars: Numbers) -> None:
    """Fill bars, all as one area with breaks. bars: right end, lower and upper edge of each."""
    breaks = np.full(len(bars), np.nan)
    x = np.column_stack([np.full(len(bars), _LEFT), bars[:, 0], breaks]).ravel()
    low, high = (np.column_stack([edge, edge, breaks]).ravel() for edge in (bars[:, 1], bars[:, 2]))
    drawing.band(x, low, high, colour=style.DARK_BLUE)


def _draw_striped(drawing: Drawing, bars: Numbers) -> None:
    """Outline bars and stripe them from lower left to upper right, all as one line with breaks. bars: as above."""
    pieces = []
    for right, low, high in bars.tolist():
        pieces.append(np.array([[_LEFT, low], [right, low], [right, high], [_LEFT, high], [_LEFT, low], _BREAK]))
        starts = np.arange(_LEFT, right - (high - low), _STROKES_EVERY)
        pieces += [np.array([[start, low], [start + high - low, high], _BREAK]) for start in starts]
    x, y = np.concatenate(pieces).T
    drawing.line(x, y, colour=style.DARK_PINK, width=_OUTLINE)


def _read_months(rows: pd.DataFrame) -> MonthsPicture | None:
    """Return what is drawn over the months; None where nothing has a value."""
    told = rows[rows["measure"].isin(list(_LOOKS))]
    if any(told[column].nunique() > 1 for column in ("area_code", "breakdown", "source", "period_type")):
        raise ValueError("A chart of open work over months shows one authority and part: filter the rows first.")
    if told.empty:
        return None
    ends = month_ends(told)
    held = {code: series_of(told[told["measure"] == code], ends=ends) for code in _LOOKS}
    series = tuple(_series(code, *held[code]) for code in _LOOKS if not np.isnan(held[code][0]).all())
    if not series:
        return None
    return MonthsPicture(ends=tuple(day.date() for day in ends), series=series, unit=ASSESSMENTS_OPEN.unit)


def _series(code: str, values: Numbers, status: tuple[str, ...]) -> MonthSeries:
    """Return one of the lines with its label; of all that is open the figure stands in large."""
    newest = format_number(float(values[~np.isnan(values)][-1]), decimals=0)
    big = newest if code == ASSESSMENTS_OPEN.code else ""
    return MonthSeries(values=values, look=_LOOKS[code], words=_WORDS[code].format(newest), big=big, status=status)
