"""A made-up region in the formats that authorities really have: its extracts, and the faults planted in them."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, Self

import polars as pl
from xlsxwriter.exceptions import FileCreateError

from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.errors import CscMetricsError
from csc_metrics.sample.annex_a import annex_a, write_folder, write_workbook
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.cin_census import cin_census
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.planters import PLANTERS
from csc_metrics.sample.planting import FIRST_ROW, Grown, Planted, Planter, planted_in
from csc_metrics.sample.planting_between import made_at_odds
from csc_metrics.sample.sheets import Sheet, Style
from csc_metrics.sample.story import DRAWN_ON, SEED, story_of
from csc_metrics.sample.supply import BEFORE_ON, CENSUSES, supply_of

OF_EACH_FAULT: Final = 2
"""How often each fault is planted in an authority, where so many rows will do."""
_WRONG_PLANS: Final = Planter(
    rule="ended_before_started",
    table="plans",
    where=(pl.col("plan_type") != "cla")
    & pl.col("ended_on").is_between(date(2021, 5, 1), date(2021, 12, 1))
    & pl.col("is_closed"),
    cells={"ended_on": pl.col("started_on").dt.offset_by("-3d")},
)


class RegionNotWritten(CscMetricsError):
    """An extract of the made-up region could not be put in its place."""

    @classmethod
    def at(cls, place: Path, error: Exception) -> Self:
        """Word the error of the file system, or of the library that writes workbooks."""
        cause = error.args[0] if isinstance(error, FileCreateError) else error
        reason = getattr(cause, "strerror", None) or str(cause).partition("\n")[0]
        return cls(
            f"{place}: this extract of the made-up region cannot be written ({reason}). Close what is open there, "
            "check who may write to the folder and that the disk has room, and run `csc-metrics demo` again, or give "
            "it another --reports."
        )


def write_region(
    raw: Path,
    *,
    la_codes: Sequence[str] = (),
    seed: int = SEED,
    size: float = 1.0,
    is_faulty: bool = True,
    executor: Executor | None = None,
) -> list[Planted]:
    """Write the extracts of made-up authorities below a folder, and return the faults that were planted.

    raw: the folder; made if it is not there. la_codes: of the authorities; the region's eleven if none is said.
    size: times as many children. is_faulty: whether faults are planted. executor: writes several authorities at a time.
    Raises: RegionNotWritten.
    """
    write = partial(write_authority, raw, seed=seed, size=size, is_faulty=is_faulty)
    codes = tuple(la_codes) or tuple(made_up_authorities())
    told = map(write, codes) if executor is None else executor.map(write, codes)
    return [one for planted in told for one in planted]


def write_authority(raw: Path, la_code: str, *, seed: int, size: float, is_faulty: bool) -> list[Planted]:
    """Write the extracts of one made-up authority, and return the faults planted in them.

    raw: the folder of all. seed, size, is_faulty: as of `write_region`. Raises: RegionNotWritten.
    """
    authority = MadeUpAuthority(story_of(la_code, seed=seed, size=size))
    writing = _Writing(raw, authority, is_faulty=is_faulty)
    try:
        return writing.done()
    except (OSError, FileCreateError) as error:
        raise RegionNotWritten.at(writing.place, error) from error


class _Writing:
    """The extracts of one authority under way."""

    def __init__(self, raw: Path, authority: MadeUpAuthority, *, is_faulty: bool) -> None:
        self.raw = raw
        self.authority = authority
        self.la_code = authority.story.la_code
        self.supply = supply_of(self.la_code)
        self.each = OF_EACH_FAULT if is_faulty else 0
        self.planted: list[Planted] = []
        self.place = raw

    def done(self) -> list[Planted]:
        newest = self.authority.tables(on=number_of(DRAWN_ON))
        for day in self.supply.censuses:
            self._census(newest if day == DRAWN_ON else self.authority.tables(on=number_of(day)), day)
        for day in self.supply.annex_a:
            self._annex_a(newest if day == DRAWN_ON else self.authority.tables(on=number_of(day)), day)
        older = {name: self.authority.table(name, on=number_of(BEFORE_ON)) for name in self.supply.before}
        for name, rows in older.items():
            self._write(Sheet(table=name, rows=rows), BEFORE_ON)
        newest |= self._at_odds(older, newest)
        for name in self.supply.own:
            self._write(Sheet(table=name, rows=newest[name]), DRAWN_ON)
        return self.planted

    def _folder(self, day: date) -> Path:
        return self.raw / f"{self.la_code}-{_slug(self.authority.story.name)}" / f"{day}"

    def _path(self, day: date, name: str) -> Path:
        """Return where an extract is written next, its folder made; if that fails, this is what cannot be written."""
        self.place = self._folder(day) / name
        self.place.parent.mkdir(parents=True, exist_ok=True)
        return self.place

    def _write(self, sheet: Sheet, day: date) -> None:
        """Write an own extract of a table; faults are planted in the newest alone."""
        if sheet.table == _SAYS_WHOSE and self.supply.says_whose:
            sheet = replace(sheet, rows=sheet.rows.with_columns(la_code=pl.lit(self.la_code)))
        grown = Grown(sheet=sheet)
        if day == DRAWN_ON and sheet.table in self.supply.planted:
            chance = self.authority.story.chance("planted", sheet.table)
            planters = [one for one in PLANTERS if one.table == sheet.table and one.is_possible(sheet.rows)]
            grown = planted_in(sheet, planters, chance=chance, each=self.each)
        if self.supply.meetings is not None and sheet.table in _PRINTED_OTHERWISE:
            self._print_meetings(grown.sheet, self.supply.meetings, day)
            return
        path = self._path(day, f"{sheet.table}.csv")
        grown.sheet.text(self.supply.style).write_csv(path)
        self.planted += grown.planted(la_code=self.la_code, file=path.relative_to(self.raw).as_posix())

    def _at_odds(
        self, older: Mapping[str, pl.DataFrame], newest: Mapping[str, pl.DataFrame]
    ) -> dict[str, pl.DataFrame]:
        """Return newest allocations of which some no longer stand there, or cannot have been so: the older ones do."""
        name = "allocations"
        if name not in older:
            return {}
        chance = self.authority.story.chance("planted", "between extracts")
        found = made_at_odds(older[name], newest[name], chance=chance, each=self.each)
        for row, rule in found.older:
            self._plant(name, BEFORE_ON, row, rule)
        for row, rule in found.newest:
            self._plant(name, DRAWN_ON, row, rule)
        return {name: found.rows}

    def _plant(self, table: str, day: date, row: int, rule: str) -> None:
        file = (self._folder(day) / f"{table}.csv").relative_to(self.raw).as_posix()
        self.planted.append(Planted(la_code=self.la_code, table=table, file=file, row=row + FIRST_ROW, rule=rule))

    def _print_meetings(self, sheet: Sheet, style: Style, day: date) -> None:
        """Write meetings as a workbook with headings of their own, or attendance with a column for each agency."""
        if sheet.table == "meetings":
            rows = sheet.rows.drop("referral_id", "enquiry_id")
            told = Sheet(table="meetings", rows=rows).text(style)
            write_workbook(self._path(day, "meetings.xlsx"), {"meetings": told}, on=number_of(day))
        else:
            wide = sheet.rows.pivot("agency", index="meeting_id", values="attendance", maintain_order=True)
            told = wide.with_columns(pl.exclude("meeting_id").fill_null("not_invited"))
            told.rename({"meeting_id": style.headings["meeting_id"]}).write_csv(self._path(day, "attendance.csv"))

    def _annex_a(self, tables: Mapping[str, pl.DataFrame], day: date) -> None:
        lists = annex_a(tables, on=number_of(day))
        if self.supply.is_folder:
            write_folder(self._path(day, "Annex A"), lists)
        else:
            write_workbook(self._path(day, "Annex_A.xlsx"), lists, on=number_of(day))

    def _census(self, tables: Mapping[str, pl.DataFrame], day: date) -> None:
        sheet = Sheet(table="plans", rows=tables["plans"])
        grown = Grown(sheet=sheet)
        if self.supply.has_wrong_plans and day == CENSUSES[0]:
            chance = self.authority.story.chance("planted", "census")
            grown = planted_in(_with_closed(sheet, tables["referrals"]), [_WRONG_PLANS], chance=chance, each=self.each)
        census = cin_census(self.la_code, {**tables, "plans": grown.sheet.rows}, on=day)
        path = self._path(day, f"CIN_{day.year}.xml")
        path.write_text(census.text, encoding="utf-8", newline="\n")
        for one in grown.planted(la_code=self.la_code, file="", lines=census.plan_lines):
            kind = census.text.split("\n")[one.row - 1].split(">")[0].strip("<")
            self.planted.append(replace(one, file=f"{path.relative_to(self.raw).as_posix()} [{kind}]"))


_SAYS_WHOSE: Final = "supervisions"
_PRINTED_OTHERWISE: Final = ("meetings", "invitations")


def _with_closed(sheet: Sheet, referrals: pl.DataFrame) -> Sheet:
    """Return plans with whether every episode of the child has closed: no later census tells of it again."""
    closed = referrals.group_by("child_id").agg(pl.col("closed_on").is_not_null().all().alias("is_closed"))
    rows = sheet.rows.join(closed, on="child_id", how="left", maintain_order="left")
    return Sheet(table=sheet.table, rows=rows)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
