"""Read an older scorecard, a CSV file with a row for each figure, strictly: all faults at once, nothing dropped.

Last year's measures.csv of this suite is such a file, and so is a council's own table with other headings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

import polars as pl

from csc_metrics.comparison.old_titles import measure_called, measure_meant
from csc_metrics.comparison.written_numbers import WrittenNumber, understand_number
from csc_metrics.comparison.written_periods import WrittenPeriod, understand_periods
from csc_metrics.contracts.about_reconciliation import OldScorecard
from csc_metrics.contracts.authorities import UnknownAuthority
from csc_metrics.contracts.vocabulary import ENGLAND_CODE, REGIONS, PeriodType, Source, Status
from csc_metrics.data_quality.held import find_authority_with_records
from csc_metrics.errors import CscMetricsError, did_you_mean, list_faults
from csc_metrics.measures.registry import MEASURES
from csc_metrics.records.delimited import SEPARATORS
from csc_metrics.records.delimited_text import Record, records_of
from csc_metrics.records.headings import folded, found_headings

WHOLE: Final = "all"
"""How measure values name the figure of all units."""
_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "measure": (
        *("measure", "indicator", "measure name", "indicator name", "performance indicator", "performance measure"),
        *("title", "kpi", "metric", "description"),
    ),
    "code": ("measure code", "code", "csc metrics code", "our code"),
    "period": ("period", "period end", "time period", "reporting period", "as at", "date", "year", "quarter", "month"),
    "value": ("value", "figure", "result", "actual", "outturn", "performance", "published value", "score"),
    "numerator": ("numerator", "top", "num"),
    "denominator": ("denominator", "bottom", "denom", "out of"),
    "breakdown": ("breakdown", "part", "group", "split"),
    "period_type": ("period type", "frequency"),
    "source": ("source",),
    "status": ("status",),
    "note": ("note", "notes", "comment", "comments", "commentary"),
    "la_code": ("la_code", "area code", "authority", "local authority", "council", "la", "la name", "area"),
}
"""Our column → the headings that it may have, in whatever case and with whatever marks; other columns are not read."""
_REQUIRED: Final = ("measure", "period", "value")
_WHOLES: Final = frozenset({"", "all", "total", "overall", "whole authority", "n a"})
_NOT_OURS: Final = frozenset({"none", "-", "n/a"})
"""What stands under the code of a figure that this suite does not measure."""
_KINDS: Final = {
    **{folded(kind.value): kind for kind in PeriodType},
    "monthly": PeriodType.MONTH,
    "quarterly": PeriodType.QUARTER,
    "annual": PeriodType.YEAR,
    "yearly": PeriodType.YEAR,
}
_SOURCES: Final = {"local": Source.LOCAL, "published": Source.PUBLISHED, "dfe": Source.PUBLISHED}
"""Words of a column "Source"; what else stands there, such as the name of a case system, tells nothing of it."""
_STATUSES: Final = {status.value: status for status in Status if status is not Status.OK}
_ENCODINGS: Final = ("utf-8-sig", "cp1252")
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_PER_CENT: Final = "%"
_MOST_LINES_TO_THE_HEADINGS: Final = 10
_MOST_ROWS_NAMED: Final = 5


class OldScorecardFault(CscMetricsError):
    """An older scorecard cannot be set beside ours as it stands."""

    @classmethod
    def of_faults(cls, path: Path, faults: Sequence[str]) -> Self:
        """Word the error: all faults at once, one to a line."""
        return cls(
            f"{path}: not every row of this scorecard can be read, so none is set beside ours.\n{list_faults(faults)}\n"
            "Correct these in the file and run again."
        )

    @classmethod
    def without_columns(cls, path: Path, missing: Sequence[str], *, headings: Sequence[str]) -> Self:
        """Word the error for a table that lacks columns."""
        hints = "".join(dict.fromkeys(did_you_mean(name, headings) for name in missing))
        return cls(
            f"{path}: a scorecard needs a row for each figure with {', '.join(_REQUIRED)}; there is no column "
            f"{' and no column '.join(missing)} among {', '.join(filter(None, headings)) or 'the headings'}.{hints} "
            "Correct its name; where periods stand beside each other, write them below each other."
        )

    @classmethod
    def without_rows(cls, path: Path) -> Self:
        """Word the error for a table that is all headings, or nothing at all."""
        return cls(f"{path}: there is not one figure in this scorecard. Save it again as CSV, with its rows.")

    @classmethod
    def not_text(cls, path: Path) -> Self:
        """Word the error for bytes that are no text, such as a workbook's."""
        return cls(f'{path}: not a CSV file. Save the sheet in Excel as "CSV UTF-8 (comma delimited)".')

    @classmethod
    def not_openable(cls, path: Path, error: OSError) -> Self:
        """Word the error for a file that is not there, or that the system does not let us read."""
        return cls(f"{path}: cannot be opened ({error.strerror}). Correct its name, or close it elsewhere.")


@dataclass(kw_only=True)
class _Line:
    """A row of the file while it is understood. headings: our column → as written. faults: (column, words)."""

    number: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def told(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def fault(self, column: str, words: str) -> None:
        self.faults.append((self.headings.get(column, column), words))


def read_old_scorecard(path: Path) -> pl.DataFrame:
    """Return the figures of an older scorecard.

    A CSV file in UTF-8 or as Excel saves it on Windows, with commas, semicolons or tabs; what stands above the headings
    is passed over. Headings are known in any case and by several names: measure (our code, our title or one that
    councils use), period (a day in British order or a label) and value (a number, "n/a", "c", "*" or nothing), and
    where they are there numerator, denominator, breakdown, note, authority, source, period type, and code: our code of
    a measure that the council calls otherwise, or "none" where we have none.

    Returns: schema OldScorecard; one row per row of the file that holds anything.
    Raises: OldScorecardFault with every fault, its row and column; UnreadableExtract for a quotation mark left open.
    Source: the council's own scorecard, or an earlier measures.csv of this suite.
    """
    text = _text_of(path)
    headings, records = _table_of(path, text)
    found = _found(headings)
    places = {column: headings.index(heading) for column, heading in found.items()}
    lines = [_line(record, found=found, places=places, width=len(headings)) for record in records]
    if not lines:
        raise OldScorecardFault.without_rows(path)
    periods = understand_periods([line.told("period") for line in lines])
    rows = [_understood(line, period) for line, period in zip(lines, periods, strict=True)]
    _find_repeated(lines, rows)
    faults = _grouped(lines)
    if faults:
        raise OldScorecardFault.of_faults(path, faults)
    return OldScorecard.validate(pl.DataFrame(rows, schema=OldScorecard.create_empty().schema, orient="row"))


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OldScorecardFault.not_openable(path, error) from error
    for encoding in ("utf-16",) if content.startswith(_UTF_16_MARKS) else _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise OldScorecardFault.not_text(path)


def _table_of(path: Path, text: str) -> tuple[list[str], list[Record]]:
    """Return the headings and what stands below them, by the separator under which all that must be there is."""
    tried = [records_of(path, text, separator, first_line=1) for separator in SEPARATORS]
    for records in tried:
        for place, record in enumerate(records[:_MOST_LINES_TO_THE_HEADINGS]):
            if set(_REQUIRED) <= _found(record.cells).keys():
                return list(record.cells), records[place + 1 :]
    widest = max((records[0].cells for records in tried if records), key=len, default=())
    if not widest:
        raise OldScorecardFault.without_rows(path)
    missing = [name for name in _REQUIRED if name not in _found(widest)]
    raise OldScorecardFault.without_columns(path, missing, headings=widest)


def _found(cells: Sequence[str]) -> dict[str, str]:
    """Return our column → heading as written; a code alone says which measure is meant."""
    found = found_headings(_HEADINGS, cells)
    return found if "measure" in found or "code" not in found else found | {"measure": found["code"]}


def _line(record: Record, *, found: Mapping[str, str], places: Mapping[str, int], width: int) -> _Line:
    """Return a row as it is written. found, places: our column → its heading, its place. width: how many headings."""
    cells = {column: record.cells[at] for column, at in places.items() if at < len(record.cells)}
    line = _Line(number=record.line, cells=cells, headings=found)
    count = len(record.cells)
    # Excel leaves out empty cells at the end of a line, so only what must be there is missed.
    if count <= max(places[name] for name in _REQUIRED) or any(cell.strip() for cell in record.cells[width:]):
        has = "1 cell" if count == 1 else f"{count} cells"
        remedy = "Take the line out if it is no figure; else give it a cell under each heading"
        line.fault("", f"{has} under {width} headings. {remedy}, and put text with commas in quotation marks.")
    return line


def _understood(line: _Line, period: WrittenPeriod | str) -> dict[str, object]:
    """Return a row of OldScorecard; what cannot be understood is left as a fault of the line."""
    when = _period(line, period)
    measure, number = _measure(line), _number(line, "value")
    _refuse_another_unit(line, measure, number)
    status = _STATUSES.get(line.told("status"), number.status) if number.value is None else number.status
    return {
        "row": line.number,
        "la_code": _la_code(line),
        "measure": measure,
        "title": line.told("measure") or line.told("code"),
        "breakdown": WHOLE if folded(line.told("breakdown")) in _WHOLES else line.told("breakdown"),
        "period": line.told("period"),
        "period_type": when.period_type,
        "period_end": when.period_end,
        "year": when.year,
        "source": _SOURCES.get(line.told("source").casefold()),
        "written": line.told("value"),
        "value": number.value,
        "decimals": number.decimals,
        "status": status,
        "numerator": _number(line, "numerator").value,
        "denominator": _number(line, "denominator").value,
        "note": line.told("note") or None,
    }


def _measure(line: _Line) -> str | None:
    code, title = line.told("code"), line.told("measure")
    if code.casefold() in _NOT_OURS:
        return None
    found = measure_called(code or title)
    if found is None:
        column, written = ("code", code) if code else ("measure", title)
        line.fault(
            column,
            f"{written!r} is no measure of ours.{measure_meant(written)} `csc-metrics dictionary` lists them: put the "
            'code in a column "code", or "none" there if this suite has no such measure.',
        )
    return found


def _period(line: _Line, told: WrittenPeriod | str) -> WrittenPeriod:
    kind = line.told("period_type")
    if kind and folded(kind) not in _KINDS:
        line.fault("period_type", f"{kind!r} is no kind of period. Write {', '.join(PeriodType)}, or leave it empty.")
    if isinstance(told, str):
        line.fault(
            "period",
            f"{line.told('period')!r}: {told}. Write a day as 31/03/2025 or 31 March 2025, or a label: 2024/25, "
            "2025-03 or 2025-Q1.",
        )
        return WrittenPeriod()
    return WrittenPeriod(
        period_type=_KINDS.get(folded(kind), told.period_type), period_end=told.period_end, year=told.year
    )


def _number(line: _Line, column: str) -> WrittenNumber:
    number = understand_number(line.told(column))
    if number is None:
        line.fault(
            column,
            f'{line.told(column)!r} is no number. Write it as 31.3, 31.3% or 1,234, and "n/a", "c" or nothing where '
            "there is none.",
        )
        return WrittenNumber(value=None, decimals=None, status=Status.NOT_COLLECTED)
    return number


def _refuse_another_unit(line: _Line, measure: str | None, number: WrittenNumber) -> None:
    if number.is_per_cent and measure is not None and MEASURES[measure].unit != _PER_CENT:
        one = MEASURES[measure]
        line.fault(
            "value",
            f"{line.told('value')!r} is a percentage, and {one.title} counts {one.unit}. Correct the measure, or put "
            'the code of the one that is meant in a column "code".',
        )


def _la_code(line: _Line) -> str | None:
    named = line.told("la_code")
    if not named or named in REGIONS or named == ENGLAND_CODE:
        return named or None
    try:
        return find_authority_with_records(named).la_code
    except UnknownAuthority as error:
        line.fault("la_code", str(error))
        return None


def _find_repeated(lines: Sequence[_Line], rows: Sequence[Mapping[str, object]]) -> None:
    """Add a fault to each line that tells of a figure which an earlier one tells of."""
    first: dict[tuple[object, ...], int] = {}
    for line, row in zip(lines, rows, strict=True):
        when = (row["period_type"], row["period_end"], row["year"])
        key = (row["la_code"], row["measure"] or row["title"], folded(str(row["breakdown"])), *when, row["source"])
        earlier = first.setdefault(key, line.number)
        if earlier != line.number and not line.faults:
            line.fault("", f"the same figure as row {earlier}. Keep the one that was published.")


def _grouped(lines: Sequence[_Line]) -> list[str]:
    """Return the faults, those that several rows have once with all of these."""
    rows: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        for fault in line.faults:
            rows.setdefault(fault, []).append(line.number)
    return [f"{_where(numbers, column)}: {words}" for (column, words), numbers in rows.items()]


def _where(numbers: Sequence[int], column: str) -> str:
    named = ", ".join(str(number) for number in numbers[:_MOST_ROWS_NAMED])
    more = f" and {len(numbers) - _MOST_ROWS_NAMED} more" if len(numbers) > _MOST_ROWS_NAMED else ""
    return f"{'row' if len(numbers) == 1 else 'rows'} {named}{more}{', column ' + column if column else ''}"
