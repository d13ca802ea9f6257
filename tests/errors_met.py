"""Every wording of every error, met as an analyst meets it: something is put wrong, and the command is called.

`MET` holds one case for each way in which an error is worded. The tests read the messages; docs/errors.md prints them.
A case works in an empty folder. It returns the arguments of the command, or calls the library itself where no command
comes that far (a notebook that somebody changed, a date that a record holds).
"""

import io
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from errno import EACCES
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final
from unittest.mock import patch

import nbformat
from errors_met_in_commentary import IN_COMMENTARY
from errors_met_in_measures import IN_MEASURES
from errors_met_in_planning import IN_PLANNING
from errors_met_in_printing import IN_PRINTING
from errors_met_in_reconciling import IN_RECONCILING
from errors_met_in_records import IN_RECORDS
from made_up_dfe import (
    MadeUpTable,
    cut_within_line,
    made_up_neighbours,
    made_up_table,
    neighbours_2025_text,
    save_as_utf_16,
    write_made_up_dfe,
    write_table,
)
from made_up_xml import child_text, cin_text, workforce_text
from nbformat.v4 import new_code_cell, new_notebook

from csc_metrics.cli.help import StrayWords, UnknownCommand
from csc_metrics.cli.main import main
from csc_metrics.cli.options import NotBuilt
from csc_metrics.cli.records import DataWouldBeLost
from csc_metrics.cli.reports import NobodyChosen, NotForThisAudience, ReportsFailed
from csc_metrics.contracts.authorities import UnknownAuthority
from csc_metrics.contracts.period_labels import NotAPeriod
from csc_metrics.errors import CscMetricsError
from csc_metrics.measures.registry import UnknownMeasure
from csc_metrics.measures.select import NoSuchPeriod
from csc_metrics.measures.worklists import NoSuchWorklist, find_worklist
from csc_metrics.periods import OutsideHolidayCalendar, working_day_after, working_days_between
from csc_metrics.published.editions import DisagreeingFigures, IncompleteFile
from csc_metrics.published.figures import FaultyCells
from csc_metrics.published.neighbours import FaultyNeighbours, UnknownModel, read_neighbours
from csc_metrics.published.read import MissingFiles, NoFolder
from csc_metrics.published.recognise import RenamedColumn
from csc_metrics.published.text import UnreadableFile, read_bytes
from csc_metrics.records.cin_xml import open_cin_xml
from csc_metrics.records.xml_faults import UnreadableXml
from csc_metrics.report import notebooks, scrutiny
from csc_metrics.report.batch import job
from csc_metrics.report.batch.job import ReportNotWritten
from csc_metrics.report.batch.processes import ProcessForEach, TaskDied
from csc_metrics.report.notebooks import NotebookFailed, run_notebook
from csc_metrics.report.unknown_topic import UnknownTopic
from csc_metrics.settings.read import SettingsFault, SettingsFileMissing, read_settings, require_agencies

FOLDER: Final = Path("published")
COMPARE: Final = ("compare", "--published", str(FOLDER))
Command = Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Met:
    """One wording of an error. how: what goes wrong. what: in words, for the page. says: what the message must name."""

    error: type[CscMetricsError]
    wording: str
    what: str
    how: Callable[[], Command | None]
    says: tuple[str, ...]


def message_of(met: Met) -> tuple[str, int]:
    """Return the message of a case and its exit code, met in an empty folder; paths are as the analyst sees them."""
    with tempfile.TemporaryDirectory() as folder, working_in(Path(folder)):
        told, code = _told(met)
        return told.replace(str(Path(folder).resolve()) + os.sep, "").replace(os.sep, "/"), code


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _told(met: Met) -> tuple[str, int]:
    machine, told = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    try:
        arguments = met.how()
        if arguments is None:
            raise AssertionError(f"{met.error.__name__}.{met.wording} was not met")
        with patch.object(sys, "argv", ["csc-metrics", *arguments]), redirect_stdout(machine), redirect_stderr(told):
            main()
    except CscMetricsError as error:
        return str(error), error.exit_code
    except SystemExit as ended:
        machine.flush()
        if met.error not in {ReportsFailed, DataWouldBeLost}:  # an index, or a list of faults, is a result
            assert machine.buffer.getvalue() == b"", "an error leaves nothing on standard output"
        _, _, message = told.getvalue().partition("csc-metrics: ")
        return message.rstrip("\n"), ended.code if isinstance(ended.code, int) else 0
    raise AssertionError(f"{met.error.__name__}.{met.wording} was not met")


def spoilt(table: MadeUpTable) -> Command:
    """Put one table into the published folder."""
    write_table(table, FOLDER)
    return COMPARE


def spoilt_file(spoil: Callable[[Path], object], code: str = "b1") -> Command:
    """Put one table into the published folder and do something to its file."""
    spoil(write_table(made_up_table(code), FOLDER))
    return COMPARE


def census(content: str | bytes) -> None:
    """Read a CIN census of this content."""
    path = Path("cin.xml")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    for _ in open_cin_xml(path).batches():
        pass


def add_line(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")


def two_files_that_disagree() -> Command:
    write_made_up_dfe(FOLDER)
    table = made_up_table("b1")
    write_table(table.with_cell("At31_episodes", "7777", area="357", year=2025).named("b1_again.csv"), FOLDER)
    return COMPARE


def twice_in_one_file() -> Command:
    write_made_up_dfe(FOLDER)
    return spoilt(made_up_table("b1").with_row_again(area="357", year=2025, cells={"At31_episodes": "7777"}))


def too_early() -> Command:
    table = made_up_table("b1", years=(2023, 2024))
    return spoilt(table.with_row_again(area="942", year=2024, cells={"time_period": "2023"}))


def lists_of_neighbours(text: str) -> Command:
    """Put a list of neighbours beside a whole published folder."""
    write_made_up_dfe(FOLDER)
    (FOLDER / "neighbours.csv").write_text(text, encoding="utf-8")
    return COMPARE


def neighbours_text() -> str:
    return neighbours_2025_text(made_up_neighbours("2025"))


def two_lists() -> Command:
    first, *_ = neighbours_text().splitlines()[1:]
    lists_of_neighbours(neighbours_text())
    turned = first.split(",")
    turned[4], turned[6] = turned[6], turned[4]
    (FOLDER / "other.csv").write_text(neighbours_text().replace(first, ",".join(turned)), encoding="utf-8")
    return COMPARE


def workbook_that_is_none() -> None:
    FOLDER.mkdir()
    (FOLDER / "sn.xlsx").write_text("not a workbook", encoding="utf-8")
    read_neighbours(FOLDER, workbooks={"sn.xlsx": "2025"})


def no_such_workbook() -> None:
    FOLDER.mkdir()
    (FOLDER / "sn_may_2025.xlsx").write_bytes(b"")
    read_neighbours(FOLDER, workbooks={"sn_may_25.xlsx": "2025"})


def settings(text: str) -> Command:
    """Write settings.toml."""
    Path("settings.toml").write_text(text, encoding="utf-8")
    return ("compare", "--authority", "Tameside")


def agency_that_nobody_invites() -> None:
    path = Path("settings.toml")
    path.write_text('[core_group]\nexpected_agencies = ["social_worker", "helth"]\nquorum = ["social_worker"]\n')
    require_agencies(read_settings(path), invited=["social_worker", "health"])


def settings_in_another_encoding() -> Command:
    Path("settings.toml").write_bytes("# caf\N{LATIN SMALL LETTER E WITH ACUTE}".encode("cp1252"))
    return ("compare",)


def no_settings_file() -> Command:
    Path("tameside.toml").write_text("", encoding="utf-8")
    return ("compare", "--settings", "tamside.toml")


def settings_that_may_not_be_read() -> None:
    with patch.object(Path, "read_text", side_effect=PermissionError(EACCES, "Permission denied")):
        read_settings(Path("mine.toml"))


def file_that_may_not_be_opened() -> None:
    with patch.object(Path, "read_bytes", side_effect=PermissionError(EACCES, "Permission denied")):
        read_bytes(FOLDER / "b1.csv")


def report_that_failed() -> Command:
    place = Path("reports/latest/357-tameside")
    place.parent.mkdir(parents=True)
    place.write_text("somebody's notes", encoding="utf-8")
    return ("report", "--authority", "Tameside", "--workers", "1")


def folder_that_may_not_be_written() -> Command:
    Path("reports").mkdir()
    Path("reports/latest").write_text("a file in the place of the folder", encoding="utf-8")
    return ("report", "--authority", "Tameside", "--workers", "1")


def notebook(*cells: str, parameters: dict[str, str] | None = None) -> None:
    """Run a notebook that somebody changed, in a process of its own, as a report does."""
    asked = new_code_cell("authority = ''", metadata={"tags": ["parameters"]}, id="parameters")
    own = [new_code_cell(cell, id=f"cell-{at}") for at, cell in enumerate(cells, start=1)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[asked, *own], metadata=kernel), "mine.ipynb")
    with ProcessForEach(workers=1) as processes:
        processes.submit(run_changed_notebook, Path.cwd(), parameters or {"authority": "357"}).result()


def run_changed_notebook(folder: Path, parameters: dict[str, str]) -> None:
    """Run the changed notebook in the place of a delivered one; within the process of a task."""
    with patch.object(notebooks, "notebook_path", lambda name: folder / name):
        run_notebook("mine.ipynb", parameters=parameters, executed=folder / "executed.ipynb")


def notebook_that_wrote_nothing() -> None:
    """Render a report with a notebook whose last cell, which writes, was taken out."""
    asked = job.ReportJob(
        la_code="357",
        place=Path("reports/latest/357-tameside"),
        work=Path("reports/latest/.partial"),
        parameters={},
        published=None,
        saved=Path("saved"),
        made_from={},
        settings="",
    )
    with patch.object(job, "run_notebook"), patch.object(job, "prepared"):
        job.render(asked)


def died(code: int) -> None:
    with ProcessForEach(workers=1) as processes:
        processes.submit(os._exit, code).result()


def killed() -> None:
    if not hasattr(signal, "SIGKILL"):  # Windows ends a process with a code instead
        raise TaskDied.with_code(-9)
    with ProcessForEach(workers=1) as processes:
        processes.submit(signal.raise_signal, signal.SIGKILL).result()


def too_slow() -> None:
    with patch.object(Connection, "poll", return_value=False), ProcessForEach(workers=1) as processes:
        processes.submit(time.sleep, 60).result()


def without_some_authorities() -> Command:
    return spoilt(made_up_table("b1").without_rows(areas=["357", "358"], year=2025))


def whole_folder_but(code: str) -> Command:
    write_made_up_dfe(FOLDER)
    (FOLDER / made_up_table(code).file_name).unlink()
    return COMPARE


def _met(error: type[CscMetricsError], *cases: tuple[str, str, Callable[[], object], tuple[str, ...]]) -> Iterator[Met]:
    for wording, what, how, says in cases:
        yield Met(error=error, wording=wording, what=what, how=how, says=says)


MET: Final = (
    *_met(
        UnknownCommand,
        ("named", "A command is misspelt", lambda: ("compair",), ("'compair'", "compare")),
    ),
    *_met(
        StrayWords,
        (
            "given",
            "An authority stands without its option, or without quotes",
            lambda: ("compare", "--authority", "St.", "Helens"),
            ("'Helens'", '"St. Helens"'),
        ),
    ),
    *_met(
        NotBuilt,
        (
            "part",
            "A later part is asked for",
            lambda: ("report", "--all", "--scheduler", "tcp://dask:8786"),
            ("--scheduler",),
        ),
    ),
    *_met(NobodyChosen, ("or_both", "Nobody is named", lambda: ("report",), ("--authority", "--all"))),
    *_met(
        NotForThisAudience,
        (
            "internal",
            "A performance report is asked for in its public edition",
            lambda: ("report", "--authority", "357", "--audience", "performance", "--publication"),
            ("--publication",),
        ),
        (
            "since",
            "A day is given from which nobody is told what moved",
            lambda: ("report", "--authority", "357", "--since", "2025-01-01"),
            ("--since", "--audience board"),
        ),
        (
            "against",
            "An older scorecard is given beside the public report",
            lambda: ("report", "--authority", "357", "--against", "old.csv"),
            ("--against", "--audience performance", "--publication"),
        ),
    ),
    *_met(
        UnknownAuthority,
        ("named", "An authority is misspelt", lambda: ("compare", "--authority", "Tamesid"), ("Tamesid", "Tameside?")),
        (
            "several",
            "Several authorities are named in one",
            lambda: ("compare", "--authority", "Camden,Leeds"),
            ("'Camden,Leeds'", "--authority"),
        ),
        (
            "ended",
            "An authority no longer exists",
            lambda: ("compare", "--authority", "Northamptonshire"),
            ("Northamptonshire", "928", "940", "941"),
        ),
    ),
    *_met(
        UnknownMeasure,
        (
            "named",
            "A measure is misspelt",
            lambda: ("measures", "--measure", "average_caselod"),
            ("'average_caselod'", "average_caseload"),
        ),
    ),
    *_met(
        NotAPeriod,
        (
            "of_text",
            "A period is written otherwise",
            lambda: ("compare", "--period", "2024/25"),
            ('"2024/25"', "2025?"),
        ),
    ),
    *_met(
        NoSuchPeriod,
        ("asked", "A year is not in the files", lambda: ("compare", "--period", "2031"), ("2031", "2013", "2025")),
    ),
    *_met(
        UnknownModel,
        (
            "named",
            "A notebook asks for a model of neighbours that DfE has not published",
            lambda: scrutiny.open_report(authority="Tameside", neighbour_model="2205"),
            ("'2205'", "2025"),
        ),
    ),
    *_met(
        UnknownTopic,
        (
            "named",
            "A notebook asks for a topic that no measure has",
            lambda: scrutiny.sections(scrutiny.open_report(authority="Tameside"), "The frontdoor"),
            ("'The frontdoor'", "The front door?"),
        ),
    ),
    *_met(
        NoSuchWorklist,
        (
            "named",
            "A notebook asks for a list of work that is not there",
            lambda: find_worklist("overdu"),
            ("'overdu'", "overdue?", "due_soon"),
        ),
    ),
    *_met(
        NoFolder,
        (
            "at",
            "The folder is misspelt",
            lambda: (Path("published").mkdir(), (*COMPARE[:2], "publishd"))[1],
            ("publishd", "published?", "leave it out", "the small table that csc_metrics carries"),
        ),
    ),
    *_met(
        MissingFiles,
        ("of_tables", "A table that a measure needs is not there", lambda: whole_folder_but("c2"), ("c2", "published")),
    ),
    *_met(
        UnreadableFile,
        ("not_text", "Excel saved it as Unicode text", lambda: spoilt_file(save_as_utf_16), ("b1_children", "UTF-8")),
        (
            "broken",
            "A quotation mark is never closed",
            lambda: spoilt_file(lambda path: add_line(path, '2025,"Reporting year')),
            ("b1_children", "line"),
        ),
        (
            "ragged",
            "The download broke off within a row",
            lambda: spoilt_file(lambda path: cut_within_line(path, line=20)),
            ("b1_children", "line 20"),
        ),
        (
            "repeated_heading",
            "A heading stands twice",
            lambda: spoilt(made_up_table("b1").renamed({"Started_child": "Started_episodes"})),
            ("line 1", "Started_episodes"),
        ),
        ("no_rows", "Only headings are left", lambda: spoilt(made_up_table("b1").without_any_rows()), ("b1_children",)),
        (
            "foreign_rows",
            "Rows of another table were pasted in",
            lambda: spoilt(
                made_up_table("b1").with_cell("category", "Referrals and Re-referrals", area="357", year=2025)
            ),
            ("Children in need (table b1)", "line"),
        ),
        ("not_openable", "Another program holds the file", file_that_may_not_be_opened, ("published/b1.csv", "denied")),
    ),
    *_met(
        RenamedColumn,
        (
            "missing",
            "DfE renamed a column",
            lambda: spoilt(made_up_table("c1").renamed({"referral_count": "referrals_count"})),
            ("referral_count", "referrals_count"),
        ),
        (
            "without_category",
            "The column that says what a row is about has another name",
            lambda: spoilt(made_up_table("c2").renamed({"category": "subject"})),
            ("Duration of assessments (table c2)", "category"),
        ),
    ),
    *_met(
        FaultyCells,
        (
            "unknown_symbols",
            "A cell holds neither a number nor a symbol",
            lambda: spoilt(made_up_table("b1").with_cell("At31_episodes", "n/a", area="357", year=2025)),
            ("line", "At31_episodes", "n/a"),
        ),
        (
            "unknown_areas",
            "A row is about an area that does not exist",
            lambda: spoilt(made_up_table("b1").with_row_again(area="357", year=2025, cells={"old_la_code": "999"})),
            ("line", "999"),
        ),
    ),
    *_met(
        IncompleteFile,
        (
            "missing_areas",
            "The download broke off at the end of a row",
            without_some_authorities,
            ("2025", "357", "358"),
        ),
        ("figures_too_early", "Figures of an authority before it existed", too_early, ("line", "942", "2023")),
    ),
    *_met(
        DisagreeingFigures,
        ("found", "Two files of one edition disagree", two_files_that_disagree, ("b1_again.csv", "7777")),
        ("found", "One figure stands twice in a file", twice_in_one_file, ("line", "7777")),
    ),
    *_met(
        FaultyNeighbours,
        (
            "found",
            "A list of neighbours lacks an authority",
            lambda: lists_of_neighbours(neighbours_text().rsplit("\n", 2)[0] + "\n"),
            ("neighbours.csv",),
        ),
        ("two_lists", "Two lists of one model differ", two_lists, ("neighbours.csv", "other.csv")),
        (
            "without_columns",
            "A column of a list has another name",
            lambda: lists_of_neighbours(neighbours_text().replace("SN_4,", "SN4,", 1)),
            ("SN_4", "SN4?", "neighbours.csv"),
        ),
        ("not_a_workbook", "The workbook that the settings name is none", workbook_that_is_none, ("sn.xlsx",)),
        (
            "no_such_workbook",
            "The workbook that the settings name is not there",
            no_such_workbook,
            ("sn_may_25.xlsx", "sn_may_2025.xlsx?"),
        ),
    ),
    *_met(
        SettingsFileMissing,
        ("of_path", "The settings file is misspelt", no_settings_file, ("tamside.toml", "tameside.toml?")),
    ),
    *_met(
        SettingsFault,
        (
            "of_faults",
            "A setting is misspelt, another is out of its range, a third names no measure",
            lambda: settings(
                '[neighbours]\nmodle = "2025"\n\n[publication]\nthreshold = -1\n\n[[partner_measures]]\n'
                'measure = "re_referral_pc"\nowner = "police"\n'
            ),
            ("line 2", "model?", "line 5", "line 8", "re_referral_pct"),
        ),
        (
            "of_keys",
            "An agency is misspelt that the settings expect at meetings",
            agency_that_nobody_invites,
            ("settings.toml", "line 2", "'helth'", "Did you mean health?"),
        ),
        ("of_syntax", "A quotation mark is missing", lambda: settings('[neighbours]\nmodel = 2025"\n'), ("line 2",)),
        ("of_encoding", "An old editor saved it in another encoding", settings_in_another_encoding, ("settings.toml",)),
        ("of_access", "The settings file cannot be read", settings_that_may_not_be_read, ("mine.toml",)),
    ),
    *_met(
        OutsideHolidayCalendar,
        (
            "of_dates",
            "A record holds a date far off",
            lambda: working_days_between(date(2205, 3, 31), date(2025, 4, 2)),
            ("2205-03-31", "2028"),
        ),
        (
            "of_answer",
            "A span ends after the last year of known bank holidays",
            lambda: working_day_after(date(2028, 12, 1), 45),
            ("2028-12-01", "45"),
        ),
    ),
    *_met(
        ReportsFailed,
        ("of", "One report of several could not be made", report_that_failed, ("357", "357-tameside", "index.html")),
    ),
    *_met(
        ReportNotWritten,
        ("at", "The folder for reports cannot be written", folder_that_may_not_be_written, ("reports",)),
    ),
    *_met(
        TaskDied,
        ("with_code", "The system stopped a report for want of memory", killed, ("signal 9", "--workers 1")),
        ("with_code", "A report's process crashed", lambda: died(3), ("code 3",)),
        ("too_slow", "A report does not come to an end", too_slow, ("seconds",)),
    ),
    *_met(
        NotebookFailed,
        ("raised", "A cell that somebody changed fails", lambda: notebook("1 / 0"), ("1 / 0", "ZeroDivisionError")),
        (
            "stopped_short",
            "A cell that somebody added stops the run",
            lambda: notebook("import sys; sys.exit(0)", "1"),
            ("mine.ipynb", "cell-1"),
        ),
        ("wrote_nothing", "The last cell was taken out", notebook_that_wrote_nothing, ("measures.csv", "last cell")),
        (
            "unknown_parameters",
            "A parameter is misspelt",
            lambda: notebook("1", parameters={"authorty": "357"}),
            ("'authorty'", "authority?"),
        ),
        (
            "wrong_type",
            "A parameter is a number",
            lambda: notebook("1", parameters={"authority": 357}),
            ("authority", "text", "357"),
        ),
    ),
    *_met(
        UnreadableXml,
        ("not_xml", "A workbook is given as XML", lambda: census(b"PK\3\4"), ("cin.xml, line 1", "not an XML file")),
        ("empty", "An XML file is empty", lambda: census(""), ("cin.xml", "empty")),
        (
            "truncated",
            "An XML file is cut off",
            lambda: census(cin_text(child_text())[:-9]),
            ("cin.xml, line 3", "cut off"),
        ),
        (
            "broken",
            "An XML file was edited by hand",
            lambda: census(cin_text("<Child><Sex>F</Gender></Child>")),
            ("cin.xml, line 2", "Sex"),
        ),
        (
            "encoded_otherwise",
            "An XML file is in another encoding than it says",
            lambda: census(cin_text("<!-- Zoë -->").encode("latin-1")),
            ("cin.xml, line 2", "UTF-8"),
        ),
        (
            "with_doctype",
            "An XML file has a DOCTYPE",
            lambda: census("<!DOCTYPE M><M/>"),
            ("cin.xml, line 1", "DOCTYPE"),
        ),
        (
            "beyond_bounds",
            "An XML file is nested without end",
            lambda: census(cin_text("<a>" * 10_000)),
            ("cin.xml, line 2", "deeper"),
        ),
        ("without_header", "An XML file is no return", lambda: census("<html/>"), ("cin.xml", "Header")),
        (
            "of_another_collection",
            "The workforce census is given for the CIN census",
            lambda: census(workforce_text()),
            ("cin.xml", "CSWW", "CIN"),
        ),
        (
            "header_disagrees",
            "A header names two authorities",
            lambda: census(cin_text().replace("</LEA>", "</LEA><LEA>392</LEA>")),
            ("cin.xml, line 1", "LEA", "314 and 392"),
        ),
    ),
    *(
        met
        for error, cases in (*IN_RECORDS, *IN_MEASURES, *IN_PLANNING, *IN_COMMENTARY, *IN_RECONCILING, *IN_PRINTING)
        for met in _met(error, *cases)
    ),
)
"""One case or more for each wording, in the order of the way of the data."""

IN_A_PROCESS_OF_ITS_OWN: Final = {NotebookFailed, ReportNotWritten}
"""Worded where a test cannot see the call."""
