"""The improvement board's report, step by step as the notebook takes them: open, show each chapter, write."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Unpack

import polars as pl

from csc_metrics import __version__
from csc_metrics.contracts.about_board import Evidence
from csc_metrics.contracts.about_change import Assurance, Variation
from csc_metrics.contracts.made_up_region import note_on
from csc_metrics.narrative.numbers import format_date
from csc_metrics.narrative.recommendations import recommendations
from csc_metrics.report import board_view
from csc_metrics.report.approval import approval_of
from csc_metrics.report.beside import ROWS_FILE, internal_beside, tables_of_blocks, write_rows, write_workbook
from csc_metrics.report.board_view import BoardView
from csc_metrics.report.chapters import ShownChapter, chapter_of, write_page
from csc_metrics.report.dated_changes_view import before_and_after
from csc_metrics.report.folders import Where, folder_made
from csc_metrics.report.measures_csv import DICTIONARY_FILE
from csc_metrics.report.older_scorecard import older_chapter, tables_behind, with_every_row, write_reconciliation
from csc_metrics.report.own_rows import own_rows
from csc_metrics.report.page.board_tables import recommendations_table
from csc_metrics.report.page.model import Block, Chapter, InternalPage
from csc_metrics.report.page.moved_tables import evidence_name
from csc_metrics.report.page.quality_words import counted, listed
from csc_metrics.report.parameters import with_numbers_as_text
from csc_metrics.settings.model import Settings
from csc_metrics.settings.printed import differing_settings

PAGE_FILE: Final = "board.html"
TABLE_FILES: Final = (ROWS_FILE, DICTIONARY_FILE)
"""What stands beside the page as CSV."""
TABLES_FILE: Final = "board_tables.xlsx"
_KIND: Final = "improvement board's report"
_NOTES: Final = (
    "This page is for the improvement board. It names no child and no worker, but counts of few are shown as they are. "
    "It is not for publication.",
    "Usual variation is that of a figure's own months, by its process chart. A figure within it speaks neither for "
    "progress nor against it.",
    "None of this says what caused a figure to move. Whether recording changed is looked at first.",
    "What is recommended follows from the figures and dates by fixed rules; the board decides.",
)
_MOST_NAMED: Final = 3
"""Pieces of evidence that are named where the page opens."""
_MOVES: Final = {
    Variation.IMPROVING.value: "likely improving",
    Variation.WORSENING.value: "likely getting worse",
    Variation.RISING.value: "likely rising",
    Variation.FALLING.value: "likely falling",
    Variation.NONE.value: "within usual variation",
    Variation.NOT_KNOWN.value: "too short to tell",
}
_MET: Final = {
    Assurance.RELIABLY.value: "met reliably",
    Assurance.BY_CHANCE.value: "that can go either way",
    Assurance.NEVER.value: "out of reach as things are",
    Assurance.MOVED.value: "not judged yet, as the figure has moved",
}


@with_numbers_as_text
def open_report(
    *, authority: str, period: str = "", since: str = "", against: str = "", **where: Unpack[Where]
) -> BoardView:
    """Read one authority's records, and work out its scorecard, its actions and what has moved since a day.

    authority, period, since, against, where: as of `csc_metrics.report.board_view.open_view`, which also says what is
    raised.
    """
    return board_view.open_view(authority=authority, period=period, since=since, against=against, **where)


def scorecard(report: BoardView) -> ShownChapter:
    """Return the chapter of the partner measures. report: of `open_report`."""
    blocks = board_view.partner_measures(report)
    told = _many(report.scores, "variation", _MOVES)
    opening = [f"Of {counted(report.scores.height, 'partner measure')}: {told}."]
    met = _many(report.scores, "assurance", _MET)
    with_target = report.scores.filter(pl.col("assurance").is_in(list(_MET))).height
    opening += [f"Of {counted(with_target, 'target')}: {met}."] if met else []
    return chapter_of("scorecard-chapter", "Scorecard", blocks, opening=tuple(opening), said_under=("scorecard",))


def actions(report: BoardView) -> ShownChapter:
    """Return the chapter of the improvement plan's actions, those slow to progress first. report: of `open_report`."""
    open_, slow = (int(report.actions[name].sum() or 0) for name in ("is_open", "is_slow"))
    told = f"Of {counted(report.actions.height, 'action')}, {open_} open: {slow} slow to progress."
    opening = (told,) if report.actions.height else ("No update of an action is held.",)
    return chapter_of(
        "actions-chapter", "Actions", board_view.actions(report), opening=opening, said_under=("actions",)
    )


def what_moved(report: BoardView) -> ShownChapter:
    """Return the chapter of what has moved since a day, with the evidence for and against. report: of `open_report`."""
    many = {word: report.moved.filter(evidence=word.value).height for word in Evidence}
    since = format_date(report.since) if report.since is not None else ""
    speaks = "speaks" if many[Evidence.FOR] == 1 else "speak"
    told = (
        f"Since {since}, {counted(many[Evidence.FOR], 'piece')} of evidence {speaks} for progress on the plan's "
        f"priorities{_names(report, Evidence.FOR)} and {many[Evidence.AGAINST]} against it"
        f"{_names(report, Evidence.AGAINST)}."
    )
    opening = (told,) if report.moved.height else ()
    return chapter_of("since-chapter", "What has moved", board_view.what_moved(report), opening=opening)


def dated_changes(report: BoardView) -> ShownChapter:
    """Return the chapter of dated changes, before and after. report: of `open_report`."""
    blocks = before_and_after(report.values, settings=report.settings)
    return chapter_of("changes-chapter", "Before and after", blocks, said_under=("changes",))


def what_is_recommended(report: BoardView) -> ShownChapter:
    """Return the chapter of what the board could decide, each with its evidence. report: of `open_report`."""
    told = recommendations(report.scores, report.actions)
    words = () if told else ("No rule finds anything to recommend.",)
    tables = (recommendations_table("What the board could decide", told),) if told else ()
    block = Block(code="recommended", title="Recommendations, with their evidence", words=words, tables=tables)
    return chapter_of("recommended-chapter", "Recommendations", [block])


def beside_older(report: BoardView) -> ShownChapter:
    """Return the chapter of an older scorecard, without a block where none is given. report: of `open_report`."""
    return older_chapter(report.older)


@with_numbers_as_text
def write_report(report: BoardView, *chapters: Chapter, folder: str) -> list[str]:
    """Write the page and what stands beside it into a folder, the chapters in the order given.

    report: of `open_report`. folder: an empty one writes nothing. Returns: the names of the files written.
    """
    if not folder:
        return []
    place = folder_made(folder)
    as_at = board_view.as_at_words(report)
    page = InternalPage(
        la_name=report.authority.name,
        kind=_KIND,
        as_of=as_at or "No record of the authority's own is held.",
        banner=note_on(report.authority.la_code),
        chapters=chapters,
        notes=_NOTES,
        facts=_facts(report.settings),
        approval=approval_of(report.settings, newest=report.as_at),
        commentary=report.commentary,
    )
    write_page(page, place / PAGE_FILE)
    return [PAGE_FILE, *TABLE_FILES, TABLES_FILE, *_write_figures(report, chapters, place, about=page.as_of)]


def _facts(settings: Settings) -> tuple[tuple[str, str], ...]:
    return (
        ("Made with", f"csc_metrics {__version__}"),
        ("Every figure of a measure on this page", "stands in measures.csv beside it, unrounded"),
        ("Settings that it was made with", differing_settings(settings)),
        ("Which files it rests on", "is in manifest.json beside it, with the hash of each"),
    )


def _write_figures(report: BoardView, chapters: Sequence[Chapter], place: Path, *, about: str) -> list[str]:
    """Write measures.csv, its dictionary, the page's tables as a workbook, and what stands of an older scorecard.

    Returns: the names of the files of the latter.
    """
    authority, older = report.authority, report.older
    rows = own_rows(
        report.values,
        authority=authority,
        settings=report.settings,
        scores=report.scores,
        besides=older.ours if older is not None else None,
    )
    title = f"{authority.name}: tables of the {_KIND}"
    beside = internal_beside(rows, title=title, about=about, others=tables_behind(older))
    write_rows(beside, place)
    blocks = with_every_row([block for chapter in chapters for block in chapter.blocks], older)
    write_workbook(beside, tables_of_blocks(blocks), place / TABLES_FILE)
    return write_reconciliation(older, place)


def _names(report: BoardView, evidence: Evidence) -> str:
    """Return what the pieces of evidence are, in brackets; of many only some. report: of `open_report`."""
    named = list(dict.fromkeys(evidence_name(row) for row in report.moved.filter(evidence=evidence.value).to_dicts()))
    more = [f"{len(named) - _MOST_NAMED} more"] if len(named) > _MOST_NAMED else []
    return f" ({'; '.join([*named[:_MOST_NAMED], *more])})" if named else ""


def _many(rows: pl.DataFrame, column: str, words: dict[str, str]) -> str:
    """Return how many rows have each word of a column, in a sentence; none of those that have none."""
    told = [f"{many} {said}" for word, said in words.items() if (many := rows.filter(pl.col(column) == word).height)]
    return listed(told) if told else ""
