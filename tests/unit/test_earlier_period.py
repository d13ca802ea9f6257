"""Internal reports of an earlier period: nothing later is told, as at its last day, and none that is not covered."""

from datetime import date
from html import unescape
from pathlib import Path
from typing import Final

import polars as pl
import pytest
from figures_on_page import figures_not_in_tables
from unit.test_command_line import call

from csc_metrics.records.clean import clean_records
from csc_metrics.report import board, board_view, performance, scrutiny
from csc_metrics.report.until import PeriodNotCovered, last_day_of, told_until
from csc_metrics.sample.region import write_region
from csc_metrics.sample.supply import SETTINGS
from csc_metrics.settings.read import read_settings

PERIOD: Final = "2025-06"
LAST: Final = date(2025, 6, 30)
NEWEST: Final = date(2026, 3, 31)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where the records of a small made-up authority are read from."""
    folder = tmp_path_factory.mktemp("earlier")
    (folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    write_region(folder / "raw", la_codes=["001"], size=0.12)
    clean_records(folder / "raw", folder / "clean", settings=read_settings(folder / "settings.toml"))
    where = {"clean": folder / "clean", "settings": folder / "settings.toml", "raw": folder / "raw"}
    return {"authority": "001", "published": "carried"} | {name: str(path) for name, path in where.items()}


def test_a_board_page_of_an_earlier_period_is_as_at_its_last_day(asked: dict[str, str], tmp_path: Path) -> None:
    now, then = board.open_report(**asked), board.open_report(period=PERIOD, **asked)

    assert (then.as_at, then.newest, then.since) == (LAST, NEWEST, date(2024, 6, 30))
    assert then.values["period_end"].max() == LAST
    key = ["measure", "breakdown", "period_type", "period_end", "value"]
    kept = now.values.filter(pl.col("period_end") <= LAST).select(key).sort(key)
    assert then.values.select(key).sort(key).equals(kept)
    assert then.scores["latest_on"].max() == LAST
    assert then.actions["updated_on"].max() <= LAST < now.actions["updated_on"].max()

    chapters = (board.scorecard, board.actions, board.what_moved, board.dated_changes, board.what_is_recommended)
    board.write_report(then, *(chapter(then) for chapter in chapters), folder=str(tmp_path))
    page = (tmp_path / board.PAGE_FILE).read_text(encoding="utf-8")
    assert "As at 30 June 2025, the end of the period asked for." in page
    assert "March 2026" not in page
    assert figures_not_in_tables(tmp_path / board.PAGE_FILE)[1] == []
    assert "As at 31 March 2026, the day of the newest extract." in board_view.as_at_words(now)


def test_a_performance_page_of_an_earlier_period_tells_no_later_figure(asked: dict[str, str], tmp_path: Path) -> None:
    report = performance.open_report(period=PERIOD, **asked)
    assert report.values["period_end"].max() == LAST

    performance.write_report(
        report,
        performance.figures(report, "Caseloads and workforce"),
        performance.data_quality(report),
        folder=str(tmp_path),
    )
    page = (tmp_path / performance.PAGE_FILE).read_text(encoding="utf-8")
    assert "Figures up to 30 June 2025; the quality of recording is today's." in unescape(page)
    assert pl.read_csv(tmp_path / "measures.csv", try_parse_dates=True)["period_end"].max() == LAST


def test_a_public_page_of_an_earlier_period_tells_of_actions_as_they_were(asked: dict[str, str]) -> None:
    report = scrutiny.open_report(period=PERIOD, **asked)
    records = report.records
    assert records is not None
    assert (records.as_at, records.newest) == (LAST, NEWEST)
    assert records.values["period_end"].max() <= LAST
    assert records.actions["updated_on"].max() <= LAST
    now = scrutiny.open_report(**asked).records
    assert now is not None
    assert now.as_at == NEWEST
    assert now.actions["updated_on"].max() > LAST


def test_the_command_passes_the_period_on_to_every_report(
    asked: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    where = ["--clean", asked["clean"], "--settings", asked["settings"], "--reports", "reports"]
    called = call("report", "--authority", "001", "--audience", "all", "--period", PERIOD, *where)
    assert called.exit_code == 0, called.told
    (place,) = (tmp_path / "reports" / PERIOD).glob("001-*")
    for name in ("public/measures.csv", "internal/measures.csv"):
        assert pl.read_csv(place / name, try_parse_dates=True)["period_end"].max() <= LAST, name
    assert "As at 30 June 2025" in (place / "internal" / board.PAGE_FILE).read_text(encoding="utf-8")

    late = call("report", "--authority", "001", "--audience", "performance", "--period", "2030", *where)
    assert late.exit_code == 1
    assert "period '2030' ends after 31 March 2026" in late.told


def test_a_period_that_ends_after_the_newest_extract_is_refused(asked: dict[str, str]) -> None:
    for open_report in (board.open_report, performance.open_report):
        with pytest.raises(PeriodNotCovered, match="'2030' ends after 31 March 2026"):
            open_report(period="2030", **asked)
    assert told_until("2026", newest=NEWEST) == NEWEST
    assert told_until("", newest=NEWEST) is None
    assert last_day_of(None) is None
