"""measures.csv and its data dictionary: numbers to the last digit, no formula, every column and measure explained."""

import csv
import io
import re
from typing import Any

import dataframely as dy
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_board import QUORATE, months, values_of

from csc_metrics.contracts.about_reports import OwnRows
from csc_metrics.contracts.meanings import MEANINGS, SHORTHAND
from csc_metrics.contracts.tables import MeasureValues, ReportRows
from csc_metrics.contracts.vocabulary import (
    AreaType,
    IntervalKind,
    Note,
    Outcome,
    PeriodType,
    Quartile,
    Source,
    Status,
)
from csc_metrics.measures.registry import UnknownMeasure
from csc_metrics.report.measures_csv import (
    IN_THE_MEASURES_UNIT,
    dictionary,
    dictionary_as_csv,
    dictionary_of_columns,
    dictionary_of_measures,
    measures_as_csv,
)

VOCABULARY = {
    "area_type": AreaType,
    "period_type": PeriodType,
    "source": Source,
    "interval_kind": IntervalKind,
    "status": Status,
    "quartile": Quartile,
    "outcome": Outcome,
    "note": Note,
}
SCHEMAS = (MeasureValues, OwnRows, ReportRows)


def lines_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_numbers_are_written_to_the_last_digit_and_nothing_where_there_is_none() -> None:
    third = 100 / 3
    lines = lines_of(measures_as_csv(values_of(months([third, None, 0.0]))))

    assert [line["value"] for line in lines] == ["33.333333333333336", "", "0.0"]
    assert float(lines[0]["value"]) == third
    assert list(lines[0]) == list(MeasureValues.columns())
    assert lines[0]["period_end"] == "2024-01-31"


def test_neighbours_stand_in_one_cell_with_spaces_between() -> None:
    rows = pl.DataFrame({"measure": [QUORATE], "neighbours": [["357", "301"]]})
    assert lines_of(measures_as_csv(rows))[0]["neighbours"] == "357 301"


@given(st.sampled_from("=+-@\t\r"), st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=9))
def test_text_that_a_spreadsheet_takes_for_a_formula_has_an_apostrophe_before_it(mark: str, rest: str) -> None:
    rows = pl.DataFrame({"breakdown": [f"{mark}{rest}"], "value": [-1.5]})
    (line,) = lines_of(measures_as_csv(rows))
    assert line == {"breakdown": f"'{mark}{rest}", "value": "-1.5"}


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
def test_every_column_of_what_a_report_gives_is_explained(schema: type[dy.Schema]) -> None:
    told = dictionary_of_columns(schema.create_empty(), schema=schema)

    assert told["column"].to_list() == list(schema.columns())
    assert told["meaning"].to_list() == [column.description for column in schema.columns().values()]
    assert told.filter(pl.col("type") == "number")["unit"].null_count() == 0
    assert told.filter(pl.col("type") == "whole number")["unit"].null_count() == 0
    assert told.filter(pl.col("type").is_in(["text", "date"]))["unit"].null_count() > 0


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
def test_a_column_of_set_words_tells_each_of_them(schema: type[dy.Schema]) -> None:
    """What a schema allows, read from its pattern, is what the dictionary explains."""
    told = dict(dictionary_of_columns(schema.create_empty(), schema=schema).select("column", "values").iter_rows())
    for name, column in schema.columns().items():
        pattern = getattr(column, "regex", None)
        if pattern is not None:
            words = pattern.removeprefix("^(").removesuffix(")$").split("|")
            assert re.findall(r"(?:^|; )(\w+):", told[name]) == words, name


def test_every_word_has_a_meaning_and_every_status_without_a_value_its_own_shorthand() -> None:
    assert {name: list(meanings) for name, meanings in MEANINGS.items()} == {
        name: list(words) for name, words in VOCABULARY.items()
    }
    assert set(SHORTHAND) == {status.value for status in Status if status is not Status.OK}
    assert len(set(SHORTHAND.values())) == len(SHORTHAND)
    assert {SHORTHAND[word] for word in ("suppressed", "not_collected", "not_applicable")} == {"[c]", "[x]", "[z]"}
    assert not any(";" in meaning for told in MEANINGS.values() for meaning in told.values()), "it parts the words"


def test_only_columns_of_numbers_are_in_the_measures_unit() -> None:
    numbers = {
        name for schema in SCHEMAS for name, column in schema.columns().items() if isinstance(column, dy.Float64)
    }
    assert numbers == {*IN_THE_MEASURES_UNIT, "numerator", "denominator"}


def test_a_column_that_the_schema_does_not_describe_is_refused() -> None:
    rows = MeasureValues.create_empty().with_columns(secret=pl.lit("x"))
    with pytest.raises(ValueError, match=r"MeasureValues does not say what secret means\."):
        dictionary_of_columns(rows, schema=MeasureValues)


def test_measures_that_occur_are_told_once_in_the_order_of_reports() -> None:
    values = values_of(months([1.0, 2.0]), months([3.0], measure="average_caseload"))
    told = dictionary_of_measures(values)

    assert told["measure"].to_list() == ["average_caseload", QUORATE]
    caseload: dict[str, Any] = told.row(0, named=True)
    assert caseload["title"] == "Average caseload"
    assert (caseload["unit"], caseload["decimals"]) == ("cases per social worker", 1)
    assert caseload["polarity"] == "A lower figure is better."
    assert caseload["caveats"].startswith("An average of the whole authority: it does not say how many workers")
    assert caseload["caveats"].endswith("A case can be a carer who is assessed or supported, not only a child.")


def test_no_figures_have_no_measures() -> None:
    assert dictionary_of_measures(MeasureValues.create_empty()).is_empty()


def test_an_unknown_measure_is_named() -> None:
    with pytest.raises(UnknownMeasure, match="average_caselod"):
        dictionary_of_measures(pl.DataFrame({"measure": ["average_caselod"]}))


def test_the_dictionary_holds_columns_first_and_then_measures() -> None:
    values = values_of(months([1.0]))
    told = dictionary(values, schema=MeasureValues)

    assert told.height == len(MeasureValues.columns()) + 1
    assert told["about"].to_list() == ["column"] * len(MeasureValues.columns()) + ["measure"]
    status = told.row(by_predicate=pl.col("name") == "status", named=True)
    assert "suppressed: hidden, since a small number could tell who is meant" in status["values"]
    assert "ok: there is a value, which may be 0" in status["values"]
    measure = told.row(by_predicate=pl.col("name") == QUORATE, named=True)
    assert (measure["unit"], measure["decimals"], measure["type"]) == ("%", 1, None)

    lines = lines_of(dictionary_as_csv(values, schema=MeasureValues))
    assert [line["name"] for line in lines] == [*MeasureValues.columns(), QUORATE]
    assert lines[-1]["meaning"] == measure["meaning"]


class Spoilt(dy.Schema):
    """A schema whose words a spreadsheet would take for a formula."""

    measure = dy.String(description="=1+1")


def test_words_of_the_dictionary_are_no_formulas_either() -> None:
    (line,) = lines_of(dictionary_as_csv(Spoilt.create_empty(), schema=Spoilt))
    assert line["meaning"] == "'=1+1"
