"""The capacity page's words: always a range that holds what was worked out, whose figures, and why there is none."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csc_metrics.comparison.published_data import load_published_data
from csc_metrics.contracts.authorities import find_authority
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.narrative.as_neighbours import as_neighbours_have
from csc_metrics.narrative.ranges import more_or_fewer_words, range_words
from csc_metrics.narrative.sentence import Figure
from csc_metrics.report.capacity_view import CapacityView, open_capacity, projections, what_is_assumed, workers_then
from csc_metrics.report.page.capacity_tables import children_table, scores_table, why_nothing, workers_table
from csc_metrics.report.page.scrutiny_parts import what_it_would_take_part
from csc_metrics.settings.model import Settings

TODAY = date(2026, 11, 26)
ENDS = st.floats(-5_000, 5_000)


@pytest.mark.parametrize(
    ("lower", "upper", "decimals", "expected"),
    [
        (91.96, 92.04, 1, "91.9 to 92.1"),
        (92.04, 92.04, 1, "92.0"),
        (0.2, 0.7, 0, "0 to 1"),
    ],
)
def test_a_range_is_rounded_outward(lower: float, upper: float, decimals: int, expected: str) -> None:
    assert range_words(lower, upper, decimals=decimals) == expected


@pytest.mark.parametrize(
    ("lower", "upper", "decimals", "expected"),
    [
        (-3.14, -3.11, 1, "between 3.1 and 3.2 fewer"),
        (-110.6, -0.2, 0, "between none and 111 fewer"),
        (-110.6, 0.2, 0, "between 111 fewer and 1 more"),
        (-110.6, 0.0, 0, "between none and 111 fewer"),
        (0.0, 4.5, 0, "between none and 5 more"),
        (0.0, 0.0, 0, "no more and no fewer"),
        (1.5, 1.5, 0, "between 1 and 2 more"),
        (-5.0, -5.0, 0, "5 fewer"),
        (-2_497.3, -1_957.7, 0, "between 1,957 and 2,498 fewer"),
    ],
)
def test_more_or_fewer_is_two_numbers_and_nothing_is_called_none(
    lower: float, upper: float, decimals: int, expected: str
) -> None:
    assert "".join(more_or_fewer_words(lower, upper, decimals=decimals)) == expected


@given(one=ENDS, other=ENDS, decimals=st.sampled_from([0, 1]))
def test_whatever_the_ends_what_is_printed_holds_them(one: float, other: float, decimals: int) -> None:
    lower, upper = round(min(one, other), 6), round(max(one, other), 6)
    words = "".join(more_or_fewer_words(lower, upper, decimals=decimals)).replace(",", "")
    sizes = [float(size.replace("none", "0")) for size in re.findall(r"none|\d+(?:\.\d)?", words)]
    sizes = sizes * 2 if len(sizes) == 1 else sizes
    signs = [-1 if "fewer" in words else 1, 1 if "more" in words else -1]
    ends = sorted(size * sign for size, sign in zip(sizes, signs, strict=True)) if sizes else [0.0, 0.0]

    assert ends[0] <= lower <= upper <= ends[1]
    assert max(lower - ends[0], ends[1] - upper) < 10.0**-decimals


def test_the_sentence_ties_each_number_to_its_row_and_none_to_nothing() -> None:
    rows = pl.DataFrame(
        {
            "lever": ["looked_after_rate_per_10k"] * 2,
            "level": ["lower_quartile", "upper_quartile"],
            "period_end": [date(2025, 3, 31)] * 2,
            "difference_lower": [-275.2, -170.9],
            "difference_upper": [-131.0, -0.4],
        }
    )
    sentence = as_neighbours_have(rows)
    assert sentence is not None
    assert sentence.plain.endswith("there would be between none and 276 fewer.")
    assert [(part.text, part.column) for part in sentence.parts if isinstance(part, Figure)] == [
        ("276", "difference_lower")
    ]
    swapped = as_neighbours_have(rows.with_columns(difference_upper=pl.Series([-131.0, -62.5])))
    assert swapped is not None
    told = [(part.text, part.column) for part in swapped.parts if isinstance(part, Figure)]
    assert told == [("62", "difference_upper"), ("276", "difference_lower")]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"status": "suppressed"}, "Children looked after, the authority's own figure: hidden by DfE."),
        ({"status": "not_applicable"}, "Children looked after, the authority's own figure: does not apply."),
        ({"status": "not_collected"}, "Children looked after, the authority's own figure: no figure for this period."),
        (
            {"status": "incomplete"},
            "Children looked after, the authority's own figure: known only between two bounds.",
        ),
        (
            {"status": "incomplete", "value_now": 60.0, "neighbours_with_value": 4},
            "Children looked after: only 4 of 10 neighbours have a figure.",
        ),
        (
            {"status": "incomplete", "value_now": 60.0, "neighbours_with_value": 9},
            "Children looked after: the source does not hold all neighbours, though 9 of 10 have a figure.",
        ),
    ],
)
def test_hidden_not_applicable_and_missing_are_told_apart(told: dict[str, Any], expected: str) -> None:
    row = {"lever": "looked_after_rate_per_10k", "value_now": None, "neighbours_with_value": 10} | told
    assert why_nothing(row) == expected


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., CapacityView]:
    """What opens Tameside's page on the figures that the package carries; settings: text of the file."""

    def of(settings: str = "", clean: Path | None = None) -> CapacityView:
        place = tmp_path_factory.mktemp("capacity")
        (place / "settings.toml").write_text(settings, encoding="utf-8")
        folder = clean if clean is not None else place / "none"
        return open_capacity(
            authority="Tameside",
            clean=str(folder),
            published="carried",
            settings=str(place / "settings.toml"),
            today=TODAY,
        )

    return of


def words_of(shown: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", shown._repr_html_(), flags=re.DOTALL)))


def test_a_caseload_that_the_settings_choose_is_printed_beside_the_present_one(
    opened: Callable[..., CapacityView],
) -> None:
    """2,093 cases and 110.8 full-time social workers are 18.9 each."""
    chosen = words_of(workers_then(opened("[capacity]\ncaseload_cases_per_fte = 16.0\n")))
    assert "the settings choose 16.0 cases for each worker; at present it is 18.9." in chosen
    assert "the settings choose" not in words_of(workers_then(opened()))


def test_cases_of_children_in_need_are_a_range_and_those_of_another_caseload_are_as_they_are(
    opened: Callable[..., CapacityView],
) -> None:
    """2,926 children in need with 2,093 cases: 1,217 fewer at most are 870.5 cases fewer, 954 fewer at least 682.4."""
    rows = opened().would_take.filter(level="lower_quartile")
    (_, of_need), (_, of_caseload) = (
        workers_table("Workers", rows.filter(lever=lever)).rows[0]
        for lever in ("children_in_need_rate_per_10k", "average_caseload")
    )
    assert [str(getattr(cells[0], "text", cells[0])) for cells in (of_need, of_caseload)] == ["1,222 to 1,411", "2,093"]


def test_the_page_says_who_the_neighbours_are_by_which_model_and_how_many_have_a_figure(
    opened: Callable[..., CapacityView],
) -> None:
    words = words_of(what_is_assumed(opened()))
    assert "Neighbours by the model of 2025: Rotherham, Gateshead, Rochdale," in words
    assert "Referrals in the year to 31 March 2025, 10 of 10 neighbours with a figure" in words
    assert "Children in need at 31 March 2025, with cases and workers at 30 September 2025, 10 of 10" in words
    assert "Average caseload at 30 September 2025, 10 of 10" in words
    assert "Neighbours by the model of 2021:" in words_of(what_is_assumed(opened('[neighbours]\nmodel = "2021"\n')))


def test_the_words_above_and_the_heading_say_all_that_a_range_allows_for(opened: Callable[..., CapacityView]) -> None:
    capacity = opened()
    rows = capacity.would_take.filter(lever="looked_after_rate_per_10k")
    words = words_of(what_is_assumed(capacity))

    assert children_table("Children", rows).headings[3] == "With one neighbour left out, and rounding"
    assert "so that the ends lie somewhat beyond the quartiles themselves; they allow for rounding, too" in words
    part = what_it_would_take_part(
        load_published_data(None, measures=list(PUBLISHED_MEASURES.values()), settings=Settings()),
        find_authority("Tameside"),
        model="2025",
        settings=Settings(),
    )
    assert any("with any one neighbour left out, and they allow for rounding" in said for said in part.words)
    told = {block.code: block.words[-1] for block in part.blocks if block.words}
    assert told["as-neighbours-referral-rate-per-10k"] == "Figures: referrals in the year to 31 March 2025."
    assert told["as-neighbours-children-in-need-rate-per-10k"] == (
        "Figures: children in need at 31 March 2025, with cases and workers at 30 September 2025."
    )


def test_what_is_said_is_called_kept_only_where_it_is(opened: Callable[..., CapacityView], tmp_path: Path) -> None:
    without, within = words_of(projections(opened())), words_of(projections(opened(clean=tmp_path)))
    assert "What is said is not kept" in without
    assert "What was said is kept" not in without
    assert "What was said is kept, and held to what came." in within
    assert (tmp_path / "projections" / "357.parquet").is_file()


@pytest.mark.parametrize(
    ("said_on", "came", "expected"),
    [
        (date(2024, 6, 1), 16.0, ("1 June 2024", "between the ends of 80%")),
        (date(2024, 6, 1), 13.0, ("1 June 2024", "between the ends of 95%, not of 80%")),
        (date(2026, 11, 2), 30.0, ("2 November 2026, when the year was over", "beyond the ends of 95%")),
    ],
)
def test_what_was_said_says_whether_its_year_was_over_and_how_near_it_came(
    said_on: date, came: float, expected: tuple[str, str]
) -> None:
    row = {"measure": "average_caseload", "period_end": date(2025, 9, 30), "projected_on": said_on, "value_now": 16.8}
    within = {"is_within_80": 15.0 <= came <= 18.0, "is_within_95": 12.0 <= came <= 21.0}
    table = scores_table("What came", pl.DataFrame([row | {"came": came} | within]))
    ((_, cells),) = table.rows
    assert (cells[1], cells[4]) == expected
