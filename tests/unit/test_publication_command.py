"""`--publication` with an authority's own records: what is printed, and what is kept of it."""

import shutil
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import polars as pl
import pytest
from made_up_records import MONTHS, TABLES, put_tables

from csc_metrics.cli import publication
from csc_metrics.cli.main import main
from csc_metrics.disclosure.disclose import Disclosed, disclose
from csc_metrics.disclosure.ledger import keep_published_counts, read_published_counts
from csc_metrics.disclosure.public_measures import PUBLIC_MEASURES
from csc_metrics.narrative.numbers import format_date
from csc_metrics.records.clean import clean_records
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, story_of
from csc_metrics.settings.read import read_settings


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Clean tables of Tameside, of a few children."""
    monkeypatch.chdir(tmp_path)
    put_tables(tmp_path / "raw", la_code="357", day=MONTHS[0])
    put_tables(tmp_path / "raw", la_code="357", assessments=TABLES["assessments"])
    clean_records(tmp_path / "raw", tmp_path / "data_clean", settings=read_settings(None))
    return tmp_path / "data_clean"


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clean tables under Tameside's code of a made-up authority, of enough children for figures that may be told."""
    folder = tmp_path_factory.mktemp("larger")
    place = folder / "raw" / "357" / DRAWN_ON.isoformat()
    place.mkdir(parents=True)
    for name, rows in MadeUpAuthority(story_of("001")).tables(on=number_of(DRAWN_ON)).items():
        rows.write_parquet(place / f"{name}.parquet")
    clean_records(folder / "raw", folder / "clean", settings=read_settings(None))
    return folder / "clean"


def printed(*words: str) -> pl.DataFrame:
    return printed_and_told(*words)[0]


def printed_and_told(*words: str) -> tuple[pl.DataFrame, str]:
    """Return what a command prints, and what it says on standard error."""
    out, told = StringIO(), StringIO()
    typed = ["csc-metrics", *words, "--source", "local", "--format", "csv"]
    with patch("sys.argv", typed), redirect_stdout(out), redirect_stderr(told), pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (None, 0), told.getvalue()
    return pl.read_csv(StringIO(out.getvalue()), infer_schema=False), told.getvalue()


def test_of_a_few_children_nothing_but_0_is_published(clean: Path) -> None:
    internal, published = printed("measures"), printed("measures", "--publication")
    amounts = published.select(pl.col("value", "numerator", "denominator").cast(pl.Float64))

    assert internal.filter(pl.col("numerator").cast(pl.Float64).is_between(1, 5)).height
    for name in amounts.columns:
        assert not amounts[name].is_between(1, 5).any()
    assert not published["breakdown"].str.starts_with("team=").any()
    assert not read_published_counts(clean, "357").is_empty()
    assert read_published_counts(clean, "357").filter(pl.col("amount").is_between(1, 5))["is_hidden"].all()


@pytest.mark.usefixtures("clean")
def test_a_month_is_for_internal_use_and_says_so() -> None:
    asked = ("measures", "--measure", "contacts", "--period", MONTHS[0][:7])
    assert printed(*asked).filter(breakdown="all")["status"].to_list() == ["ok"]

    (row,) = printed(*asked, "--publication").filter(breakdown="all").to_dicts()
    assert (row["value"] or "", row["status"], row["note"]) == ("", "suppressed", "internal_only")


@pytest.mark.usefixtures("clean")
def test_which_figures_are_asked_for_makes_no_difference_to_what_is_hidden() -> None:
    every = printed("measures", "--publication").filter(measure="assessments_open")
    assert every.height

    assert printed("measures", "--publication", "--measure", "assessments_open").equals(every)


def test_what_is_published_stands_beside_dfes_figures_alone(larger: Path) -> None:
    asked = ("compare", "--publication", "--authority", "357", "--published", "carried", "--clean", str(larger))
    rows = printed(*asked)
    beside = rows.filter(pl.col("comparator_period_end") != "")

    assert set(rows["measure"]) <= set(PUBLIC_MEASURES)
    assert "average_caseload" in beside["measure"]
    assert "assessments_open" in rows["measure"]
    assert "assessments_open" not in beside["measure"], "DfE publishes none"


FIGURE = ["measure", "breakdown", "period_type", "period_end"]


@pytest.mark.usefixtures("clean")
def test_nothing_that_is_told_internally_is_said_to_be_missing() -> None:
    """Of no unit, or not known yet, is not the same as nobody having collected it."""
    asked = ("--period", MONTHS[0][:7])
    internal, published = printed("measures", *asked), printed("measures", *asked, "--publication")
    both = published.join(internal, on=FIGURE, suffix="_internal")
    is_collected = pl.col("status_internal") != "not_collected"

    assert {"zero_denominator", "ok"} <= {*both.filter(is_collected)["status_internal"]}
    assert "not_collected" not in {*both.filter(is_collected)["status"]}
    assert {*both.filter(~is_collected)["status"]} == {"not_collected"}


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("asked", [(), ("--period", MONTHS[0][:7])])
def test_how_many_rows_were_set_aside_is_told_of_no_figure(asked: tuple[str, ...]) -> None:
    assert {*printed("measures", "--publication", *asked)["rows_aside"]} <= {None, ""}


def test_that_no_earlier_edition_is_recorded_is_said_once(clean: Path) -> None:
    _, first = printed_and_told("measures", "--publication")
    _, second = printed_and_told("measures", "--publication")

    assert "357: no earlier edition is recorded" in first
    assert "put the folder published_counts back" in first
    assert "no earlier edition" not in second
    assert not (clean / "published_counts" / "357.parquet.lock").exists()


def test_what_is_not_printed_is_not_kept_as_published(clean: Path) -> None:
    printed("measures", "--publication", "--measure", "assessments_open")

    assert read_published_counts(clean, "357")["measure"].unique().to_list() == ["assessments_open"]


def test_a_measure_for_internal_use_is_named_and_nothing_of_it_is_told(clean: Path) -> None:
    rows, said = printed_and_told(
        "measures", "--publication", "--measure", "cases_held", "--measure", "assessments_open"
    )

    assert set(rows["measure"]) == {"assessments_open"}
    assert "For internal use, and not published: cases_held.\n" in said
    assert set(read_published_counts(clean, "357")["measure"]) == {"assessments_open"}
    asked = printed("measures", "--publication", "--measure", "cases_held", "--period", MONTHS[0][:7])
    assert set(asked.filter(breakdown="all")["status"]) == {"suppressed"}
    assert "For internal use" not in printed_and_told("measures", "--publication")[1]


def test_of_a_comparison_what_is_printed_is_kept_and_no_other_period(larger: Path) -> None:
    shutil.rmtree(larger / "published_counts", ignore_errors=True)
    asked = ("compare", "--publication", "--authority", "357", "--published", "carried", "--clean", str(larger))
    rows = printed(*asked)
    told = {(row["measure"], row["period_end"][:7]) for row in rows.iter_rows(named=True)}
    told |= {(measure, f"{int(month[:4]) - 1}{month[4:]}") for measure, month in told}
    kept = read_published_counts(larger, "357").select("measure", pl.col("period_end").dt.strftime("%Y-%m")).rows()

    assert kept
    assert {*kept} <= told, "what is printed, and what its change on a year before tells"


def test_an_edition_that_another_one_came_before_is_not_published(clean: Path) -> None:
    """While the figures of the first are looked through, another is published: what it told is not in the first."""

    def publish_meanwhile(values: pl.DataFrame, **other: object) -> Disclosed:
        found: Disclosed = disclose(values, **other)
        keep_published_counts(clean, found.counts.head(1), la_code="357")
        return found

    with (
        patch.object(publication, "disclose", publish_meanwhile),
        patch("sys.argv", ["csc-metrics", "measures", "--publication", "--source", "local", "--format", "csv"]),
        redirect_stdout(out := StringIO()),
        redirect_stderr(StringIO()) as said,
        pytest.raises(SystemExit) as ended,
    ):
        main()

    assert ended.value.code not in (None, 0)
    assert "another run is publishing" in said.getvalue()
    assert not out.getvalue()
    assert read_published_counts(clean, "357").height == 1


def test_what_an_earlier_edition_told_is_hidden_if_it_is_small_and_named(clean: Path) -> None:
    printed("measures", "--publication")
    kept = read_published_counts(clean, "357")
    small = kept.filter(pl.col("amount").is_between(1, 5), pl.col("period_type") == "snapshot").head(1)
    ((measure, day),) = small.select("measure", "period_end").rows()
    keep_published_counts(clean, small.with_columns(is_hidden=pl.lit(value=False)), la_code="357")
    after, said = printed_and_told("measures", "--publication")

    assert {*after.filter(measure=measure, period_end=str(day))["status"]} == {"suppressed"}
    assert (
        "357: hidden here, though readers of earlier editions, of DfE's tables or of the sums around them know them or "
        "may work them out: " in said
    )
    assert format_date(day) in said


def test_the_page_on_clean_tables_says_to_back_up_what_was_published() -> None:
    page = (Path(__file__).parents[2] / "data_clean" / "README.md").read_text(encoding="utf-8")

    (line,) = [line for line in page.splitlines() if line.startswith("| `published_counts/`")]
    assert "back it up" in line
