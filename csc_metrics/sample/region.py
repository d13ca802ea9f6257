"""A made-up region in the formats that authorities really have: its extracts, and the faults planted in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.sample.annex_a import annex_a, write_folder, write_workbook
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.cin_census import cin_census
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.planters import PLANTERS
from csc_metrics.sample.planting import Grown, Planted, Planter, planted_in
from csc_metrics.sample.sheets import BRITISH_DAY, Sheet, Style
from csc_metrics.sample.story import DRAWN_ON, SEED, story_of

BEFORE_ON: Final = date(2025, 12, 31)
"""Day on which the extracts before the newest were drawn."""
CENSUSES: Final = tuple(date(year, 3, 31) for year in range(2022, 2027))
"""Days of the CIN censuses of the five years."""
OF_EACH_FAULT: Final = 2
"""How often each fault is planted in an authority, where so many rows will do."""
_OF_EVERY_DRAW: Final = ("referrals", "assessments", "meetings", "allocations", "workers")
"""Tables of which the extracts before the newest tell, too."""
_OWN_ALONE: Final = (
    *("events", "meetings", "meeting_children", "invitations", "workers", "vacancies", "allocations"),
    *("supervisions", "audits", "feedback", "action_updates"),
)
"""Tables of which no return tells."""
_BRITISH: Final = Style(day=BRITISH_DAY, yes="Yes", no="No")
_MAPPED: Final = Style(
    day=BRITISH_DAY,
    yes="Y",
    no="N",
    headings={
        "meeting_id": "Workflow step",
        "decided_at": "Decision to hold",
        "held_at": "Date and time of meeting",
        "status": "State of form",
    },
    words={"status": {"held": "Completed", "pending": "In progress", "cancelled": "Abandoned"}},
)
"""How the case system of some authorities prints strategy meetings."""
_PRINTED_OTHERWISE: Final = ("meetings", "invitations")
"""Tables of which such a case system has prints of its own."""


@dataclass(frozen=True, kw_only=True)
class Supply:
    """What an authority's performance team has.

    own: tables of its own newest extracts. before: tables of its own older ones. annex_a: days of it. is_folder:
    whether Annex A is a folder of CSVs. censuses: days of the CIN censuses. style: how its case system writes;
    meetings: how it prints meetings, which then come as a workbook, with attendance in a column for each agency.
    planted: tables with faults in them. has_wrong_plans: whether the first census has some.
    """

    own: tuple[str, ...]
    before: tuple[str, ...] = ()
    annex_a: tuple[date, ...] = ()
    is_folder: bool = False
    censuses: tuple[date, ...] = ()
    style: Style = field(default_factory=Style)
    meetings: Style | None = None
    planted: tuple[str, ...] = ()
    has_wrong_plans: bool = False


_EVERYTHING: Final = Supply(
    own=tuple(RECORD_TABLES),
    before=_OF_EVERY_DRAW,
    annex_a=(BEFORE_ON, DRAWN_ON),
    censuses=CENSUSES,
    planted=_OWN_ALONE,
)
_CASE_SYSTEM: Final = Supply(
    own=tuple(RECORD_TABLES), before=_OF_EVERY_DRAW, style=_BRITISH, planted=tuple(RECORD_TABLES)
)
_RETURNS: Final = Supply(
    own=("children", *_OWN_ALONE),
    annex_a=(DRAWN_ON,),
    is_folder=True,
    censuses=CENSUSES,
    meetings=_MAPPED,
    planted=("events", "vacancies", "supervisions", "audits", "feedback", "action_updates"),
    has_wrong_plans=True,
)
_SUPPLIES: Final = (_EVERYTHING, _CASE_SYSTEM, _RETURNS)
_WRONG_PLANS: Final = Planter(
    rule="ended_before_started",
    table="plans",
    where=(pl.col("plan_type") != "cla")
    & pl.col("ended_on").is_between(date(2021, 5, 1), date(2021, 12, 1))
    & pl.col("is_closed"),
    cells={"ended_on": pl.col("started_on").dt.offset_by("-3d")},
)
SETTINGS: Final = """\
# How some authorities of the made-up region print strategy meetings.
[columns]
meetings.meeting_id = "Workflow step"
meetings.decided_at = "Decision to hold"
meetings.held_at = "Date and time of meeting"
meetings.status = "State of form"

[codes]
meetings.status."Completed" = "held"
meetings.status."In progress" = "pending"
meetings.status."Abandoned" = "cancelled"
"""
"""Settings under which the region's extracts are read."""


def supply_of(la_code: str) -> Supply:
    """Return what a made-up authority's team has: one of three kinds in turn."""
    return _SUPPLIES[(int(la_code) - 1) % len(_SUPPLIES)]


def write_region(
    raw: Path, *, la_codes: Sequence[str] = (), seed: int = SEED, size: float = 1.0, is_faulty: bool = True
) -> list[Planted]:
    """Write the extracts of made-up authorities below a folder, and return the faults that were planted.

    raw: the folder; made if it is not there. la_codes: of the authorities; the region's eleven if none is said.
    size: times as many children. is_faulty: whether faults are planted.
    """
    found: list[Planted] = []
    for la_code in la_codes or tuple(made_up_authorities()):
        authority = MadeUpAuthority(story_of(la_code, seed=seed, size=size))
        found += _Writing(raw, authority, is_faulty=is_faulty).done()
    return found


class _Writing:
    """The extracts of one authority under way."""

    def __init__(self, raw: Path, authority: MadeUpAuthority, *, is_faulty: bool) -> None:
        self.raw = raw
        self.authority = authority
        self.la_code = authority.story.la_code
        self.supply = supply_of(self.la_code)
        self.each = OF_EACH_FAULT if is_faulty else 0
        self.planted: list[Planted] = []

    def done(self) -> list[Planted]:
        newest = self.authority.tables(on=number_of(DRAWN_ON))
        for day in self.supply.censuses:
            self._census(newest if day == DRAWN_ON else self.authority.tables(on=number_of(day)), day)
        for day in self.supply.annex_a:
            self._annex_a(newest if day == DRAWN_ON else self.authority.tables(on=number_of(day)), day)
        for name in self.supply.before:
            told = self.authority.table(name, on=number_of(BEFORE_ON))
            self._write(Sheet(table=name, rows=told), BEFORE_ON)
        for name in self.supply.own:
            self._write(Sheet(table=name, rows=newest[name]), DRAWN_ON)
        return self.planted

    def _folder(self, day: date) -> Path:
        folder = self.raw / f"{self.la_code}-{_slug(self.authority.story.name)}" / f"{day}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _write(self, sheet: Sheet, day: date) -> None:
        """Write an own extract of a table; faults are planted in the newest alone."""
        grown = Grown(sheet=sheet)
        if day == DRAWN_ON and sheet.table in self.supply.planted:
            chance = self.authority.story.chance("planted", sheet.table)
            planters = [one for one in PLANTERS if one.table == sheet.table]
            grown = planted_in(sheet, planters, chance=chance, each=self.each)
        if self.supply.meetings is not None and sheet.table in _PRINTED_OTHERWISE:
            self._print_meetings(grown.sheet, self.supply.meetings, day)
            return
        path = self._folder(day) / f"{sheet.table}.csv"
        grown.sheet.text(self.supply.style).write_csv(path)
        self.planted += grown.planted(la_code=self.la_code, file=path.relative_to(self.raw).as_posix())

    def _print_meetings(self, sheet: Sheet, style: Style, day: date) -> None:
        """Write meetings as a workbook with headings of their own, or attendance with a column for each agency."""
        if sheet.table == "meetings":
            rows = sheet.rows.drop("referral_id", "enquiry_id")
            told = Sheet(table="meetings", rows=rows).text(style)
            write_workbook(self._folder(day) / "meetings.xlsx", {"meetings": told}, on=number_of(day))
        else:
            wide = sheet.rows.pivot("agency", index="meeting_id", values="attendance", maintain_order=True)
            told = wide.with_columns(pl.exclude("meeting_id").fill_null("not_invited"))
            told.rename({"meeting_id": style.headings["meeting_id"]}).write_csv(self._folder(day) / "attendance.csv")

    def _annex_a(self, tables: Mapping[str, pl.DataFrame], day: date) -> None:
        lists = annex_a(tables, on=number_of(day))
        if self.supply.is_folder:
            write_folder(self._folder(day) / "Annex A", lists)
        else:
            write_workbook(self._folder(day) / "Annex_A.xlsx", lists, on=number_of(day))

    def _census(self, tables: Mapping[str, pl.DataFrame], day: date) -> None:
        sheet = Sheet(table="plans", rows=tables["plans"])
        grown = Grown(sheet=sheet)
        if self.supply.has_wrong_plans and day == CENSUSES[0]:
            chance = self.authority.story.chance("planted", "census")
            grown = planted_in(_with_closed(sheet, tables["referrals"]), [_WRONG_PLANS], chance=chance, each=self.each)
        census = cin_census(self.la_code, {**tables, "plans": grown.sheet.rows}, on=day)
        path = self._folder(day) / f"CIN_{day.year}.xml"
        path.write_text(census.text, encoding="utf-8", newline="\n")
        for one in grown.planted(la_code=self.la_code, file="", lines=census.plan_lines):
            kind = census.text.split("\n")[one.row - 1].split(">")[0].strip("<")
            self.planted.append(replace(one, file=f"{path.relative_to(self.raw).as_posix()} [{kind}]"))


def _with_closed(sheet: Sheet, referrals: pl.DataFrame) -> Sheet:
    """Return plans with whether every episode of the child has closed: no later census tells of it again."""
    closed = referrals.group_by("child_id").agg(pl.col("closed_on").is_not_null().all().alias("is_closed"))
    rows = sheet.rows.join(closed, on="child_id", how="left", maintain_order="left")
    return Sheet(table=sheet.table, rows=rows)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
