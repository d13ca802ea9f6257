"""The CIN census and the workforce census in which nothing is wrong, as the XML that is sent to DfE."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from hypothesis import strategies as st
from made_up_xml import HEADER
from strategies.clean_tables import Row, mended
from strategies.spelling import Spelling
from strategies.values import identifiers, values, values_or_none

from csc_metrics.contracts.codes import words_of
from csc_metrics.contracts.records.columns import Kind
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.census import CIN_FEEDS, ROLES, WORKFORCE_FEEDS
from csc_metrics.records.sources import Feed

CIN_DRAWN: Final = date(2026, 5, 1)
WORKFORCE_DRAWN: Final = date(2025, 5, 1)
_GROUPS: Final = ("Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans")
_FROM_ABOVE: Final = {"child_id", "referred_on", "referral_id", "factor"}
"""Columns of a group that the elements around it tell."""


@dataclass(frozen=True)
class Census:
    """A return. expected: by table, the columns told of each record."""

    name: str
    content: bytes = field(repr=False)
    expected: dict[str, list[Row]]


def _own(feed: Feed, *, drawn: date, leaving: set[str]) -> st.SearchStrategy[Row]:
    """Return the cells of an element that keep the rules of its table; days that make an identifier are there."""
    table = RECORD_TABLES[feed.table]
    needed = {parts[1] for parts in feed.id_from.values()}
    cells = {}
    for name in feed.columns:
        if name not in leaving:
            make = values if name in needed else values_or_none
            cells[name] = make(table.columns[name], table.all_columns[name], drawn=drawn)
    whole = dict.fromkeys(table.columns)
    return st.fixed_dictionaries(cells).map(lambda row: {n: mended(feed.table, whole | row)[n] for n in row})


def _day_of(feed: Feed) -> str:
    """Return the column that tells an element of a child from others."""
    return next((parts[1] for parts in feed.id_from.values()), "started_on")


def _element(tag: str, text: object) -> str:
    return "" if text is None else f"<{tag}>{escape(str(text))}</{tag}>"


def _written(feed: Feed, row: Row, spelling: Spelling) -> str:
    """Return the elements of a row; a code is written as the word or as its code, days as the census has them."""
    columns = RECORD_TABLES[feed.table].columns
    told = []
    for name, value in row.items():
        is_day = columns[name].kind is Kind.DAY
        told.append(_element(feed.columns[name][0], value if is_day else spelling.cell(columns[name], value)))
    return "".join(spelling.order_of(told))


class _Writing:
    """A CIN census under way: its XML, and what it tells of each record."""

    def __init__(self, spelling: Spelling) -> None:
        self.spelling = spelling
        self.expected: dict[str, list[Row]] = {}
        self.gap = spelling.one_of("\n", "", "\n  ")

    def add(self, table: str, row: Row) -> None:
        self.expected.setdefault(table, []).append(row)

    def group(self, tag: str, child: str, referred_on: date, row: Row, factors: list[str]) -> str:
        """Return an element of a referral."""
        [feed] = CIN_FEEDS[tag]
        above: Row = {"child_id": child}
        if tag in {"Assessments", "Section47"}:
            above["referral_id"] = f"{child} {referred_on}"
        if tag == "Assessments":
            above |= {"referred_on": referred_on, "assessment_id": f"{child} {row['started_on']}"}
        plan = {name: word for name, word in feed.constants.items() if name == "plan_type"}
        self.add(feed.table, {**above, **plan, **row})
        told = _written(feed, row, self.spelling)
        if tag == "Assessments" and factors:
            for factor in factors:
                self.add("assessment_factors", {"assessment_id": above["assessment_id"], "factor": factor})
            codes = "".join(_element("AssessmentFactors", factor) for factor in factors)
            told += f"<FactorsIdentifiedAtAssessment>{codes}</FactorsIdentifiedAtAssessment>"
        return f"<{tag}>{told}</{tag}>{self.gap}"

    def head(self, row: Row) -> str:
        """Return what a census tells of a child itself."""
        columns = RECORD_TABLES["children"].columns
        self.add("children", row)
        sex = self.spelling.one_of("Sex", "GenderCurrent", "Gender")
        born = self.spelling.one_of("PersonBirthDate", "ExpectedPersonBirthDate")
        disability = {None: None, "no": "NONE", "yes": "MOB"}[row["disability"]]
        ethnicity = _element("Ethnicity", self.spelling.cell(columns["ethnicity"], row["ethnicity"]))
        return (
            f"<ChildIdentifiers>{_element('LAchildID', row['child_id'])}{_element(born, row['born_on'])}"
            f"{_element(sex, self.spelling.cell(columns['sex'], row['sex']))}</ChildIdentifiers>"
            f"<ChildCharacteristics>{ethnicity}<Disabilities>{_element('Disability', disability)}</Disabilities>"
            f"</ChildCharacteristics>"
        )


_FACTORS: Final = st.lists(st.sampled_from(words_of("assessment_factor")), max_size=2, unique=True)


@st.composite
def _child(draw: st.DrawFn, name: str, writing: _Writing) -> str:
    [described], [detailed] = CIN_FEEDS["Child"], CIN_FEEDS["CINdetails"]
    own = _own(described, drawn=CIN_DRAWN, leaving={"child_id", "disability"})
    cells = {"child_id": name, **draw(own), "disability": draw(st.sampled_from((None, "yes", "no")))}
    details = _own(detailed, drawn=CIN_DRAWN, leaving={"child_id"})
    referrals = draw(st.lists(details, max_size=2, unique_by=lambda row: row["referred_on"]))
    inner = [""] * len(referrals)
    for tag in _GROUPS if referrals else ():
        for row in draw(_group(tag)):
            place = draw(st.integers(0, len(referrals) - 1))
            factors = draw(_FACTORS) if tag == "Assessments" else []
            inner[place] += writing.group(tag, name, referrals[place]["referred_on"], row, factors)
    told = ""
    for row, groups in zip(referrals, inner, strict=True):
        writing.add("referrals", {"child_id": name, "referral_id": f"{name} {row['referred_on']}", **row})
        told += f"<CINdetails>{_written(detailed, row, writing.spelling)}{groups}</CINdetails>{writing.gap}"
    return f"<Child>{writing.head(cells)}{told}</Child>"


def _group(tag: str) -> st.SearchStrategy[list[Row]]:
    [feed] = CIN_FEEDS[tag]
    day = next((parts[1] for parts in feed.id_from.values()), "started_on")
    own = _own(feed, drawn=CIN_DRAWN, leaving=_FROM_ABOVE)
    return st.lists(own, max_size=2, unique_by=lambda row: row[day])


def _message(collection: str, year: int, body: str, spelling: Spelling) -> bytes:
    """Return a return with its header, in one of the ways in which programs write XML."""
    head = HEADER.format(collection=collection, year=year, la_code="001")
    encoding = spelling.one_of("utf-8", "utf-16", "utf-8")
    declared = spelling.one_of("", f'<?xml version="1.0" encoding="{encoding}"?>\n') or (
        "" if encoding == "utf-8" else '<?xml version="1.0" encoding="utf-16"?>'
    )
    space = spelling.one_of("", ' xmlns="http://example.org/return"')
    return f"{declared}<Message{space}>{head}{body}</Message>".encode(encoding)


@st.composite
def cin_censuses(draw: st.DrawFn) -> Census:
    """Draw a CIN census."""
    writing = _Writing(Spelling(draw(st.integers(0, 2**20))))
    names = draw(st.lists(identifiers(), min_size=1, max_size=3, unique=True))
    children = writing.gap.join(draw(_child(name, writing)) for name in names)
    content = _message("CIN", CIN_DRAWN.year, f"<Children>{children}</Children>", writing.spelling)
    return Census("census/cin.xml", content, writing.expected)


@st.composite
def workforce_censuses(draw: st.DrawFn) -> Census:
    """Draw a workforce census."""
    [feed] = WORKFORCE_FEEDS["CSWWWorker"]
    spelling = Spelling(draw(st.integers(0, 2**20)))
    own = _own(feed, drawn=WORKFORCE_DRAWN, leaving={"role", "worker_id", "started_on"})
    days = values(RECORD_TABLES["workers"].columns["started_on"], RECORD_TABLES["workers"].all_columns["started_on"])
    keys = st.tuples(identifiers(), days.filter(lambda day: day <= WORKFORCE_DRAWN))
    told = draw(st.dictionaries(keys, st.tuples(own, st.sampled_from((None, *ROLES))), min_size=1, max_size=4))
    body, expected = "", []
    for (worker, started_on), (cells, role) in told.items():
        row = mended("workers", dict.fromkeys(RECORD_TABLES["workers"].columns) | {**cells, "started_on": started_on})
        row = {"worker_id": worker, **{name: row[name] for name in (*cells, "started_on")}}
        body += f"<CSWWWorker>{_written(feed, row, spelling)}{_element('OrgRole', role)}</CSWWWorker>\n"
        expected.append({**row, "role": ROLES.get(str(role))})
    return Census("census/workforce.xml", _message("CSWW", WORKFORCE_DRAWN.year, body, spelling), {"workers": expected})
