"""`--publication` with an authority's own records: what is printed, and what is kept of it."""

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import polars as pl
import pytest
from made_up_records import MONTHS, TABLES, put_tables

from csc_metrics.cli.main import main
from csc_metrics.disclosure.ledger import read_published_counts
from csc_metrics.records.clean import clean_records
from csc_metrics.settings.read import read_settings


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Clean tables of Tameside, of a few children."""
    monkeypatch.chdir(tmp_path)
    put_tables(tmp_path / "raw", la_code="357", day=MONTHS[0])
    put_tables(tmp_path / "raw", la_code="357", assessments=TABLES["assessments"])
    clean_records(tmp_path / "raw", tmp_path / "data_clean", settings=read_settings(None))
    return tmp_path / "data_clean"


def printed(*words: str) -> pl.DataFrame:
    out, told = StringIO(), StringIO()
    typed = ["csc-metrics", *words, "--source", "local", "--format", "csv"]
    with patch("sys.argv", typed), redirect_stdout(out), redirect_stderr(told), pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (None, 0), told.getvalue()
    return pl.read_csv(StringIO(out.getvalue()), infer_schema=False)


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
    every = printed("measures", "--publication").filter(measure="referrals")

    assert printed("measures", "--publication", "--measure", "referrals").equals(every)


@pytest.mark.usefixtures("clean")
def test_what_is_published_stands_beside_dfes_figures_alone() -> None:
    rows = printed("compare", "--publication", "--authority", "357", "--published", "carried")
    sources = rows.filter(pl.col("comparator_period_end") != "")["measure"].unique().to_list()

    assert rows.height
    assert "contacts" not in sources, "DfE publishes none"
