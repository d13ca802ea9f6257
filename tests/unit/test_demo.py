"""The demo: a real authority's published figures, and a made-up region from its raw files to its pages."""

import json
import re
from pathlib import Path

import polars as pl
import pytest

from csc_metrics.cli.demo import MEASURES_FILE, REGION_FOLDER, make_demo
from csc_metrics.contracts.made_up_region import MADE_UP_AMONG, MADE_UP_NOTE, made_up_authorities
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.records.store import scan_clean

SMALL = 0.05


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = tmp_path_factory.mktemp("reports")
    make_demo(reports=reports, size=SMALL)
    return reports / "demo"


def pages(demo: Path) -> list[Path]:
    return sorted(demo.glob("latest/*/internal/performance.html"))


def test_the_front_page_links_the_real_authority_and_marks_every_made_up_one(demo: Path) -> None:
    page = (demo / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a href="(latest/[^"]+)" aria-label="([^"]+)">', page)
    assert ("latest/357-tameside/public/scrutiny.html", "Scrutiny report, Tameside") in links
    names = {name.partition(", ")[2] for _, name in links if "Tameside" not in name}
    assert names == {f"{one.name} (made up)" for one in made_up_authorities().values()}
    assert MADE_UP_AMONG in page
    assert all((demo / link).is_file() for link, _ in links)


def test_every_page_of_the_region_says_first_that_it_is_made_up(demo: Path) -> None:
    assert len(pages(demo)) == 11
    for page in pages(demo):
        text = page.read_text(encoding="utf-8")
        assert MADE_UP_NOTE in text
        assert text.index(MADE_UP_NOTE) < text.index("<h1")


def test_the_real_authority_s_page_says_nothing_of_the_kind(demo: Path) -> None:
    page = (demo / "latest/357-tameside/public/scrutiny.html").read_text(encoding="utf-8")
    assert MADE_UP_NOTE not in page


def test_measures_are_counted_from_the_clean_tables_of_each_authority(demo: Path) -> None:
    values = pl.read_parquet(demo / REGION_FOLDER / MEASURES_FILE)
    told = values.filter(pl.col("value").is_not_null())
    assert set(told["area_code"]) == set(made_up_authorities())
    assert set(values["measure"]) == set(LOCAL_MEASURES)
    assert told.filter(area_code="001")["measure"].n_unique() > 150
    assert set(values["breakdown"]) == {"all"}


def test_no_page_names_a_child_or_a_worker(demo: Path) -> None:
    clean = demo / REGION_FOLDER / "data_clean"
    named = set()
    for table, column in (("children", "child_id"), ("workers", "worker_id")):
        rows = scan_clean(clean, table)
        assert rows is not None
        named |= set(rows.select(column).collect().to_series())
    words = {word for page in pages(demo) for word in re.findall(r"\w+", page.read_text(encoding="utf-8"))}
    assert len(named) > 1_000
    assert named & words == set()


def test_the_region_went_through_the_front_door(demo: Path) -> None:
    region = demo / REGION_FOLDER
    kinds = {path.suffix for path in (region / "data_raw").rglob("*") if path.is_file()}
    assert kinds == {".csv", ".xlsx", ".xml"}
    account = json.loads((region / "data_clean" / "provenance" / "001.json").read_text(encoding="utf-8"))
    assert len({one["file"].partition(" [")[0] for one in account["balances"]}) > 25
    faults = pl.read_parquet(region / "data_clean" / "faults" / "001-alderbeck.parquet")
    assert set(faults["severity"]) == {"error", "warning", "notice"}


def files_of(demo: Path) -> dict[Path, bytes]:
    """Return every file but the times of a run, and what was published, which goes with the region's clean tables."""
    files = [path for path in demo.rglob("*") if path.is_file() and path.name != "run.json"]
    return {path: path.read_bytes() for path in files if path.parent.name != "published_counts"}


def test_a_second_demo_makes_nothing_anew(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files_of(demo)
    left = demo / REGION_FOLDER / "data_raw" / "002-brackenholt" / "2025-12-31" / "old_workers.csv"
    left.write_text("worker_id\nW1\n", encoding="utf-8")
    make_demo(reports=demo.parent, size=SMALL)
    kept = [line for line in capsys.readouterr().err.splitlines() if line.endswith(" up to date already.")]
    assert kept == [f"{many} up to date already." for many in (1, 1, 2, 10)]
    after = files_of(demo)
    assert {path.name for path in before if before[path] != after.get(path)} == set()
    assert before.keys() == after.keys()
