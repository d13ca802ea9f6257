"""The CIN census as the XML file that is sent to DfE, years 2021 to 2026: its elements as rows of text."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from csc_metrics.records.raw import RawTable
from csc_metrics.records.safe_xml import LOCAL_NAMES, line_of, stream_records
from csc_metrics.records.xml_cells import Cells, Conflict, RowsOfKind, fill_cells, join_codes
from csc_metrics.records.xml_header import XmlHeader, open_header, xml_collection

CIN: Final = "CIN"
CHILDREN_OF_A_BATCH: Final = 5_000
"""How many children are held at a time."""

_CHILD: Final = (
    *("LAchildID", "PersonBirthDate", "ExpectedPersonBirthDate", "Sex", "GenderCurrent", "PersonDeathDate"),
    "Ethnicity",
)
_DETAILS: Final = (
    *("CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure", "ReferralNFA"),
    "DateOfInitialCPC",
)
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Assessments": ("AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate"),
    "CINPlanDates": ("CINPlanStartDate", "CINPlanEndDate"),
    "Section47": ("S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"),
    "ChildProtectionPlans": (
        *("CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "NumberOfPreviousCPP"),
    ),
}
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "Child": (*_CHILD, "Disability"),
    "CINdetails": ("LAchildID", *_DETAILS),
    **{
        name: ("LAchildID", "CINreferralDate", *columns, *(("AssessmentFactors",) if name == "Assessments" else ()))
        for name, columns in _GROUPS.items()
    },
}
"""The tables of a CIN census and the headings of each, named as the XML's tags; where a row stands is beside."""
UNUSED: Final = frozenset({"UPN", "FormerUPN", "UPNunknown", "Reviews"})
"""Elements of the census that no table holds, on purpose: pupil numbers, and the reviews of a plan."""


def is_cin_xml(path: Path) -> bool:
    """Whether a file is a CIN census, by its header alone. path: of the file, whatever it is.

    Raises: UnreadableExtract for a file that begins as XML but is unsafe, cut off or not readable up to its header.
    """
    return xml_collection(path) == CIN


def open_cin_xml(path: Path) -> "CinXml":
    """Return a CIN census whose header is read and whose children are not yet. path: of the XML file.

    Raises: UnreadableExtract for a file that is not readable, or is not a CIN census.
    Source: DfE, Children in need census 2025 to 2026: technical specification and business and technical guide.
    """
    return CinXml(path, header=open_header(path, collection=CIN))


class CinXml:
    """A CIN census file. path: of the file. header: what it says of itself."""

    def __init__(self, path: Path, *, header: XmlHeader) -> None:
        self.path = path
        self.header = header
        self._unused: Counter[str] = Counter()

    def batches(self) -> Iterator[dict[str, RawTable]]:
        """Yield tables of at most 5,000 children at a time, in the order of the file; one without rows if it has none.

        Returns: by name (`COLUMNS`), one row per element of that name; the headings of `COLUMNS` (String, null where
        the element is absent or empty; codes joined by one space), `source_row`, the line the element begins on, and
        `source_element`, which of its name it is.
        Raises: UnreadableExtract that names the line, when the place at fault is reached: what was told before it is
        only a part of the file.
        """
        self._unused = Counter()
        reader = _ChildReader(self._unused)
        has_told = False
        for child in stream_records(self.path, tags=("Child",), beside=self._unused):
            reader.add(child)
            if reader.children == CHILDREN_OF_A_BATCH:
                yield reader.take()
                has_told = True
        if reader.children or not has_told:
            yield reader.take()

    def unused(self) -> dict[str, int]:
        """Return how often each element stood in the file that no table holds, by its name; whole after `batches`.

        Beside Child, and directly below it or CINdetails, the name is the tag, deeper it is told with its group's:
        "Assessments/Outcome". What `UNUSED` names is not told.
        """
        return dict(self._unused)


class _ChildReader:
    """Takes children apart into rows of every table."""

    def __init__(self, unused: Counter[str]) -> None:
        self._unused = unused
        self._rows = {name: RowsOfKind(name, columns=columns) for name, columns in COLUMNS.items()}

    @property
    def children(self) -> int:
        return len(self._rows["Child"])

    def take(self) -> dict[str, RawTable]:
        return {name: rows.take() for name, rows in self._rows.items()}

    def add(self, child: etree._Element) -> None:
        cells: Cells = dict.fromkeys((*_CHILD, "Gender"))
        conflicts: list[Conflict] = []
        details, characteristics = [], []
        for part in child:
            tag = LOCAL_NAMES[part.tag]
            if tag == "CINdetails":
                details.append(part)
            elif tag == "ChildIdentifiers":
                self._count(fill_cells(cells, part, conflicts=conflicts), within=tag)
            elif tag == "ChildCharacteristics":
                characteristics += fill_cells(cells, part, conflicts=conflicts)
            else:
                self._count([part])
        disability = self._codes(characteristics, group="Disabilities", tag="Disability", within="ChildCharacteristics")
        _take_gender(cells, conflicts)
        self._rows["Child"].add((*cells.values(), disability), line=line_of(child), conflicts=conflicts)
        doubtful = [conflict for conflict in conflicts if conflict[1] == "LAchildID"]
        for part in details:
            self._add_details(part, cells["LAchildID"], doubtful)

    def _add_details(self, details: etree._Element, child: str | None, doubtful: Sequence[Conflict]) -> None:
        cells: Cells = dict.fromkeys(_DETAILS)
        conflicts = [*doubtful]
        groups = fill_cells(cells, details, conflicts=conflicts)
        self._rows["CINdetails"].add((child, *cells.values()), line=line_of(details), conflicts=conflicts)
        above = [conflict for conflict in conflicts if conflict[1] in ("LAchildID", "CINreferralDate")]
        for group in groups:
            tag = LOCAL_NAMES[group.tag]
            if tag in _GROUPS:
                self._add_group(tag, group, (child, cells["CINreferralDate"]), above)
            else:
                self._count([group])

    def _add_group(
        self, tag: str, group: etree._Element, keys: tuple[str | None, str | None], above: Sequence[Conflict]
    ) -> None:
        cells: Cells = dict.fromkeys(_GROUPS[tag])
        conflicts = [*above]
        others = fill_cells(cells, group, conflicts=conflicts)
        values = [*keys, *cells.values()]
        if tag == "Assessments":
            codes = self._codes(others, group="FactorsIdentifiedAtAssessment", tag="AssessmentFactors", within=tag)
            values.append(codes)
        else:
            self._count(others, within=tag)
        self._rows[tag].add(values, line=line_of(group), conflicts=conflicts)

    def _codes(self, elements: Sequence[etree._Element], *, group: str, tag: str, within: str) -> str | None:
        unknown: list[str] = []
        codes = join_codes(elements, group=group, tag=tag, unknown=unknown)
        for name in unknown:
            self._unused[f"{within}/{name}"] += 1
        return codes

    def _count(self, elements: Sequence[etree._Element], *, within: str = "") -> None:
        for element in elements:
            tag = LOCAL_NAMES[element.tag]
            if tag not in UNUSED:
                self._unused[f"{within}/{tag}" if within else tag] += 1


def _take_gender(cells: Cells, conflicts: list[Conflict]) -> None:
    """Take Gender, an older name of GenderCurrent, for that one; where both stand and differ, neither is trusted."""
    gender, current = cells.pop("Gender"), cells["GenderCurrent"]
    if current is None:
        cells["GenderCurrent"] = gender
    elif gender is not None and gender != current:
        conflicts.append(("element_twice", "GenderCurrent", f"{current}, {gender}"))
