"""The improvement board's notebook runs whole, names nobody, and its figures are those that plain Python counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any, Final

import nbformat
import plain_board as plain
import polars as pl
import pytest
from figures_on_page import figures_not_in_tables

from csc_metrics.contracts.made_up_region import MADE_UP_NOTE
from csc_metrics.records.clean import clean_records
from csc_metrics.report.batch.processes import ProcessForEach
from csc_metrics.report.board_view import BoardView, open_view, what_moved
from csc_metrics.report.notebooks import run_notebook
from csc_metrics.report.own_rows import own_rows
from csc_metrics.sample.region import write_region
from csc_metrics.sample.supply import SETTINGS
from csc_metrics.settings.read import read_settings

NOTEBOOK: Final = "improvement_board.ipynb"
CELLS: Final = ["whose", "scorecard", "actions", "since", "changes", "recommended", "older"]
CAME: Final = ("attended", "deputised")
SINCE: Final = date(2025, 3, 15)
AS_AT: Final = date(2026, 3, 31)
NOBODY: Final = ("child_id", "worker_id", "person_id")
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clean tables of Alderbeck, a small part of its children, and settings beside them."""
    found = tmp_path_factory.mktemp("board")
    (found / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    write_region(found / "raw", la_codes=["001"], size=0.12)
    clean_records(found / "raw", found / "clean", settings=read_settings(found / "settings.toml"))
    return found


@pytest.fixture(scope="module")
def board(folder: Path) -> BoardView:
    asked = {"clean": str(folder / "clean"), "settings": str(folder / "settings.toml"), "since": SINCE.isoformat()}
    return open_view(authority="Alderbeck", published="carried", **asked)


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessForEach]:
    with ProcessForEach(workers=1) as executor:
        yield executor


def answers_of(processes: ProcessForEach, executed: Path, **parameters: str) -> dict[str, str]:
    """Run the notebook in a process of its own. Returns: what each cell shows as HTML, by its id."""
    processes.submit(run_notebook, NOTEBOOK, parameters=parameters, executed=executed).result()
    cells = [cell for cell in nbformat.read(executed, as_version=4).cells if cell.cell_type == "code"]
    html = {cell.id: "".join(out["data"].get("text/html", "") for out in cell.outputs if "data" in out) for cell in cells}
    return {cell: unescape(shown) for cell, shown in html.items() if shown}


def rows_of(folder: Path, table: str) -> Rows:
    found: Rows = pl.read_parquet(folder / "clean" / table / "la_code=001" / "records.parquet").to_dicts()
    return found


def identifiers(folder: Path) -> set[str]:
    """Return every identifier of a child or a worker in the clean tables, whole words of three letters or more."""
    found: set[str] = set()
    for path in (folder / "clean").glob("*/la_code=001/records.parquet"):
        for row in pl.read_parquet(path, hive_partitioning=False).to_dicts():
            found |= {str(row[name]) for name in NOBODY if row.get(name) is not None}
    return found


def test_the_notebook_shows_scorecard_actions_and_evidence_and_names_no_child_and_no_worker(
    processes: ProcessForEach, folder: Path, tmp_path: Path
) -> None:
    executed = tmp_path / "executed.ipynb"
    asked = {"clean": str(folder / "clean"), "settings": str(folder / "settings.toml"), "since": SINCE.isoformat()}
    asked |= {"published": "carried", "folder": str(tmp_path)}
    answers = answers_of(processes, executed, authority="001", **asked)

    assert list(answers) == CELLS
    assert MADE_UP_NOTE in answers["whose"]
    assert "Attendance at strategy meetings, of all that were held: Police" in answers["scorecard"]
    assert "6 actions, 2 open" in answers["actions"]
    assert "31 October 2025, now 30 April 2026 (6 months later)" in answers["actions"]
    assert "What has moved since 15 March 2025" in answers["since"]
    assert "No older scorecard is given" in answers["older"]
    named = identifiers(folder)
    assert len(named) > 500
    shown = executed.read_text(encoding="utf-8")
    page = (tmp_path / "board.html").read_text(encoding="utf-8")
    assert [name for name in named if name in shown or name in page] == []
    many, wrong = figures_not_in_tables(tmp_path / "board.html")
    assert (many > 60, wrong) == (True, [])
    assert "lder scorecard" not in page


def test_an_older_scorecard_is_shown_under_its_cell_and_on_the_page(
    processes: ProcessForEach, folder: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old.csv"
    part = "strategy_meeting_attended_pct,agency=police"
    old.write_text(f"Code,Part,Period,Value\n{part},March 2022,12%\n{part},2021/22,12%\n", encoding="utf-8")
    asked = {"clean": str(folder / "clean"), "settings": str(folder / "settings.toml"), "published": "carried"}
    asked |= {"folder": str(tmp_path), "against": str(old)}
    answers = answers_of(processes, tmp_path / "executed.ipynb", authority="001", **asked)

    assert "Of 2 figures in the older scorecard, 2 differ from the figure here." in answers["older"]
    assert "Of 2 figures in the older scorecard" in (tmp_path / "board.html").read_text(encoding="utf-8")
    many, wrong = figures_not_in_tables(tmp_path / "board.html")
    assert (many > 60, wrong) == (True, []), "a part of a year long ago is in measures.csv, too"


def test_without_records_every_partner_measure_says_that_it_has_no_figure(
    processes: ProcessForEach, tmp_path: Path
) -> None:
    asked = {"authority": "Tameside", "clean": str(tmp_path / "none"), "published": "carried", "settings": "defaults"}
    answers = answers_of(processes, tmp_path / "executed.ipynb", **asked)

    assert list(answers) == CELLS
    assert "No clean tables of its own records are there" in answers["whose"]
    assert answers["scorecard"].count("no figure: not available") == 10
    assert "No update of an action is held" in answers["actions"]
    assert "No update of an action is held" in answers["since"]


def test_where_nothing_moved_that_is_said_and_not_that_no_update_is_held(board: BoardView) -> None:
    still = replace(board, moved=board.moved.clear())
    words = [block.words for block in what_moved(still)]
    assert words == [("Nothing moved since 15 March 2025.",)]


def test_measures_csv_has_a_row_of_each_part_on_the_scorecard_in_every_month_of_its_measure(
    folder: Path, board: BoardView
) -> None:
    """In this small part of the region no meeting of the newest month waited for the police."""
    code, part = "strategy_meetings_delayed", "delay_agency=police"
    of_kind = [row for row in rows_of(folder, "meetings") if row["meeting_type"] == "strategy"]
    scheduled = [row["first_scheduled_at"] for row in of_kind if row["delay_agency"] == "police"]
    assert datetime(2025, 1, 1) < max(scheduled) < datetime(2026, 3, 1), "there were some before"
    rows = own_rows(board.values, authority=board.authority, settings=board.settings, scores=board.scores)
    of_part, whole = (rows.filter(measure=code, breakdown=name, period_type="month") for name in (part, "all"))
    assert of_part["period_end"].to_list() == whole["period_end"].to_list()
    assert of_part["value"].null_count() == 0
    score = board.scores.filter(measure=code, breakdown=part).row(0, named=True)
    assert (score["latest_on"], score["latest"]) == (AS_AT, 0.0)


def test_attendance_of_the_police_is_what_plain_python_counts(folder: Path, board: BoardView) -> None:
    came: dict[str, list[str]] = {}
    listed = set()
    for row in rows_of(folder, "invitations"):
        listed.add(row["meeting_id"])
        if row["agency"] == "police":
            came.setdefault(row["meeting_id"], []).append(row["attendance"])
    held = [
        (row["held_at"].date() if isinstance(row["held_at"], datetime) else row["held_at"], row["meeting_id"])
        for row in rows_of(folder, "meetings")
        if row["meeting_type"] == "strategy" and row["status"] == "held"
    ]

    def share(first: date, last: date) -> float:
        top = bottom = 0
        for day, meeting in held:
            words = came.get(meeting, [])
            is_there = any(word in CAME for word in words)
            if first <= day <= last and meeting in listed and (is_there or "not_recorded" not in words):
                bottom, top = bottom + 1, top + is_there
        return 100 * top / bottom

    row = board.scores.filter(measure="strategy_meeting_attended_pct", breakdown="agency=police").row(0, named=True)
    assert row["baseline"] == pytest.approx(share(date(2021, 4, 1), date(2022, 3, 31)))
    assert row["latest"] == pytest.approx(share(date(2026, 3, 1), date(2026, 3, 31)))
    assert row["change"] == pytest.approx(row["latest"] - row["baseline"])
    assert (row["complete"], row["defined"], row["target"]) == ("yes", "yes", 95.0)


def test_actions_are_what_plain_python_tells_of_them(folder: Path, board: BoardView) -> None:
    by_action: dict[str, Rows] = {}
    for row in rows_of(folder, "action_updates"):
        by_action.setdefault(row["action_id"], []).append(row)
    told = {row["action_id"]: row for row in board.actions.to_dicts()}

    assert told.keys() == by_action.keys()
    for action_id, updates in by_action.items():
        expected = plain.action(updates, AS_AT)
        assert expected is not None
        of_rules = told[action_id]["is_green_but_not_moving"]
        expected["is_slow"] = expected["is_slow"] or of_rules
        assert {name: told[action_id][name] for name in expected} == expected
    done = {key for key, rows in by_action.items() if is_done(rows, AS_AT) and not is_done(rows, SINCE)}
    assert set(board.moved.filter(moved="done")["about"]) == done
    assert done, "the story has some"


def is_done(updates: Rows, day: date) -> bool:
    told = plain.action(updates, day)
    return told is not None and not told["is_open"]


def test_the_proposed_targets_of_the_region_are_those_that_its_settings_print(board: BoardView) -> None:
    assert board.scores.height == 10
    assert board.scores["target"].null_count() == 1
    assert set(board.scores["owner"]) == {one.owner for one in board.settings.partner_measures}
