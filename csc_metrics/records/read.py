"""Read one file of an authority's own, whatever it is: drafts of clean tables, and what is wrong with the file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.authorities import authorities
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.records.annex_a import (
    CHILD,
    AnnexAList,
    is_annex_a,
    list_told_by,
    list_without_child,
    missing_headings,
)
from csc_metrics.records.census import CIN_FEEDS, WORKFORCE_FEEDS, factors_of, prepared_cin, prepared_workforce
from csc_metrics.records.cin_xml import open_cin_xml
from csc_metrics.records.dates import understand_days
from csc_metrics.records.delimited import read_delimited
from csc_metrics.records.draft import Draft
from csc_metrics.records.extracts import (
    LA_CODE,
    NO_CODE,
    MissingHeadings,
    drafts_of_extract,
    has_any_heading,
    headings_not_found,
    headings_of_ours,
    of_nobody,
    table_named,
    unused_headings,
)
from csc_metrics.records.faults import AUTHORITY_DIFFERS, file_fault
from csc_metrics.records.files import ExtractFile
from csc_metrics.records.headings import heading_of
from csc_metrics.records.places import is_code, known_authority, place_of
from csc_metrics.records.raw import SOURCE_ROW, RawTable, UnreadableExtract
from csc_metrics.records.sources import Feed, drafts_of
from csc_metrics.records.workbook import open_workbook
from csc_metrics.records.workforce_xml import open_workforce_xml
from csc_metrics.records.xml_header import XmlHeader, xml_collection
from csc_metrics.settings.model import Settings

_LONGEST_REASON: Final = 100
_HOW_TO_NAME: Final = (
    "Name the file or sheet after one of our tables, such as meetings or allocations (data_raw/templates lists them), "
    "or say in settings.toml what it holds: [records.files]."
)


@dataclass(frozen=True, kw_only=True)
class ReadExtract:
    """What a file holds. drafts: rows of clean tables. faults: of the file, schema Faults each, one row each."""

    drafts: tuple[Draft, ...]
    faults: tuple[pl.DataFrame, ...]


def read_extract(file: ExtractFile, *, settings: Settings) -> ReadExtract:
    """Read a file. What cannot be read becomes a fault of the file; nothing is raised and nothing is guessed."""
    reading = _Reading(file, settings)
    try:
        drafts = tuple(reading.drafts())
    except UnreadableExtract as error:
        reading.fault(error.rule, f"{error.what} {error.remedy}", severity=Severity.ERROR)
        drafts = ()
    return ReadExtract(drafts=drafts, faults=tuple(reading.faults))


class _Reading:
    """One file under way: whose it is, when it was drawn, and what was found amiss."""

    def __init__(self, file: ExtractFile, settings: Settings) -> None:
        self.file = file
        self.settings = settings
        self.faults: list[pl.DataFrame] = []
        self._place = place_of(file.name)
        self._code: str | None = None

    def drafts(self) -> Iterator[Draft]:
        readers: dict[str, Callable[[], Iterator[Draft]]] = {
            ".xlsx": self._of_workbook,
            ".xlsm": self._of_workbook,
            ".xls": self._of_workbook,
            ".xlsb": self._of_workbook,
            ".csv": self._of_text,
            ".tsv": self._of_text,
            ".txt": self._of_text,
            ".xml": self._of_xml,
            ".parquet": self._of_parquet,
        }
        reader = readers.get(self.file.path.suffix.casefold())
        if reader is None:
            self.fault("not_read", f"Files of this kind are not read. {_HOW_TO_NAME}", severity=Severity.NOTICE)
            return iter(())
        return reader()

    def fault(self, rule: str, remedy: str, *, severity: Severity, sheet: str = "", value: str | None = None) -> None:
        """Add a fault of the file, once. It goes to the list of whose file it is, where that is known by a code."""
        code = self._code or self._la_code() or ""
        told = file_fault(
            la_code=code if is_code(code) else None,
            file=self._named(sheet),
            rule=rule,
            remedy=remedy,
            severity=severity,
            value=value,
        )
        if not any(told.equals(before) for before in self.faults):
            self.faults.append(told)

    def _named(self, sheet: str) -> str:
        return f"{self.file.name} [{sheet}]" if sheet else self.file.name

    def _la_code(self) -> str | None:
        said = self.settings.records.authority
        return self._place.la_code or (known_authority(said) or said if said else None)

    def _of_workbook(self) -> Iterator[Draft]:
        workbook = open_workbook(self.file.path)
        for sheet in workbook.sheets:
            headings = workbook.headings(sheet, wanted=is_annex_a)
            if self._is_wanted(headings, sheet=sheet):
                raw = workbook.read(sheet, wanted=is_annex_a)
                self._tell_rows_above(raw)
                yield from self._of_rows(raw, sheet=sheet)

    def _tell_rows_above(self, raw: RawTable) -> None:
        if raw.above:
            rows = ", ".join(map(str, raw.above))
            said = (
                "These rows stand above the headings and are not read. If they are records, move the headings above "
                "them; sorting a sheet may have moved the headings down."
            )
            self.fault("rows_above_headings", said, severity=Severity.WARNING, sheet=raw.name, value=rows)

    def _is_wanted(self, headings: Sequence[str], *, sheet: str) -> bool:
        """Whether rows under these headings are read; says why not."""
        one = self._list_of(headings, sheet=sheet)
        if one is not None and not one.feeds:
            said = f"Annex A, {one.name}: this list is not used. Nothing need be done."
            self.fault("list_not_used", said, severity=Severity.NOTICE, sheet=sheet)
            return False
        is_named = table_named(self.file.name, settings=self.settings, sheet=sheet) is not None
        without_child = list_without_child(headings)
        if without_child is not None and not is_named:
            self._tell_missing(f"Annex A, {without_child.name}", CHILD[:1], sheet=sheet)
        elif one is None and not is_named:
            self.fault(
                "not_read", f"It is not known what this holds. {_HOW_TO_NAME}", severity=Severity.NOTICE, sheet=sheet
            )
        return one is not None or is_named

    def _of_text(self) -> Iterator[Draft]:
        raw = read_delimited(self.file.path)
        if self._is_wanted(raw.headings, sheet=""):
            yield from self._of_rows(raw, sheet="")

    def _of_parquet(self) -> Iterator[Draft]:
        if table_named(self.file.name, settings=self.settings) is None:
            self.fault("not_read", f"It is not known what this holds. {_HOW_TO_NAME}", severity=Severity.NOTICE)
            return
        yield from self._of_rows(parquet_rows(self.file), sheet="")

    def _of_rows(self, raw: RawTable, *, sheet: str) -> Iterator[Draft]:
        headings = raw.headings
        one, drawn = self._list_of(headings, sheet=sheet), self._drawn()
        says_whose = one is None and self._place.la_code is None and heading_of(LA_CODE, headings) is not None
        la_code = None if says_whose else self._whose()
        if raw.cells.is_empty():
            said = "There are headings, and no row below them. Nothing need be done if there is nothing to tell."
            self.fault("no_rows", said, severity=Severity.NOTICE, sheet=sheet)
        if drawn is None or (la_code is None and not says_whose):
            return
        if one is None:
            yield from self._of_extract(raw, sheet=sheet, drawn=drawn)
        elif la_code is not None:
            lacking = missing_headings(one, raw.headings)
            if lacking:
                self._tell_missing(f"Annex A, {one.name}", lacking, sheet=sheet)
            else:
                yield from self._fed(one.feeds, raw, sheet=sheet, la_code=la_code, drawn=drawn, source=one.source)

    def _list_of(self, headings: Sequence[str], *, sheet: str) -> AnnexAList | None:
        """Return the list of Annex A that headings are of, unless the settings name them as those of an extract."""
        table = table_named(self.file.name, settings=self.settings, sheet=sheet)
        said = self.settings.columns.get(table or "", {}).values()
        is_mapped = bool(said) and all(heading_of((heading,), headings) for heading in said)
        return None if is_mapped else list_told_by(headings)

    def _fed(
        self, feeds: tuple[Feed, ...], raw: RawTable, *, sheet: str, la_code: str, drawn: date, source: str
    ) -> Iterator[Draft]:
        return drafts_of(feeds, raw, file=self._named(sheet), la_code=la_code, extracted_on=drawn, source=source)

    def _tell_missing(self, what: str, columns: Sequence[str], *, sheet: str, hints: str = "") -> None:
        said = (
            f"{what}: no column {', '.join(columns)}.{hints} Without it no row can be read. "
            "Have the extract show it, or say in settings.toml what it is called there: [columns]."
        )
        self.fault("column_missing", said, severity=Severity.ERROR, sheet=sheet, value=", ".join(columns))

    def _of_extract(self, raw: RawTable, *, sheet: str, drawn: date) -> Iterator[Draft]:
        table = table_named(self.file.name, settings=self.settings, sheet=sheet)
        if table is None:
            return
        if sheet and not has_any_heading(table, raw, settings=self.settings):
            said = f"This sheet has no heading of {table}. Nothing need be done if it is no extract. {_HOW_TO_NAME}"
            self.fault("not_read", said, severity=Severity.NOTICE, sheet=sheet)
            return
        found = drafts_of_extract(
            raw,
            table=table,
            file=self._named(sheet),
            folder=self._place.la_code,
            default=self._la_code(),
            extracted_on=drawn,
            settings=self.settings,
        )
        for draft in found:
            if isinstance(draft, MissingHeadings):
                self._tell_missing(draft.table, draft.columns, sheet=sheet, hints=draft.hints)
            elif is_code(draft.la_code):
                self._is_authority(draft.la_code)
                yield draft
            else:
                yield of_nobody(draft)
        self._tell_unused(table, raw, sheet=sheet)

    def _tell_unused(self, table: str, raw: RawTable, *, sheet: str) -> None:
        for heading, hint in headings_not_found(table, raw, settings=self.settings).items():
            said = (
                f"The settings name this heading ([columns.{table}]), but the extract has none.{hint} Correct either."
            )
            self.fault("heading_not_found", said, severity=Severity.WARNING, sheet=sheet, value=heading)
        for heading, ours in headings_of_ours(table, raw, settings=self.settings).items():
            said = (
                f"The settings name another heading ([columns.{table}]), which the extract has not; {ours} is read in "
                "its place. If that is another column, correct the setting."
            )
            self.fault("heading_of_ours", said, severity=Severity.NOTICE, sheet=sheet, value=heading)
        unused = unused_headings(table, raw, settings=self.settings)
        if unused:
            said = f"These columns are not used. Where one is ours under another name, say so: [columns.{table}]."
            self.fault("column_not_used", said, severity=Severity.NOTICE, sheet=sheet, value=", ".join(unused))

    def _of_xml(self) -> Iterator[Draft]:
        collection = xml_collection(self.file.path)
        if collection == "CIN":
            census = open_cin_xml(self.file.path)
            yield from self._of_census(census.header, lambda: _all_elements(census.batches()), CIN_FEEDS)
            self._tell_unknown(census.unused())
        elif collection == "CSWW":
            workforce = open_workforce_xml(self.file.path)
            yield from self._of_census(workforce.header, lambda: _of_workforce(workforce.tables()), WORKFORCE_FEEDS)
            self._tell_unknown(workforce.unused())
            said = (
                "An authority's total of vacancies names no post, so that it is not used. Give an extract of vacancies."
            )
            self.fault("vacancies_not_used", said, severity=Severity.NOTICE)
        else:
            said = "Of XML, the CIN census and the workforce census are read. Nothing need be done if this is neither."
            self.fault("not_read", said, severity=Severity.NOTICE, value=collection)

    def _of_census(
        self, header: XmlHeader, elements: Callable[[], Mapping[str, RawTable]], feeds: Mapping[str, tuple[Feed, ...]]
    ) -> Iterator[Draft]:
        la_code, drawn = self._whose(header), self._drawn(header)
        if la_code is None or drawn is None:
            return
        for name, raw in elements().items():
            if name in feeds:
                yield from self._fed(feeds[name], raw, sheet=name, la_code=la_code, drawn=drawn, source=name)

    def _tell_unknown(self, unused: Mapping[str, int]) -> None:
        if unused:
            named = ", ".join(f"{name} ({count:,})" for name, count in sorted(unused.items()))
            self.fault("element_not_used", "These elements are not used.", severity=Severity.NOTICE, value=named)

    def _whose(self, header: XmlHeader | None = None) -> str | None:
        """Return the authority; None, with a fault, where nothing says it or two places say different ones."""
        told = header.la_code if header is not None else None
        code = told or self._la_code()
        if code is None:
            said = (
                "Nothing says whose records these are. Put the file into a folder named by the authority's code, such "
                'as 357/2026-10-31, or write authority = "357" under [records] in settings.toml.'
            )
            self.fault("authority_unknown", said, severity=Severity.ERROR)
        elif told and self._place.la_code and told != self._place.la_code:
            said = (
                f"The file says that it is authority {told}'s, its folder says {self._place.la_code}. Move it into the "
                "right folder, or have the return made anew."
            )
            self.fault(AUTHORITY_DIFFERS, said, severity=Severity.ERROR, value=told)
            return None
        self._code = code if code is not None and self._is_authority(code) else None
        return self._code

    def _is_authority(self, code: str) -> bool:
        if not is_code(code):
            self.fault("authority_unknown", NO_CODE, severity=Severity.ERROR, value=code)
            return False
        if code not in authorities():
            said = f"DfE has no authority {code}: a made-up region, or a slip. Nothing need be done for the former."
            self.fault("authority_not_listed", said, severity=Severity.NOTICE, value=code)
        return True

    def _drawn(self, header: XmlHeader | None = None) -> date | None:
        """Return the day on which the file was drawn; None, with a fault, where nothing says it."""
        days = (
            []
            if header is None
            else [_day_of(header.date_time), self._place.extracted_on, _day_of(header.reference_date)]
        )
        found = next((day for day in [*days, self._place.extracted_on] if day is not None), None)
        if found is None and self._place.in_doubt:
            several = [str(day) for day in self._place.in_doubt]
            said = (
                f"The name, or its folder's, says more than one day, {', '.join(several[:-1])} and {several[-1]}, and "
                "not on which this was drawn from the case system. Put the file into a folder named by the day on "
                "which it was drawn, such as 357/2026-10-31."
            )
            self.fault("day_unknown", said, severity=Severity.ERROR, value=", ".join(several))
        elif found is None:
            said = (
                "Nothing says when this was drawn from the case system. Put the file into a folder named by the day or "
                "month, such as 357/2026-10-31 or 357/2026-10, or add it to the file's name."
            )
            self.fault("day_unknown", said, severity=Severity.ERROR)
        return found


def _day_of(text: str | None) -> date | None:
    if text is None:
        return None
    day = understand_days(pl.Series([text], dtype=pl.String))["value"][0]
    return day if isinstance(day, date) else None


def _all_elements(batches: Iterable[Mapping[str, RawTable]]) -> dict[str, RawTable]:
    """Return the elements of all batches of a CIN census as its feeds take them."""
    found: dict[str, list[RawTable]] = {}
    for batch in batches:
        for name, raw in batch.items():
            found.setdefault(name, []).append(raw)
    whole = {name: _as_one(name, parts) for name, parts in found.items()}
    prepared = {name: prepared_cin(name, raw) for name, raw in whole.items()}
    return prepared | {"Factors": factors_of(whole["Assessments"])}


def _as_one(name: str, parts: Sequence[RawTable]) -> RawTable:
    cells = pl.concat([part.cells for part in parts])
    return RawTable(name=name, cells=cells, faults=tuple(fault for part in parts for fault in part.faults))


def _of_workforce(tables: Mapping[str, RawTable]) -> dict[str, RawTable]:
    return {"CSWWWorker": prepared_workforce(tables["CSWWWorker"])}


def parquet_rows(file: ExtractFile) -> RawTable:
    """Return the rows of a Parquet extract, columns typed as they are.

    Raises: UnreadableExtract.
    """
    try:
        rows = pl.read_parquet(file.path, hive_partitioning=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableExtract.damaged_parquet(file.path, str(error).splitlines()[0][:_LONGEST_REASON]) from error
    kinds = {name: kind for name, kind in rows.schema.items() if name != SOURCE_ROW}
    odd = [name for name, kind in kinds.items() if kind.is_nested() or kind in (pl.Binary, pl.Object)]
    if odd:
        raise UnreadableExtract.no_single_values(file.path, odd)
    cells = [pl.col(name).fill_nan(None) if kind.is_float() else pl.col(name) for name, kind in kinds.items()]
    line = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(SOURCE_ROW)
    return RawTable(name="", cells=rows.select(line, *cells))
