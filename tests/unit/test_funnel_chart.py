"""On a funnel every neighbour stands where its figures put it, and one outside the limits is named."""

import math
import re
from statistics import NormalDist
from typing import Final

import pandas as pd
import polars as pl
import pytest
from chart_words import faults_of_words
from lxml import html

from csc_metrics.charts import funnel as chart
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.funnel import draw_funnel
from csc_metrics.charts.style import DARK_PINK, TEXT_COLOUR, chart_style
from csc_metrics.comparison.against_others import against_others
from csc_metrics.comparison.funnel_points import funnel_points
from csc_metrics.comparison.published_data import load_published_data
from csc_metrics.contracts.authorities import authorities
from csc_metrics.measures.registry import MEASURES, PUBLISHED_MEASURES
from csc_metrics.measures.select import chosen_period_ends, complete_measure_values
from csc_metrics.narrative.chart_words import funnel_words
from csc_metrics.settings.read import read_settings

SHARE: Final = MEASURES["re_referral_pct"]
CODES: Final = [f"{number:03}" for number in range(1, 12)]
OWN, *OTHERS = CODES
NAMES: Final = {code: f"Place {code}" for code in CODES}
REAL_NAMES: Final = {code: one.name for code, one in authorities().items()}
TAMESIDE, LONG_NAME, LARGEST = "357", "839", "330"
OF_998: Final = NormalDist().inv_cdf(0.999)


def make_rows(
    *, own: float = 30.0, others: list[float] | None = None, sizes: list[float] | None = None
) -> pd.DataFrame:
    """Eleven authorities; the neighbours have 20% together, and lie a standard deviation of 2 points apart."""
    values = [own, *(others or [20.0] * 10)]
    many = sizes or [1000.0, *(400.0 * number for number in range(1, 11))]
    return pd.DataFrame(
        {
            "la_code": CODES,
            "measure": SHARE.code,
            "breakdown": "all",
            "source": "published",
            "period_type": "year",
            "period_end": pd.Timestamp("2025-03-31"),
            "neighbour_model": "2025",
            "status": "ok",
            "value": values,
            "denominator": many,
            "comparator_source": "published",
            "comparator_period_end": pd.Timestamp("2025-03-31"),
            "neighbours": [OTHERS] * len(CODES),
            "neighbours_with_value": 10,
            "neighbour_min": 20.0,
            "neighbour_max": 20.0,
            "judged_by": "funnel_of_proportions",
            "centre": 20.0,
            "overdispersion": 2.0,
            "outcome": "worse",
            "is_worth_a_look": True,
            "is_flagged": True,
        }
    )


def upper_limit(size: float) -> float:
    """Return the upper limit at 99.8% about 20%, worked out once more: chance and 2 points together."""
    return 20.0 + OF_998 * math.sqrt(20.0 * 80.0 / size + 2.0**2)


def draw(rows: pd.DataFrame) -> str:
    drawn = draw_funnel(rows, measure=SHARE, la_code=OWN, names=NAMES)
    assert drawn is not None
    return drawn


def words_of(rows: pd.DataFrame) -> str:
    return " ".join(funnel_words(pl.from_pandas(rows), measure=SHARE, la_code=OWN, names=NAMES))


def written(svg: str) -> list[str]:
    return [str(text.text_content()) for text in html.fromstring(svg).xpath("//text")]


def rings(svg: str) -> list[tuple[float, float]]:
    """Return the middle of each ring, in points from the upper left corner."""
    (path,) = html.fromstring(svg).xpath(f"//path[@stroke='{TEXT_COLOUR}'][@fill='none']/@d")
    middles = []
    for ring in str(path).split("M ")[1:]:
        places = [tuple(map(float, place)) for place in re.findall(r"([\d.]+) ([\d.]+)", ring)]
        middles.append(tuple((min(one) + max(one)) / 2 for one in zip(*places, strict=True)))
    return middles


def test_each_neighbour_is_a_ring_at_its_bottom_and_its_value() -> None:
    found = rings(draw(make_rows(others=[10.0, *[20.0] * 8, 30.0])))
    (small_x, low_y), *between, (large_x, high_y) = found

    assert len(found) == 10
    steps = [one[0] - other[0] for one, other in zip([*between, (large_x, high_y)], found[:-1], strict=True)]
    assert steps == pytest.approx([steps[0]] * 9, abs=0.01), "each has 400 more than the one before"
    middle = between[0][1]
    assert low_y - middle == pytest.approx(middle - high_y, abs=0.01), "10 points below and 10 above"
    assert small_x < large_x


def test_a_neighbour_outside_the_limits_is_named_and_one_within_is_not() -> None:
    limit = upper_limit(2000.0)
    outside = make_rows(others=[*[20.0] * 4, limit + 0.1, *[20.0] * 5])
    within = make_rows(others=[*[20.0] * 4, limit - 0.1, *[20.0] * 5])

    assert "Place 006" in written(draw(outside))
    assert "Rings: neighbours; named where outside the band." in written(draw(outside))
    assert not [words for words in written(draw(within)) if words.startswith("Place") and "001" not in words]
    assert "Rings: neighbours; none is outside the band." in written(draw(within))


def test_what_a_neighbours_own_row_says_of_neighbours_of_its_own_does_not_matter() -> None:
    rows = make_rows()
    others = rows["la_code"] != OWN
    assert draw(rows.assign(centre=rows["centre"].where(~others, 55.0))) == draw(rows)


def test_the_authority_is_named_with_its_value_and_the_limits_and_the_middle_are_named() -> None:
    words = written(draw(make_rows()))
    assert "Place 001 30.0%" in words
    assert {"99.8% limits", "95% limits"} <= set(words)
    assert " ".join(words).count("Neighbours together 20.0%") == 1
    assert "Across: referrals in the year" in words


def test_a_neighbour_without_a_value_is_told_below_and_drawn_nowhere() -> None:
    rows = make_rows()
    is_told = rows["la_code"] != "005"
    hidden = rows.assign(value=rows["value"].where(is_told), status=rows["status"].where(is_told, "suppressed"))
    svg = draw(hidden)
    assert len(rings(svg)) == 9
    assert "No value: Place 005 (hidden)." in " ".join(written(svg))
    assert words_of(hidden).endswith("; there is no figure for Place 005.")


def test_where_no_funnel_judges_there_is_no_chart_and_no_words() -> None:
    for change in ({"judged_by": "neighbours_range"}, {"judged_by": "nothing"}, {"denominator": None}):
        rows = make_rows().assign(**change)
        assert draw_funnel(rows, measure=SHARE, la_code=OWN, names=NAMES) is None
        assert funnel_words(pl.from_pandas(rows), measure=SHARE, la_code=OWN, names=NAMES) == ()
    assert draw_funnel(make_rows()[1:], measure=SHARE, la_code=OWN, names=NAMES) is None


def test_rows_of_several_measures_or_of_another_day_are_refused() -> None:
    rows = make_rows()
    with pytest.raises(ValueError, match="one measure, part and model"):
        draw(pd.concat([rows, rows.assign(neighbour_model="2021")]))
    is_other = rows["la_code"] == "007"
    with pytest.raises(ValueError, match="published and of 2025-03-31"):
        draw(rows.assign(period_end=rows["period_end"].mask(is_other, pd.Timestamp("2024-03-31"))))
    with pytest.raises(ValueError, match="one row each"):
        draw(pd.concat([rows, rows[is_other]]))


def test_the_words_say_how_sure_and_who_lies_outside() -> None:
    words = words_of(make_rows(others=[*[20.0] * 8, 60.0, 1.0]))
    assert words == (
        "Funnel chart: Re-referrals within 12 months, Place 001 and its neighbours. In the year to 31 March 2025, "
        "30.0% of referrals came within 12 months of an earlier one: above its ten neighbours together (20.0%; "
        "DfE's figures of 31 March 2025) by more than chance explains. "
        "Of the neighbours, outside the 99.8% limits: Place 010 above and Place 011 below."
    )


def test_the_same_rows_in_any_order_give_the_same_bytes_and_are_left_alone() -> None:
    rows = make_rows(others=[10.0, *[20.0] * 8, 60.0])
    before = rows.copy(deep=True)
    assert draw(rows) == draw(rows.iloc[::-1])
    pd.testing.assert_frame_equal(rows, before)


@pytest.mark.parametrize("own", [0.0, 20.0, 100.0])
@pytest.mark.parametrize("sizes", [[10.0] * 11, [1.0, *[250_000.0] * 10], [5e6, *(float(n) for n in range(20, 30))]])
def test_words_are_inside_and_apart_where_all_neighbours_are_outside(own: float, sizes: list[float]) -> None:
    names = dict.fromkeys(CODES, "Bournemouth, Christchurch and Poole")
    rows = make_rows(own=own, others=[90.0] * 5 + [0.0] * 5, sizes=sizes)
    assert faults_of_words(drawing_of(rows, measure=SHARE.code, la_code=OWN, names=names)) == []


def test_a_neighbour_outside_whose_name_has_no_room_is_told_below() -> None:
    names = {code: f"A very long name of a place {code}, and of what lies about it" for code in CODES}
    rows = make_rows(others=[90.0] * 5 + [0.0] * 5, sizes=[1000.0] * 11)
    svg = draw_funnel(rows, measure=SHARE, la_code=OWN, names=names)
    assert svg is not None
    words = " ".join(written(svg))
    assert "Drawn without a name: " in words
    assert [code for code in CODES if f"place {code}" not in words] == []


def drawing_of(rows: pd.DataFrame, *, measure: str, la_code: str, names: dict[str, str]) -> Drawing:
    found = funnel_points(pl.from_pandas(rows), la_code=la_code)
    assert found is not None
    about = MEASURES[measure]
    with chart_style():
        return chart._draw(chart._read(found), measure=about, names=names, out_of=about.denominator)


@pytest.fixture(scope="module")
def carried() -> pl.DataFrame:
    """Every authority's newest published figures beside its neighbours'."""
    measures = list(PUBLISHED_MEASURES.values())
    data = load_published_data(None, measures=measures, settings=read_settings(None))
    ends = chosen_period_ends(data.values, measures=measures, period=None)
    completed = complete_measure_values(
        data.values, measures=measures, la_codes=list(REAL_NAMES), period_ends=list(ends.items())
    )
    return against_others(data.values, completed=completed, neighbours=data.neighbours, neighbour_models=["2025"])


def of_one(carried: pl.DataFrame, *, measure: str, la_code: str) -> pl.DataFrame:
    rows = carried.filter(measure=measure)
    near = rows.filter(la_code=la_code)["neighbours"][0].to_list()
    return rows.filter(pl.col("la_code").is_in([la_code, *near]))


def test_limits_drawn_at_an_authoritys_own_bottom_are_those_by_which_it_is_judged(carried: pl.DataFrame) -> None:
    judged = carried.filter(pl.col("judged_by").str.starts_with("funnel"), la_code=TAMESIDE)
    assert judged.height > 5
    for row in judged.to_dicts():
        found = funnel_points(of_one(carried, measure=row["measure"], la_code=TAMESIDE), la_code=TAMESIDE)
        assert found is not None
        for width, confidence in (("95", 0.95), ("998", 0.998)):
            ends = found.limits(pl.Series([row["denominator"]]).to_numpy(), confidence=confidence)
            wanted = row[f"lower_{width}"], row[f"upper_{width}"]
            assert (float(ends[0][0]), float(ends[1][0])) == pytest.approx(wanted, abs=1e-9), row["measure"]


@pytest.mark.parametrize("la_code", [TAMESIDE, LONG_NAME, LARGEST])
def test_words_on_funnels_of_carried_figures_are_inside_and_apart(carried: pl.DataFrame, la_code: str) -> None:
    codes = carried.filter(pl.col("judged_by").str.starts_with("funnel"), la_code=la_code)["measure"].to_list()
    found = {
        code: faults_of_words(
            drawing_of(
                of_one(carried, measure=code, la_code=la_code).to_pandas(),
                measure=code,
                la_code=la_code,
                names=REAL_NAMES,
            )
        )
        for code in codes
    }
    assert len(found) > 5
    assert {code: wrong for code, wrong in found.items() if wrong} == {}


def test_the_inner_limits_are_told_from_the_middle_by_their_dash() -> None:
    svg = draw(make_rows())
    assert len(html.fromstring(svg).xpath(f"//path[@stroke='{DARK_PINK.lower()}'][@stroke-dasharray]")) == 2
