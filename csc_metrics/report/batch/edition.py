"""The editions of a report: which notebook makes each, what it writes, and which files in a report's folder are its."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from csc_metrics.report.board import PAGE_FILE as BOARD_PAGE
from csc_metrics.report.board import TABLE_FILES as BOARD_TABLES
from csc_metrics.report.board import TABLES_FILE as BOARD_WORKBOOK
from csc_metrics.report.manifest import MANIFEST_FILE
from csc_metrics.report.notebooks import BOARD_NOTEBOOK, PERFORMANCE_NOTEBOOK, SCRUTINY_NOTEBOOK
from csc_metrics.report.older_scorecard import RECONCILIATION_FILE
from csc_metrics.report.performance import PAGE_FILE as PERFORMANCE_PAGE
from csc_metrics.report.performance import TABLE_FILES
from csc_metrics.report.scrutiny import PAGE_FILE as SCRUTINY_PAGE
from csc_metrics.report.scrutiny import ROWS_FILES
from csc_metrics.report.workbook import TABLES_FILE

PUBLIC: Final = "public"
INTERNAL: Final = "internal"
NOTEBOOKS: Final = "notebooks"


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition. name: as on the command line. folder: below a report's, where it goes. page, rows: what it writes.

    parameters: names of those that its notebook takes, but for `folder`. page: name of its file. rows: CSV files whose
    rows are counted. where_asked: (parameter, CSV file that it writes where that is not empty). others: files beside
    them. run_file: in the internal folder, times and machine. Editions of one folder share what stands beside their
    pages, so that they are made together.
    """

    name: str
    notebook: str
    parameters: tuple[str, ...]
    folder: str
    page: str
    rows: tuple[str, ...]
    others: tuple[str, ...]
    run_file: str
    where_asked: tuple[tuple[str, str], ...] = ()

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of what the notebook writes into the edition's folder, whatever it is given."""
        return self.outputs_for({})

    def rows_for(self, parameters: Mapping[str, str]) -> tuple[str, ...]:
        """Return the names of the CSV files that the notebook writes. parameters: that it is given, by name."""
        return (*self.rows, *(name for parameter, name in self.where_asked if parameters.get(parameter)))

    def outputs_for(self, parameters: Mapping[str, str]) -> tuple[str, ...]:
        """Return the names of all that the notebook writes into the edition's folder. parameters: as of `rows_for`."""
        return (self.page, *self.rows_for(parameters), *self.others)

    @property
    def pdf(self) -> str:
        """Name of the page as it is printed, where it is: no notebook writes it, so that it is none of the outputs."""
        return f"{self.page.removesuffix('.html')}.pdf"

    @property
    def files(self) -> tuple[str, ...]:
        """Names of all that is the edition's, below a report's folder; what is not asked for may not be there."""
        asked = [name for _, name in self.where_asked]
        names = (*self.outputs, *asked, self.pdf, MANIFEST_FILE)
        written = [f"{self.folder}/{name}" for name in names]
        return (*written, f"{INTERNAL}/{self.run_file}", f"{INTERNAL}/{NOTEBOOKS}/{self.notebook}")


SCRUTINY: Final = Edition(
    name="scrutiny",
    notebook=SCRUTINY_NOTEBOOK,
    parameters=("authority", "period", "published", "settings", "neighbour_model", "clean", "raw"),
    folder=PUBLIC,
    page=SCRUTINY_PAGE,
    rows=ROWS_FILES,
    others=(TABLES_FILE,),
    run_file="run.json",
)
"""From published figures; may be published."""
PERFORMANCE: Final = Edition(
    name="performance",
    notebook=PERFORMANCE_NOTEBOOK,
    parameters=("authority", "period", "clean", "published", "settings", "raw", "against"),
    folder=INTERNAL,
    page=PERFORMANCE_PAGE,
    rows=TABLE_FILES,
    others=(TABLES_FILE,),
    run_file="run_internal.json",
    where_asked=(("against", RECONCILIATION_FILE),),
)
"""From the authority's own records; for its own people."""
BOARD: Final = Edition(
    name="board",
    notebook=BOARD_NOTEBOOK,
    parameters=("authority", "period", "clean", "published", "settings", "since", "raw", "against"),
    folder=INTERNAL,
    page=BOARD_PAGE,
    rows=BOARD_TABLES,
    others=(BOARD_WORKBOOK,),
    run_file="run_internal.json",
    where_asked=(("against", RECONCILIATION_FILE),),
)
"""For the improvement board: internal, with no child and no worker."""
EDITIONS: Final = (SCRUTINY, PERFORMANCE, BOARD)
"""Every edition that is built."""
