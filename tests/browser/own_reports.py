"""The three reports of a made-up authority, whole, as a run writes them: from extracts by way of clean tables."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.records.clean import clean_records
from csc_metrics.report import board, performance, scrutiny
from csc_metrics.sample.region import write_region
from csc_metrics.sample.supply import SETTINGS
from csc_metrics.settings.read import read_settings

LA_CODE: Final = "001"
SIZE: Final = 0.6
"""Of its children. With far fewer, more is hidden, and working out what takes longer than this saves.

With half of them strategy meetings happen to end with two quiet months, and `months_whole` then takes these for the
beginning of the records: five years of charts are missing, and there is little to look at.
"""
SCRUTINY: Final = "Alderbeck, scrutiny report, whole"
PERFORMANCE: Final = "Alderbeck, performance report, whole"
BOARD: Final = "Alderbeck, board report, whole"
WHOLE: Final = (SCRUTINY, PERFORMANCE, BOARD)
TOPICS: Final = tuple(dict.fromkeys(measure.topic for measure in LOCAL_MEASURES.values()))
PUBLIC_TOPICS: Final = tuple(topic for topic in TOPICS if topic != "Practice and its quality")
SAID: Final = """# Our words

## What matters
Two teams were **merged** in September, and a third was opened in the north of the town.

## Strategy meetings
- The police lent an officer to the hub.
- A rota was agreed with the hospital.

## Scorecard
Partners met in every month of the year.

## Actions
The workforce plan is late, since two posts could not be filled.

## What could be asked
Ask us about the rota.

## Quality of recording
The old system is read until March.
"""
APPROVED: Final = """
[report]
status = "approved"
approved_by = "Director of Children's Services"
approved_on = 2026-04-20
"""


def parts_of(report: scrutiny.ScrutinyReport) -> list[scrutiny.ShownPart]:
    """Return all parts of a scrutiny report, in the notebook's order."""
    topics = [scrutiny.sections(report, topic) for topic in PUBLIC_TOPICS]
    rest = (scrutiny.what_it_would_take, scrutiny.actions, scrutiny.what_could_be_asked)
    return [*topics, *(part(report) for part in rest)]


def write_own_reports(folder: Path) -> dict[str, Path]:
    """Write the authority's extracts, its clean tables and its three reports; the board's is approved.

    Returns: the pages' paths, by the names above.
    """
    work = folder / "work"
    work.mkdir(parents=True)
    settings, approved = work / "settings.toml", work / "approved.toml"
    write_region(work / "raw", la_codes=[LA_CODE], size=SIZE)
    settings.write_text(SETTINGS, encoding="utf-8")
    approved.write_text(SETTINGS + APPROVED, encoding="utf-8")
    said = work / "words" / LA_CODE / "latest" / "commentary.md"
    said.parent.mkdir(parents=True)
    said.write_text(SAID, encoding="utf-8")
    clean_records(work / "raw", work / "clean", settings=read_settings(settings))
    writers: dict[str, tuple[Callable[..., Path], Path]] = {
        SCRUTINY: (write_scrutiny, settings),
        PERFORMANCE: (write_performance, settings),
        BOARD: (write_board, approved),
    }
    return {name: write(work, folder / name, settings=chosen) for name, (write, chosen) in writers.items()}


def asked_of(work: Path, settings: Path) -> dict[str, str]:
    places = {"clean": work / "clean", "raw": work / "words", "settings": settings}
    return {"authority": LA_CODE, "published": "carried", **{name: str(path) for name, path in places.items()}}


def write_scrutiny(work: Path, place: Path, *, settings: Path) -> Path:
    place.mkdir()
    report = scrutiny.open_report(**asked_of(work, settings))
    scrutiny.write_report(report, *parts_of(report), folder=str(place))
    return place / scrutiny.PAGE_FILE


def write_performance(work: Path, place: Path, *, settings: Path) -> Path:
    place.mkdir()
    report = performance.open_report(**asked_of(work, settings))
    topics = [performance.figures(report, topic) for topic in TOPICS]
    rest = (performance.dated_changes(report), performance.data_quality(report))
    performance.write_report(report, *topics, *rest, folder=str(place))
    return place / performance.PAGE_FILE


def write_board(work: Path, place: Path, *, settings: Path) -> Path:
    place.mkdir()
    report = board.open_report(**asked_of(work, settings))
    chapters = (board.scorecard, board.actions, board.what_moved, board.dated_changes, board.what_is_recommended)
    board.write_report(report, *(chapter(report) for chapter in chapters), folder=str(place))
    return place / board.PAGE_FILE
