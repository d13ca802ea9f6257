"""Words of tables on the quality of recording: names of tables, fields and rules, numbers, shares and days."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from csc_metrics.contracts.vocabulary import Status
from csc_metrics.data_quality.faults_by_rule import WHOLE_FILE
from csc_metrics.narrative.numbers import format_date, format_number
from csc_metrics.report.page.model import Cell, Count

Row = dict[str, object]
"""A row of one of the tables of `csc_metrics.contracts.data_quality`, by column."""
FULL: Final = 100.0
"""Per cent."""
WHY_NONE: Final = {
    Status.NOT_COLLECTED.value: "no extract has it",
    Status.INCOMPLETE.value: "no extract tells which rows should have it",
    Status.ZERO_DENOMINATOR.value: "nothing to count",
    Status.NOT_YET_KNOWN.value: "needs two extracts of a kind",
}
"""Why there is no share, by status."""
_DECIMALS_OF_DAYS: Final = 1
_ABBREVIATED: Final = {"fte", "asye", "icpc", "id", "rag"}


def name_of(code: object) -> str:
    """Return the name of a table, field or rule as a person writes it. code: as in the tables.

    >>> name_of("section_47_enquiries"), name_of("is_icpc_not_required")
    ('Section 47 enquiries', 'Is ICPC not required')
    """
    words = _words_of(code)
    return words[:1].upper() + words[1:]


def _words_of(code: object) -> str:
    return " ".join(word.upper() if word in _ABBREVIATED else word for word in str(code).split("_"))


def name_of_table(code: object) -> str:
    """Return the name of a table, or that of whole files. code: as in the tables."""
    return "Whole files" if code == WHOLE_FILE else name_of(code)


def field_of(row: Row) -> str:
    """Return a table and its field: "Visits: is seen alone". row: with both."""
    return f"{name_of(row['table'])}: {_words_of(row['field'])}"


def counted(count: int, what: str, *, several: str = "") -> str:
    """Return a number with its noun. what: for one. several: for more, if not with an s.

    >>> counted(1, "row"), counted(1200, "row"), counted(0, "field")
    ('1 row', '1,200 rows', '0 fields')
    """
    return f"{count:,} {what if count == 1 else several or what + 's'}"


def share(value: float) -> str:
    """Return a share as printed; never all or none unless it is. value: per cent, 0 to 100.

    >>> share(99.97), share(0.02), share(50.0), share(100.0)
    ('over 99.9%', 'under 0.1%', '50.0%', '100%')
    """
    if value in (0.0, FULL):
        return f"{value:.0f}%"
    printed = format_number(value, decimals=1)
    return {"100.0": "over 99.9%", "0.0": "under 0.1%"}.get(printed, f"{printed}%")


def count_cell(value: object, *, absent: str = "not counted") -> Cell:
    """Return a whole number as a cell. value: a number or None. absent: what is said where there is none."""
    return absent if value is None else Count(text=f"{value:,}")


def share_cell(row: Row) -> Cell:
    """Return the share of a row as a cell, or why there is none. row: with value and status."""
    value = row["value"]
    return Count(text=share(value)) if isinstance(value, float) else WHY_NONE[str(row["status"])]


def number_cell(value: object) -> Cell:
    """Return a number with one decimal as a cell; none where there is none. value: a number or None."""
    return Count(text=format_number(value, decimals=1)) if isinstance(value, float) else "none"


def change_cell(value: object, *, absent: str) -> Cell:
    """Return a change with its sign as a cell. value: a number or None. absent: what is said where there is none."""
    if not isinstance(value, float):
        return absent
    printed = format_number(value, decimals=1)
    return Count(text=f"+{printed}" if value > 0 and printed != "0.0" else printed)


def days_cell(least: object, most: object) -> Cell:
    """Return after how many days something was recorded. least, most: medians, or None."""
    if not isinstance(least, float) or not isinstance(most, float):
        return "none late"
    return Count(text=f"{_days(least)} to {_days(most)}")


def _days(value: float) -> str:
    return format_number(value, decimals=0 if value.is_integer() else _DECIMALS_OF_DAYS)


def are(count: int) -> str:
    """Return the verb that follows a number of things. count: of them.

    >>> are(1), are(3)
    ('is', 'are')
    """
    return "is" if count == 1 else "are"


def listed(names: Sequence[str]) -> str:
    """Return names in a sentence.

    names: one or more.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def day_words(day: object) -> str:
    """Return a day as printed; none where there is none. day: a date or None."""
    return format_date(day) if isinstance(day, date) else "none"
