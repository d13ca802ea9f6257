"""Made-up files in DfE's layouts: whole, small, the same on every run, and easy to spoil in one place.

Every number is invented; only the layout (headings, categories, codes, joint returns, rows full of z) is DfE's.

    paths = write_made_up_dfe(tmp_path)                                      # a whole published folder
    write_table(made_up_table("b1").with_cell("At31_episodes", "c", area="357", year=2025), tmp_path)

A table is a value: each method returns another table and leaves the first as it was. What happens to a file after it
was written (a byte order mark, a cut) is done to its path by the functions at the end.
"""

import csv
import io
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Self
from xml.sax.saxutils import escape
from zipfile import ZipFile

from csc_metrics.contracts.authorities import Authority, authorities, authority_codes_on, current_authorities
from csc_metrics.contracts.vocabulary import ENGLAND_CODE, REGIONS
from csc_metrics.published.tables import PUBLISHED_TABLES, PublishedTable

YEARS: Final = (2024, 2025)
"""DfE's years that a made-up folder holds unless others are asked for."""

JOINT_RETURNS: Final = (("314", "318"), ("940", "941"))
"""Authorities that make one workforce return between them."""

_TIME: Final = ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
_PLACE: Final = ("region_code", "region_name", "old_la_code", "new_la_code", "la_name")
_PLACE_OF_LOOKED_AFTER: Final = ("region_code", "region_name", "old_la_code", "la_name", "new_la_code")
_MARCH: Final = (3, 31)
_OPEN: Final = "http://schemas.openxmlformats.org"
_RELS: Final = "application/vnd.openxmlformats-package.relationships+xml"

WORKFORCE_HEADINGS: Final = [
    "inpost_fte",
    "inpost_headcount",
    "starters_fte",
    "starters_headcount",
    "leavers_fte",
    "leavers_headcount",
    "turnover_rate_fte",
    "turnover_rate_headcount",
    "agency_fte",
    "agency_headcount",
    "agency_rate_fte",
    "agency_rate_headcount",
    "agency_cover_fte",
    "agency_cover_rate_fte",
    "vacancy_fte",
    "vacancy_rate_fte",
    "vacancy_agency_cover_rate_fte",
    "case_holders_fte",
    "cases",
    "caseload_fte",
    "working_days_lost_fte",
    "absence_rate_fte",
]

OLDER_HEADINGS: Final[dict[str, dict[str, str]]] = {
    "workforce": {
        "inpost_fte": "social_worker_fte",
        "leavers_fte": "leaver_fte",
        "turnover_rate_fte": "turnover_rate_fte_%",
        "agency_rate_fte": "agency_worker_rate_fte_%",
        "vacancy_rate_fte": "vacancy_rate_fte_%",
    },
    "b1": {"awaiting_assessment": "Awaiting_assessment"},
    "c1": {
        "referral_count": "Referrals",
        "rereferral_count": "Re_referrals",
        "rereferral_percent": "Re_referrals_percent",
        "no_further_action_count": "No_Further_Action",
        "referral_child_count": "Referrals_child",
    },
    "looked_after": {"population_type": "population_count", "children_count": "number"},
}
"""Newest heading → the heading of an older edition, by table."""


@dataclass(frozen=True, kw_only=True)
class MadeUpTable:
    """One of DfE's tables as text. rows: heading → cell, newest year first, England, regions, then authorities."""

    code: str
    file_name: str
    headings: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    def named(self, file_name: str) -> Self:
        """Return the table under another file name."""
        return replace(self, file_name=file_name)

    def renamed(self, new_headings: Mapping[str, str]) -> Self:
        """Return the table with headings renamed; their cells stay."""
        return replace(
            self,
            headings=tuple(new_headings.get(heading, heading) for heading in self.headings),
            rows=tuple({new_headings.get(key, key): cell for key, cell in row.items()} for row in self.rows),
        )

    def without_column(self, heading: str) -> Self:
        """Return the table without one column."""
        return replace(self, headings=tuple(kept for kept in self.headings if kept != heading))

    def with_column(self, heading: str, cell: str) -> Self:
        """Return the table with one more column, the same cell in every row."""
        return replace(
            self, headings=(*self.headings, heading), rows=tuple({**row, heading: cell} for row in self.rows)
        )

    def with_columns_reversed(self) -> Self:
        """Return the table with its columns from last to first."""
        return replace(self, headings=self.headings[::-1])

    def with_cell(self, heading: str, cell: str, *, area: str, year: int) -> Self:
        """Return the table with one cell of an area and year changed. area: code as printed ("314 / 318" for joint)."""
        return self.with_cells({heading: cell}, area=area, year=year)

    def with_cells(self, cells: Mapping[str, str], *, area: str, year: int) -> Self:
        """Return the table with some cells of an area and year changed. cells: heading → new cell."""
        unknown = set(cells) - set(self.headings)
        assert not unknown, f"{self.code} has no heading {unknown}"
        assert any(_is_about(row, area=area, year=year) for row in self.rows), f"{self.code} lacks {area}, {year}"
        return replace(
            self,
            rows=tuple({**row, **cells} if _is_about(row, area=area, year=year) else row for row in self.rows),
        )

    def with_everywhere(self, heading: str, cell: str) -> Self:
        """Return the table with one column's cells all alike."""
        return replace(self, rows=tuple({**row, heading: cell} for row in self.rows))

    def without_rows(self, *, areas: Iterable[str], year: int | None = None) -> Self:
        """Return the table without the rows of some areas, of one year or of all."""
        dropped = set(areas)
        return replace(
            self,
            rows=tuple(row for row in self.rows if not (_area_of(row) in dropped and year in {None, _year_of(row)})),
        )

    def with_row_again(self, *, area: str, year: int, cells: Mapping[str, str]) -> Self:
        """Return the table with one more row at its end: that of an area and year, with some cells changed."""
        row = next(row for row in self.rows if _is_about(row, area=area, year=year))
        return replace(self, rows=(*self.rows, {**row, **cells}))

    def without_any_rows(self) -> Self:
        """Return the table with headings only."""
        return replace(self, rows=())

    def line_of(self, *, area: str, year: int) -> int:
        """Return the line, counted from 1, on which the first row of an area and year stands in the file."""
        return next(at for at, row in enumerate(self.rows, start=2) if _is_about(row, area=area, year=year))

    def cell(self, heading: str, *, area: str, year: int) -> str:
        """Return one cell as printed."""
        return next(row[heading] for row in self.rows if _is_about(row, area=area, year=year))

    def text(self) -> str:
        """Return the file's text."""
        return _csv_text([self.headings, *([row[heading] for heading in self.headings] for row in self.rows)])


def made_up_table(code: str, *, years: Sequence[int] = YEARS) -> MadeUpTable:
    """Return one of DfE's tables, made up, in the layout of the newest edition.

    code: of a table that measures are made from; one without a maker below has just the columns that are read. A
    population year is one less than the year whose rates need it: for 2024 and 2025 it is mid-2023 and mid-2024.
    """
    make = _MAKERS.get(code) or _of_what_is_read(PUBLISHED_TABLES[code])
    return make(tuple(sorted(years, reverse=True)))


def write_table(table: MadeUpTable, folder: Path) -> Path:
    """Write a table into a folder, which is made if it is not there, and return the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / table.file_name
    path.write_text(table.text(), encoding="utf-8", newline="")
    return path


def write_made_up_dfe(folder: Path, *, years: Sequence[int] = YEARS) -> dict[str, Path]:
    """Write a whole made-up published folder, without neighbour files, and return each table's path by its code."""
    codes = [code for code, table in PUBLISHED_TABLES.items() if not table.is_oracle]
    return {code: write_table(made_up_table(code, years=years), folder) for code in codes}


def made_up_neighbours(model: str) -> dict[str, list[str]]:
    """Return made-up lists: the ten authorities whose codes come next, in a circle. model: "2021" or "2025"."""
    codes = sorted(
        authority_codes_on(date(2021, 4, 1)) if model == "2021" else (one.la_code for one in current_authorities())
    )
    return {code: [codes[(at + step) % len(codes)] for step in range(1, 11)] for at, code in enumerate(codes)}


def neighbours_2025_text(lists: Mapping[str, Sequence[str]]) -> str:
    """Return the text of DfE's file of the 2025 model: one row per authority, "Close " with a space at its end."""
    headings = ["old_la_code", "la_name", "region_ind", "region_name"]
    headings += [heading for number in range(1, 11) for heading in (f"SN_{number}", f"SN_{number}P")]
    rows = [
        [code, authorities()[code].name, "1", "A region", *_with_words(neighbours, "Close ")]
        for code, neighbours in lists.items()
    ]
    return _csv_text([headings, *rows])


def neighbours_2021_text(lists: Mapping[str, Sequence[str]], *, defunct: Mapping[str, Sequence[str]]) -> str:
    """Return the text of DfE's file of the 2021 model.

    Its heading SNP stands ten times, its last column has no name, and a blank row and a row "Old SNs:" come before
    the lists of authorities that no longer existed.
    """
    headings = ["LA num", "LA Name", "LA number", "GOInd", "GOReg"]
    headings += [heading for number in range(1, 11) for heading in (f"SN{number}", "SNP")] + [""]
    rows = [_row_of_2021(code, neighbours) for code, neighbours in lists.items()]
    empty = [""] * len(headings)
    old = [_row_of_2021(code, neighbours) for code, neighbours in defunct.items()]
    return _csv_text([headings, *rows, empty, ["Old SNs:", *empty[1:]], *old])


def write_workbook(path: Path, *, sheet: str, rows: Sequence[Sequence[str]]) -> Path:
    """Write the smallest Excel workbook there is: one sheet, every cell text. Returns: its path."""
    lines = ["".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) for row in rows]
    numbered = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(lines, start=1))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_OPEN}/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="{_RELS}"/>'
        "</Types>",
        "_rels/.rels": _relationship("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_OPEN}/spreadsheetml/2006/main" '
        f'xmlns:r="{_OPEN}/officeDocument/2006/relationships">'
        f'<sheets><sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationship("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_OPEN}/spreadsheetml/2006/main">'
        f"<sheetData>{numbered}</sheetData></worksheet>",
    }
    with ZipFile(path, "w") as workbook:
        for name, text in parts.items():
            workbook.writestr(name, text)
    return path


def _relationship(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OPEN}/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
    )


def add_byte_order_mark(path: Path) -> Path:
    """Put a UTF-8 byte order mark before a file's text, as Excel and some of DfE's files have."""
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    return path


def cut_after_lines(path: Path, *, lines: int) -> Path:
    """Cut a file off after some whole lines."""
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:lines]))
    return path


def cut_within_line(path: Path, *, line: int) -> Path:
    """Cut a file off half way through a line, counted from 1."""
    lines = path.read_bytes().splitlines(keepends=True)[:line]
    path.write_bytes(b"".join([*lines[:-1], lines[-1][: len(lines[-1]) // 2]]))
    return path


def save_as_utf_16(path: Path) -> Path:
    """Save a file in the encoding that Excel calls Unicode text."""
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    return path


@dataclass(frozen=True, kw_only=True)
class _Area:
    """code: as printed. size: how many authorities' worth of children it has."""

    code: str
    name: str
    ons_code: str
    region_code: str
    level: str
    size: int


def _areas(day: date) -> list[_Area]:
    england = _Area(code=ENGLAND_CODE, name="", ons_code="", region_code="", level="National", size=150)
    regions = [
        _Area(code=code, name=name, ons_code="", region_code=code, level="Regional", size=15)
        for code, name in REGIONS.items()
    ]
    living = [authorities()[code] for code in sorted(authority_codes_on(day))]
    return [england, *regions, *(_authority(one) for one in living)]


def _authority(authority: Authority) -> _Area:
    return _Area(
        code=authority.la_code,
        name=authority.name,
        ons_code=authority.ons_codes[0],
        region_code=authority.region_code,
        level="Local authority",
        size=1,
    )


def _join_partners(areas: list[_Area]) -> list[_Area]:
    """Put one row "314 / 318" in the place of each pair that makes one return."""
    by_code = {area.code: area for area in areas}
    for first, second in JOINT_RETURNS:
        if first in by_code and second in by_code:
            one, other = by_code[first], by_code.pop(second)
            by_code[first] = replace(
                one,
                code=f"{one.code} / {other.code}",
                name=f"{one.name} / {other.name}",
                ons_code=f"{one.ons_code} / {other.ons_code}",
                size=2,
            )
    return list(by_code.values())


def _number(area: _Area, year: int, name: str, *, low: int, high: int) -> int:
    """Return an invented number between low and high, the same on every run."""
    return low + zlib.crc32(f"{area.code} {year} {name}".encode()) % (high - low + 1)


def _children(area: _Area, mid_year: int) -> int:
    """Return the invented population aged 0 to 17 at a mid-year."""
    return area.size * (_number(area, 0, "children", low=21_000, high=93_000) + 90 * (mid_year - 2012))


def _count(area: _Area, year: int, name: str, *, low: int, high: int) -> int:
    """Return an invented count, between low and high per 10,000 children of the mid-year before."""
    return _children(area, year - 1) * _number(area, year, name, low=low, high=high) // 10_000


def _percentage(top: float, bottom: float) -> str:
    return f"{100 * top / bottom:.1f}"


def _split(total: int, shares: Sequence[int]) -> list[int]:
    """Split a total into parts by shares; the first part takes what is left."""
    parts = [total * share // sum(shares) for share in shares[1:]]
    return [total - sum(parts), *parts]


def _workforce_cells(area: _Area, year: int) -> dict[str, str]:
    in_post, agency, vacant, leavers, holders = (
        area.size * _number(area, year, name, low=low, high=high) / 10
        for name, low, high in (
            ("in post", 900, 2600),
            ("agency", 60, 600),
            ("vacant", 90, 700),
            ("leavers", 120, 390),
            ("holders", 800, 1500),
        )
    )
    cases = round(holders * _number(area, year, "cases", low=131, high=219) / 10)
    return {
        "inpost_fte": f"{in_post:.1f}",
        "leavers_fte": f"{leavers:.1f}",
        "turnover_rate_fte": _percentage(leavers, in_post),
        "agency_fte": f"{agency:.1f}",
        "agency_rate_fte": _percentage(agency, agency + in_post),
        "vacancy_fte": f"{vacant:.1f}",
        "vacancy_rate_fte": _percentage(vacant, vacant + in_post),
        "case_holders_fte": f"{holders:.1f}",
        "cases": str(cases),
        "caseload_fte": f"{cases / holders:.1f}",
    }


def _children_in_need_cells(area: _Area, year: int) -> dict[str, str]:
    return {"At31_episodes": str(_count(area, year, "in need", low=210, high=560))}


def _referral_cells(area: _Area, year: int) -> dict[str, str]:
    referrals = _count(area, year, "referrals", low=310, high=890)
    again = referrals * _number(area, year, "again", low=11, high=31) // 100
    return {
        "referral_count": str(referrals),
        "rereferral_count": str(again),
        "rereferral_percent": _percentage(again, referrals),
    }


_C2_BANDS: Final = [
    "Same_day",
    "1-10_days",
    "11-20_days",
    "21-30_days",
    "31-40_days",
    "41-45_days",
    "46-50_days",
    "51-60_days",
    "61+_days",
]


def _assessment_cells(area: _Area, year: int) -> dict[str, str]:
    total = _count(area, year, "assessments", low=320, high=710)
    shares = [_number(area, year, band, low=5, high=25) for band in _C2_BANDS]
    bands = dict(zip(_C2_BANDS, map(str, _split(total, shares)), strict=True))
    return {"Assessments_completed": str(total), **bands}


_C4_BANDS: Final = ["Duration_0-10_days", "Duration_11-15_days", "Duration_16-20_days", "Duration_21+_days"]


def _section_47_cells(area: _Area, year: int) -> dict[str, str]:
    enquiries = _count(area, year, "enquiries", low=110, high=340)
    conferences = enquiries * _number(area, year, "conferences", low=25, high=45) // 100
    shares = [_number(area, year, band, low=10, high=60) for band in _C4_BANDS]
    bands = dict(zip(_C4_BANDS, map(str, _split(conferences, shares)), strict=True))
    return {"Section47": str(enquiries), "ICPC": str(conferences), **bands}


def _plan_cells(area: _Area, year: int) -> dict[str, str]:
    return {"CPP_At31": str(_count(area, year, "plans", low=25, high=75))}


def _population_cells(area: _Area, year: int) -> dict[str, str]:
    return {"population_estimate": str(_children(area, year))}


def _looked_after_cells(area: _Area, year: int, category: str) -> dict[str, str]:
    children, people = _count(area, year, category, low=45, high=125), _children(area, year - 1)
    return {
        "population_estimate": str(people),
        "children_count": str(children),
        "rate_per_10000": str(round(10_000 * children / people)),
    }


def _row(area: _Area, year: int, headings: Sequence[str], cells: Mapping[str, str]) -> dict[str, str]:
    """Return a row: what is known of the area, the cells given, and an invented number in every other column."""
    is_authority = area.level == "Local authority"
    known = {
        "time_period": str(year),
        "time_identifier": "Reporting year",
        "geographic_level": area.level,
        "country_code": ENGLAND_CODE,
        "country_name": "England",
        "region_code": area.region_code,
        "region_name": REGIONS.get(area.region_code, ""),
        "old_la_code": area.code if is_authority else "",
        "new_la_code": area.ons_code,
        "la_name": area.name if is_authority else "",
        **cells,
    }
    return {
        heading: known[heading] if heading in known else str(_number(area, year, heading, low=11, high=99))
        for heading in headings
    }


def _workforce(years: Sequence[int]) -> MadeUpTable:
    headings = (*_TIME, *_PLACE, *WORKFORCE_HEADINGS)
    rows = [
        _row(area, year, headings, _workforce_cells(area, year))
        for year in years
        for area in _join_partners(_areas(date(year, 9, 30)))
    ]
    return MadeUpTable(code="workforce", file_name="csww_indicators.csv", headings=headings, rows=tuple(rows))


def _with_category(code, file_name, heading, category, own, cells_of, *, month_day=_MARCH):
    """Return the maker of a table whose rows all say one category."""

    def make(years: Sequence[int]) -> MadeUpTable:
        headings = (*_TIME, *_PLACE, heading, *own.split())
        rows = [
            _row(area, year, headings, {heading: category, **cells_of(area, year)})
            for year in years
            for area in _areas(date(year, *month_day))
        ]
        return MadeUpTable(code=code, file_name=file_name, headings=headings, rows=tuple(rows))

    return make


def _of_what_is_read(table: PublishedTable) -> Callable[[Sequence[int]], MadeUpTable]:
    """Return the maker of a table that has the columns that are read, in their newest headings, and no others."""
    category = table.category.pattern if table.category else ""
    assert re.fullmatch(category, category), f"{table.code} needs a maker of its own"
    headings = " ".join(newest for newest, *_ in table.required.values())
    name = f"{table.code}_made_up.csv"
    return _with_category(
        table.code, name, "category", category, headings, lambda _area, _year: {}, month_day=table.month_day
    )


def _population(years: Sequence[int]) -> MadeUpTable:
    make = _with_category(
        "population",
        "ons_mid-year_population_estimates.csv",
        "age_group",
        "Children aged 0 to 17 years",
        "population_estimate",
        _population_cells,
        month_day=(6, 30),
    )
    return make([year - 1 for year in years])


LOOKED_AFTER_CATEGORIES: Final = (
    "Children ceasing to be looked after each year",
    "Children looked after on 31 March each year",
    "Children starting to be looked after each year",
)


def _looked_after(years: Sequence[int]) -> MadeUpTable:
    """Make the table that keeps authorities which do not exist in a year, as rows full of z and x."""
    own = ("population_type", "population_estimate", "children_count", "rate_per_10000")
    headings = (*_TIME, *_PLACE_OF_LOOKED_AFTER, *own)
    nothing = {"population_estimate": "x", "children_count": "z", "rate_per_10000": "z"}
    rows = []
    for year in years:
        living = _areas(date(year, 3, 31))
        absent = sorted(set(authorities()) - {area.code for area in living})
        for category in LOOKED_AFTER_CATEGORIES:
            named = {"population_type": category}
            rows += [_row(area, year, headings, named | _looked_after_cells(area, year, category)) for area in living]
            rows += [_row(_authority(authorities()[code]), year, headings, named | nothing) for code in absent]
    return MadeUpTable(
        code="looked_after", file_name="cla_number_and_rate_per_10k_children.csv", headings=headings, rows=tuple(rows)
    )


_MAKERS: Final = {
    "workforce": _workforce,
    "b1": _with_category(
        "b1",
        "b1_children_in_need.csv",
        "category",
        "Children in Need",
        "Anypoint_episodes Anypoint_child Started_episodes Started_child Ended_episodes Ended_child At31_episodes "
        "awaiting_assessment",
        _children_in_need_cells,
    ),
    "c1": _with_category(
        "c1",
        "c1_referrals_and_rereferrals.csv",
        "category",
        "Referrals and Re-referrals",
        "referral_count rereferral_count rereferral_percent no_further_action_count no_further_action_percent "
        "not_in_need_count not_in_need_percent referral_child_count rereferral_child_count rereferral_child_percent",
        _referral_cells,
    ),
    "c2": _with_category(
        "c2",
        "c2_assessments_duration.csv",
        "category",
        "Duration of assessment",
        f"Assessments_completed Assessments_completed_rate {' '.join(_C2_BANDS)} "
        "25th_Percentile_days Median_days 75th_Percentile_days",
        _assessment_cells,
    ),
    "c4": _with_category(
        "c4",
        "c4_section_47s_and_icpcs.csv",
        "category",
        "Section 47s and Initial Child Protection Conferences",
        f"Section47 Section47_child ICPC ICPC_child {' '.join(_C4_BANDS)} "
        "Duration_25th_Percentile Duration_median Duration_75th_Percentile",
        _section_47_cells,
    ),
    "d5": _with_category(
        "d5",
        "d5_cpps_at31march_by_duration.csv",
        "category",
        "Child Protection Plans by length of time",
        "CPP_At31 3_months_or_less 3_months_or_less_percent more_than_3_months_6_months "
        "more_than_3_months_6_months_percent more_than_6_months_less_than_1_year "
        "more_than_6_months_less_than_1_year_percent 1_year_less_than_2_years 1_year_less_than_2_years_percent "
        "2_years_or_more 2_years_or_more_percent",
        _plan_cells,
    ),
    "looked_after": _looked_after,
    "population": _population,
}


def _area_of(row: Mapping[str, str]) -> str:
    return row["old_la_code"] or row["region_code"] or ENGLAND_CODE


def _year_of(row: Mapping[str, str]) -> int:
    return int(row["time_period"])


def _is_about(row: Mapping[str, str], *, area: str, year: int) -> bool:
    return _area_of(row) == area and _year_of(row) == year


def _with_words(neighbours: Sequence[str], words: str) -> list[str]:
    return [cell for neighbour in neighbours for cell in (neighbour, words)]


def _row_of_2021(code: str, neighbours: Sequence[str]) -> list[str]:
    return [code, authorities()[code].name, code, "1", "A region", *_with_words(neighbours, "Very Close"), ""]


def _csv_text(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
