"""The children's social work workforce census as the XML file that is sent to DfE: its elements as rows of text."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lxml import etree

from csc_metrics.records.raw import RawTable
from csc_metrics.records.safe_xml import LOCAL_NAMES, line_of, stream_records
from csc_metrics.records.xml_cells import Cells, Conflict, RowsOfKind, fill_cells
from csc_metrics.records.xml_header import XmlHeader, open_header

CSWW: Final = "CSWW"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "CSWWWorker": (
        *("AgencyWorker", "SWENo", "FTE", "PersonBirthDate", "Sex", "GenderCurrent", "Ethnicity", "QualInst"),
        *("QualLevel", "StepUpGrad", "OrgRole", "RoleStartDate", "StartOrigin", "RoleEndDate", "LeaverDestination"),
        *("ReasonLeave", "FTE30", "Cases30", "WorkingDaysLost", "ContractWeeks", "FrontlineGrad", "Absat30Sept"),
        *("ReasonAbsence", "CFKSSstatus"),
    ),
    "LALevelVacancies": ("NumberOfVacancies", "NoAgencyFTE", "NoAgencyHeadcount"),
}
"""The tables of a workforce census and the headings of each, named as the XML's tags; where a row stands is beside."""


def open_workforce_xml(path: Path) -> "WorkforceXml":
    """Return a workforce census whose header is read and whose workers are not yet. path: of the XML file.

    Raises: UnreadableExtract for a file that is not readable, or is not a workforce census.
    Source: DfE, Children's social work workforce census: technical specification.
    """
    return WorkforceXml(path, header=open_header(path, collection=CSWW))


class WorkforceXml:
    """A workforce census file. path: of the file. header: what it says of itself."""

    def __init__(self, path: Path, *, header: XmlHeader) -> None:
        self.path = path
        self.header = header
        self._unused: Counter[str] = Counter()

    def tables(self) -> dict[str, RawTable]:
        """Return workers and vacancies.

        Returns: by name (`COLUMNS`), one row per element of that name; the headings of `COLUMNS` (String, null where
        the element is absent or empty), `source_row`, the line the element begins on, and `source_element`, which of
        its name it is.
        Raises: UnreadableExtract that names the line.
        """
        self._unused = Counter()
        rows = {name: RowsOfKind(name, columns=columns) for name, columns in COLUMNS.items()}
        for element in stream_records(self.path, tags=tuple(COLUMNS), beside=self._unused):
            self._add(element, rows[LOCAL_NAMES[element.tag]])
        return {name: kind.take() for name, kind in rows.items()}

    def unused(self) -> dict[str, int]:
        """Return how often each element stood in a worker or the vacancies, or beside them, that no column holds.

        It is whole after `tables`.
        """
        return dict(self._unused)

    def _add(self, element: etree._Element, rows: RowsOfKind) -> None:
        cells: Cells = dict.fromkeys(rows.columns)
        conflicts: list[Conflict] = []
        others = fill_cells(cells, element, conflicts=conflicts)
        self._unused.update(LOCAL_NAMES[other.tag] for other in others)
        rows.add(cells.values(), line=line_of(element), conflicts=conflicts)
