"""Values of the columns of clean tables, drawn from what each column says of itself; and words that mean none."""

import string
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

import dataframely as dy
from hypothesis import strategies as st

from csc_metrics.contracts.codes import words_of
from csc_metrics.contracts.records.columns import EARLIEST, LATEST, Blank, Column, Kind
from csc_metrics.records.cell_values import LONGEST_IDENTIFIER, LONGEST_TEXT

DRAWN: Final = date(2026, 10, 31)
"""Day on which drawn extracts are drawn, where nothing else is said."""
_VISIBLE: Final = st.characters(categories=("L", "M", "N", "P", "S"), exclude_characters="\ufffd")
_LOOK_LIKE_SOMETHING_ELSE: Final = (
    *(
        "007",
        "1.0",
        "1e5",
        "0x1F",
        "TRUE",
        "NULL",
        "nan",
        "-",
        "?",
        "=1+1",
        "+44",
        "'",
        '"',
        '""',
        ",",
        ";",
        "|",
        "#N/A",
    ),
    *(
        "2026-07-01",
        "2026-07-01 00:00:00",
        "01/02/2026",
        "A\u00df",
        "\ufb01le",
        "e\u0301",
        "\U0001f9d2",
        "a  b",
        "100%",
    ),
)
"""Identifiers and texts that a reader may take for numbers, dates, formulas or nothing."""


def identifiers() -> st.SearchStrategy[str]:
    """Return identifiers as case systems have them, and some that only look like something else."""
    plain = st.builds("{}{}".format, st.sampled_from("ACMRW"), st.integers(1, 40))
    odd = st.text(_VISIBLE, min_size=1, max_size=12)
    return st.one_of(plain, plain, st.sampled_from(_LOOK_LIKE_SOMETHING_ELSE), odd)


def texts() -> st.SearchStrategy[str]:
    """Return texts with single spaces within."""
    words = st.lists(st.text(_VISIBLE, min_size=1, max_size=8), min_size=1, max_size=3).map(" ".join)
    usual = st.sampled_from(("North", "Early help", "Front door; duty", 'Called "duty"', "School, nursery"))
    return st.one_of(usual, st.sampled_from(_LOOK_LIKE_SOMETHING_ELSE).map(lambda text: " ".join(text.split())), words)


def agencies() -> st.SearchStrategy[str]:
    """Return agencies as the settings write them."""
    words = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=5)
    return st.one_of(st.sampled_from(("police", "health", "social_worker")), st.lists(words, min_size=1).map("_".join))


def days(latest: date, *, earliest: date = EARLIEST) -> st.SearchStrategy[date]:
    """Return days up to the latest, most of them within a year of it."""
    return st.one_of(st.dates(max(earliest, latest - timedelta(400)), latest), st.dates(earliest, latest))


def moments(latest: date) -> st.SearchStrategy[datetime]:
    """Return moments up to the end of the latest day, none of them at midnight, which is no time of day."""
    clocks = st.one_of(st.times(time(0, 1)), st.sampled_from((time(9, 30), time(0, 1), time(12), time(23, 59, 59))))
    return st.builds(datetime.combine, days(latest), clocks.map(lambda at: at.replace(microsecond=0))).filter(
        lambda at: at.time() != time.min
    )


def numbers(bounds: dy.Column) -> st.SearchStrategy[float]:
    """Return numbers within a column's bounds, its ends among them."""
    least, most = getattr(bounds, "min", 0.0), getattr(bounds, "max", 1.0)
    rounded = st.floats(least, most).map(lambda number: abs(round(number, 2)))
    return st.one_of(st.sampled_from((float(least), float(most), 1.0)), rounded)


def values(column: Column, bounds: dy.Column, *, drawn: date = DRAWN) -> st.SearchStrategy[object]:
    """Return what a cell of a column may mean, without the empty one. bounds: the column in its schema."""
    latest = drawn if column.is_event else LATEST
    if column.code_set:
        return st.sampled_from(words_of(column.code_set))
    by_kind: dict[Kind, Callable[[], st.SearchStrategy[object]]] = {
        Kind.IDENTIFIER: identifiers,
        Kind.TEXT: texts,
        Kind.AGENCY: agencies,
        Kind.DAY: lambda: days(latest),
        Kind.MOMENT: lambda: moments(latest),
        Kind.YES_NO: st.booleans,
        Kind.NUMBER: lambda: numbers(bounds),
    }
    return by_kind[column.kind]()


def values_or_none(column: Column, bounds: dy.Column, *, drawn: date = DRAWN) -> st.SearchStrategy[object]:
    """Return what a cell may mean, an empty one among it where the column allows that."""
    told = values(column, bounds, drawn=drawn)
    return told if column.blank is Blank.NOT_ALLOWED else st.one_of(told, st.none())


FAULTY: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.IDENTIFIER: ("A\u200b1", "A\ufffd", "x" * (LONGEST_IDENTIFIER + 1), "A\u202e1"),
    Kind.TEXT: ("x" * (LONGEST_TEXT + 1),),
    Kind.AGENCY: ("!", "\u2026", "/ -"),
    Kind.WORD: ("zz?", "0x", "-1", "\u00df\u00df", "true or false"),
    Kind.DAY: ("30/02/2026", "soon", "0001-01-01", "9999-12-31", "1899-12-31", "2101-01-01", "3/4/26", "99999", "1e9"),
    Kind.MOMENT: ("2026-02-30 10:00", "noon", "9999-12-31 23:59", "0001-01-01 00:01", "2026-07-01 25:00", "-1"),
    Kind.YES_NO: ("maybe", "2", "yes and no", "\u2713"),
    Kind.NUMBER: ("1 000", "half", "inf", "-inf", "nan", "-1", "1e999", "101", "0,5", "\u00bd"),
}
"""By kind of column: cells that mean none of its values, whatever stands around them."""
