"""What a chart shows, in one to three plain sentences from the same rows: latest value, limit or levels, direction."""

from datetime import date
from typing import Final

import pandas as pd
import polars as pl

from csc_metrics.contracts.given_frames import polars_with_days
from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.contracts.vocabulary import PeriodType, Source, Status
from csc_metrics.measures.caseload_spread import ABOVE_LIMIT, HIGH_END, HIGHEST, LOW_END, MIDDLE
from csc_metrics.measures.caseloads import AVERAGE_CASELOAD
from csc_metrics.measures.counting.how import SNAPSHOT
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.open_assessments import ASSESSMENTS_OPEN, ASSESSMENTS_OVERDUE, DUE_SOON
from csc_metrics.measures.registry import MEASURES
from csc_metrics.measures.units.assessments import DURATIONS
from csc_metrics.measures.units.open_assessments import DUE_SOON as DUE_SOON_DAYS
from csc_metrics.narrative.as_neighbours import LEVEL_NAMES, between
from csc_metrics.narrative.numbers import format_date, format_number, format_with_unit
from csc_metrics.narrative.words import in_a_row, lower_first, when
from csc_metrics.periods import one_year_before
from csc_metrics.planning.what_it_would_take import CASELOAD, OF_CHILDREN, OF_WORKERS

OF_A_TREND: Final = 24
"""Places of a trend line, one for each month up to the newest: in two years a season can be seen twice."""
_OF_A_SPREAD: Final = (MIDDLE, AVERAGE_CASELOAD, HIGH_END, LOW_END, HIGHEST, ABOVE_LIMIT)
_WHOLE: Final = "all"
_BAND: Final = "open_for="
_DUE_SOON: Final = f"{DUE_SOON_DAYS} working days"
_SHORTEST: Final = "same_day"
_MONTHLY: Final = (PeriodType.MONTH.value, PeriodType.SNAPSHOT.value)
_LOWER, _HIGHER, _THE_SAME = "lower", "higher", "the same"

Rows = pl.DataFrame | pd.DataFrame
Told = dict[date, float]
"""Day → value, where there is one; in order of day."""


def band_in_words(band: str) -> str:
    """Return one of DfE's bands of working days as a person writes it. band: as in measure values.

    >>> band_in_words("same_day"), band_in_words("11_to_20"), band_in_words("61_or_more")
    ('Same day', '11 to 20', '61 or more')
    """
    words = band.replace("_", " ")
    return words[:1].upper() + words[1:]


def caseload_spread_words(rows: Rows, *, limit: float | None = None) -> tuple[str, ...]:
    """Say how caseloads spread at the newest month end, who was above the limit, and how it was a year before.

    Input: rows as of `csc_metrics.charts.caseload_spread.draw_caseload_spread`. limit: as there.
    Returns: one to three sentences; none where no month end has a middle.
    """
    told = {measure.code: _told(rows, measure) for measure in _OF_A_SPREAD}
    if not told[MIDDLE.code]:
        return ()
    newest = max(told[MIDDLE.code])
    said = [_spread(told, newest)]
    if limit is not None:
        number = format_number(limit, decimals=0 if float(limit).is_integer() else MIDDLE.decimals)
        above = _printed(told, ABOVE_LIMIT, newest)
        beyond = f"; {above} of workers were above it" if above else ""
        said.append(f"The authority's limit is {number}{beyond}.")
    return (*said, *_spread_before(told, newest))


def _spread(told: dict[str, Told], newest: date) -> str:
    """Return the spread at a day, as far as its ends have a figure."""
    number = {measure.code: _printed(told, measure, newest, has_unit=False) for measure in _OF_A_SPREAD}
    ends = [f"half of workers held {number[MIDDLE.code]} cases or more"]
    if number[HIGH_END.code]:
        ends.append(f"a tenth {number[HIGH_END.code]} or more")
    if number[LOW_END.code]:
        ends.append(f"a tenth {number[LOW_END.code]} or fewer")
    beside = [("the average", AVERAGE_CASELOAD), ("the highest", HIGHEST)]
    others = [f"{name} was {number[measure.code]}" for name, measure in beside if number[measure.code]]
    after = f"; {in_a_row(others)}" if others else ""
    return f"At {format_date(newest)}, {in_a_row(ends)}{after}."


def _spread_before(told: dict[str, Told], newest: date) -> tuple[str, ...]:
    """Return how the middle and the highest tenth were a year before, or at the first day that has a middle."""
    day = _day_before(told[MIDDLE.code], newest)
    if day is None:
        return ()
    middle, high = (_moved(told, measure, day, newest) for measure in (MIDDLE, HIGH_END))
    then = f"At {format_date(day)}, half held {_printed(told, MIDDLE, day, has_unit=False)} or more"
    if high is None:
        return (f"{then}: now it is {middle}.",)
    both = f"both are {middle} now" if middle == high else f"now the first is {middle} and the second {high}"
    return (f"{then} and a tenth {_printed(told, HIGH_END, day, has_unit=False)} or more: {both}.",)


def open_work_words(rows: Rows) -> tuple[str, ...]:
    """Say how many assessments were open at the newest month end, how many overdue, for how long, and the year before.

    Input: rows as of `csc_metrics.charts.open_work`; `assessments_open` with its parts by `open_for`.
    Returns: one to three sentences; none where no month end has a number of open assessments.
    """
    told = {measure.code: _told(rows, measure) for measure in (ASSESSMENTS_OPEN, ASSESSMENTS_OVERDUE, DUE_SOON)}
    if not told[ASSESSMENTS_OPEN.code]:
        return ()
    newest = max(told[ASSESSMENTS_OPEN.code])
    states = ((ASSESSMENTS_OVERDUE, f"overdue (beyond {ASSESSMENT_LIMIT})"), (DUE_SOON, f"due within {_DUE_SOON}"))
    parts = [_so_many(told, measure, newest, state=state) for measure, state in states]
    of_them = in_a_row([part for part in parts if part]) if any(parts) else ""
    first = f"At {format_date(newest)}, {_so_many(told, ASSESSMENTS_OPEN, newest, state='open')}"
    return (
        f"{first}: {of_them}." if of_them else f"{first}.",
        *_largest_band(rows, newest),
        *_open_before(told, newest),
    )


def _so_many(told: dict[str, Told], measure: Measure, day: date, *, state: str) -> str:
    """Return how many assessments were in a state; nothing where that day has no number."""
    number = _printed(told, measure, day, has_unit=False)
    counted = ("assessment " if number == "1" else "assessments ") if measure is ASSESSMENTS_OPEN else ""
    return f"{number} {counted}{'was' if number == '1' else 'were'} {state}" if number else ""


def _largest_band(rows: Rows, newest: date) -> tuple[str, ...]:
    """Return for how long the most had been open, all bands of as many; nothing where no band has one."""
    bands = {band: _told(rows, ASSESSMENTS_OPEN, part=f"{_BAND}{band}").get(newest, 0.0) for band in DURATIONS}
    most = max(bands.values())
    if not most:
        return ()
    names = in_a_row([_open_for(band) for band, many in bands.items() if many == most])
    number, is_one = format_number(most, decimals=0), list(bands.values()).count(most) == 1
    return (f"The largest {f'group, {number}' if is_one else f'groups, {number} each'}, had been open {names}.",)


def _open_for(band: str) -> str:
    return "since the same day" if band == _SHORTEST else f"for {lower_first(band_in_words(band))} working days"


def _open_before(told: dict[str, Told], newest: date) -> tuple[str, ...]:
    """Return how many were open and overdue a year before, or at the first day that has a number."""
    day = _day_before(told[ASSESSMENTS_OPEN.code], newest)
    if day is None:
        return ()
    is_open, overdue = (_moved(told, measure, day, newest) for measure in (ASSESSMENTS_OPEN, ASSESSMENTS_OVERDUE))
    many = _count(told, ASSESSMENTS_OPEN, day)
    then = f"At {format_date(day)}, {many} {'was' if many == '1' else 'were'} open"
    if overdue is None:
        return (f"{then}: the number is {is_open} now.",)
    both = f"both are {is_open} now" if is_open == overdue else f"now the first is {is_open} and the second {overdue}"
    return (f"{then} and {_count(told, ASSESSMENTS_OVERDUE, day)} overdue: {both}.",)


def trend_line_words(values: Rows, *, scores: Rows) -> dict[tuple[str, str], str]:
    """Say of each trend line its first and last value, its direction and its target, in one short sentence.

    Input: values, scores as of `csc_metrics.charts.trend_lines.draw_trend_lines`.
    Returns: (measure, breakdown) → the sentence; a figure without a value in that time is left out.
    """
    frame = _polars(values).filter(pl.col("period_type").is_in(_MONTHLY), source=Source.LOCAL.value)
    targets = {(row["measure"], row["breakdown"]): row["target"] for row in _polars(scores).to_dicts()}
    wanted = frame.join(pl.DataFrame(list(targets), schema=["measure", "breakdown"], orient="row"),
                        on=["measure", "breakdown"], how="semi")  # fmt: skip
    if wanted.is_empty():
        return {}
    newest = pl.lit(wanted["period_end"].max()).dt.month_start()
    shown = wanted.filter(pl.col("period_end") >= newest.dt.offset_by(f"-{OF_A_TREND - 1}mo"))
    lines = {figure: _told(shown, MEASURES[figure[0]], part=figure[1]) for figure in targets}
    return {figure: _trend(MEASURES[figure[0]], told, targets[figure]) for figure, told in lines.items() if told}


def _trend(measure: Measure, told: Told, target: float | None) -> str:
    """Return what one trend line shows."""
    first, last = min(told), max(told)
    aim = "" if target is None else f" Target: {_with_sign(measure, target)}."
    if first == last:
        return f"{_with_sign(measure, told[last])} {_of_month(measure, last)}, and no other month.{aim}"
    moved = _direction(measure, told[first], told[last])
    ends = (f"{_with_sign(measure, told[day])} {_of_month(measure, day)}" for day in (first, last))
    return f"From {' to '.join(ends)}: {moved}.{aim}"


def _of_month(measure: Measure, day: date) -> str:
    """Return a month as a person says it: "in April 2024", and of what stands at its end "at 30 April 2024"."""
    is_snapshot = measure.from_records is not None and measure.from_records.periods == SNAPSHOT
    return f"at {format_date(day)}" if is_snapshot else f"in {format_date(day).split(' ', 1)[1]}"


def what_it_would_take_words(rows: Rows) -> tuple[str, ...]:
    """Say how many children or referrals there are, and between what there would be at each of the neighbours' levels.

    Input: rows, columns of WhatItWouldTake, of one authority.
    Returns: for each lever that is a rate and has a figure: what there is now, and the ranges.
    """
    return _would_take(rows, levers=OF_CHILDREN, counted="count", decimals=0)


def workers_it_would_take_words(rows: Rows) -> tuple[str, ...]:
    """Say how many full-time social workers hold cases, and between how many would at each of the neighbours' levels.

    Input: rows, columns of WhatItWouldTake, of one authority.
    Returns: for each lever that workers follow from and that has a figure: what there is now, and the ranges.
    """
    return _would_take(rows, levers=OF_WORKERS, counted="fte", decimals=1)


def _would_take(rows: Rows, *, levers: tuple[str, ...], counted: str, decimals: int) -> tuple[str, ...]:
    ends = [f"{counted}_now", f"{counted}_then_lower", f"{counted}_then_upper"]
    held = _polars(rows).filter(status=Status.OK.value).drop_nulls(ends)
    said = []
    for lever in levers:
        levels = {row["level"]: row for row in held.filter(lever=lever).to_dicts()}
        if levels:
            found = {name: tuple(levels[level][end] for end in ends) for level, name in LEVEL_NAMES.items()
                     if level in levels}  # fmt: skip
            now = next(iter(levels.values()))
            said.append(f"{_now_in_words(lever, now, counted)}{_levels_in_words(found, decimals=decimals)}")
    return tuple(said)


def _now_in_words(lever: str, row: dict[str, object], counted: str) -> str:
    """Return the start of a sentence: what there is now, and on which day."""
    now = float(str(row[f"{counted}_now"]))
    measure = MEASURES[lever]
    name = lower_first(measure.title)
    if counted == "count":
        start = (
            f"{measure.title}: {format_number(now, decimals=0)} {lower_first(when(measure, _day(row['period_end'])))}"
        )
        return f"{start}. If the rate were as neighbours have it, there would be "
    day = when(MEASURES[CASELOAD], _day(row["workforce_on"]))
    figure = f"the {name}" if lever == CASELOAD else f"the rate of {name}"
    start = f"{day}, {format_number(now, decimals=1)} full-time equivalent social workers held cases"
    return f"{start}. If {figure} were as neighbours have it, there would be "


def _levels_in_words(found: dict[str, tuple[float, ...]], *, decimals: int) -> str:
    """Return the range at each level, and whether that is more or fewer than now. found: level → now, least, most."""
    ranges = [
        f"{between(least, most, decimals=decimals)} at their {lower_first(name)}"
        for name, (_, least, most) in found.items()
    ]
    by_word: dict[str, list[str]] = {}
    for name, ends in found.items():
        by_word.setdefault(_more_or_fewer(*ends), []).append(lower_first(name))
    if len(by_word) == 1:
        return f"{in_a_row(ranges)}: {next(iter(by_word))} at each."
    apart = [f"{word} at their {in_a_row(names)}" for word, names in by_word.items()]
    return f"{in_a_row(ranges)}: {'; '.join(apart)}."


def _more_or_fewer(now: float, least: float, most: float) -> str:
    if most < now:
        return "fewer"
    return "more" if least > now else "about as many"


def _polars(rows: Rows) -> pl.DataFrame:
    return polars_with_days(rows)


def _told(rows: Rows, measure: Measure, *, part: str = _WHOLE) -> Told:
    """Return the values of one figure by day, where it has any."""
    of_it = _polars(rows).filter(measure=measure.code, breakdown=part, status=Status.OK.value).sort("period_end")
    return dict(of_it.select("period_end", "value").iter_rows())


def _day_before(told: Told, newest: date) -> date | None:
    """Return the day a year before where it has a value, else the first day with one; None where there is no other."""
    before = one_year_before(newest)
    day = before if before in told else min(told)
    return day if day != newest else None


def _printed(told: dict[str, Told], measure: Measure, day: date, *, has_unit: bool = True) -> str:
    """Return a figure as printed; nothing where that day has none."""
    value = told[measure.code].get(day)
    if value is None:
        return ""
    return _with_sign(measure, value) if has_unit else format_number(value, decimals=measure.decimals)


def _count(told: dict[str, Told], measure: Measure, day: date) -> str:
    return _printed(told, measure, day, has_unit=False)


def _with_sign(measure: Measure, value: float) -> str:
    return format_with_unit(value, decimals=measure.decimals, unit=measure.unit)


def _moved(told: dict[str, Told], measure: Measure, before: date, newest: date) -> str | None:
    """Return which way a figure moved between two days; None where one of them has none."""
    values = told[measure.code]
    if before not in values or newest not in values:
        return None
    return _direction(measure, values[before], values[newest])


def _direction(measure: Measure, before: float, after: float) -> str:
    """Return lower, higher or the same, by the figures as they are printed."""
    first, last = (format_number(value, decimals=measure.decimals) for value in (before, after))
    if first == last:
        return _THE_SAME
    return _HIGHER if after > before else _LOWER


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.min
