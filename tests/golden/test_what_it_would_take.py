"""What it would take, for every authority and both models, worked out a second time in plain Python."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import ceil, floor, sqrt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from scipy.stats import norm

from csc_metrics.comparison.published_data import PublishedData, load_published_data
from csc_metrics.contracts.authorities import JOINT_RETURNS, authorities
from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.planning.projections import backtest, project
from csc_metrics.planning.what_it_would_take import LEVERS, what_it_would_take
from csc_metrics.report.page.capacity_tables import why_nothing
from csc_metrics.settings.model import CapacitySettings, Settings

pytestmark = pytest.mark.shared
SHARES = {"lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75}
ROUNDED_BY = {
    "looked_after_rate_per_10k": 0.5,
    "average_caseload": 0.05,
    "referral_rate_per_10k": 0.0,
    "children_in_need_rate_per_10k": 0.0,
}
"""Half of the last place that DfE prints; rates of referrals and of children in need are worked out from counts."""
Row = dict[str, Any]


@pytest.fixture(scope="module")
def data(shared_dfe: Path) -> PublishedData:
    """DfE's figures and both lists of neighbours."""
    return load_published_data(shared_dfe, measures=list(PUBLISHED_MEASURES.values()), settings=Settings())


def would_take(data: PublishedData, model: str = "2025", settings: Settings | None = None) -> pl.DataFrame:
    return what_it_would_take(
        data.values, neighbours=data.neighbours, neighbour_model=model, settings=settings or Settings()
    )


def of(rows: pl.DataFrame, lever: str, level: str, la_code: str = "357") -> Row:
    return rows.filter(la_code=la_code, lever=lever, level=level).row(0, named=True)


def test_tameside_is_as_the_methods_say(data: PublishedData) -> None:
    rows = would_take(data)
    referrals = of(rows, "referral_rate_per_10k", "median")
    caseload = of(rows, "average_caseload", "median")

    assert (referrals["population"], round(referrals["value_now"], 1), round(referrals["value_then"], 1)) == (
        52_901,
        934.4,
        513.6,
    )
    assert round(referrals["difference"]) == -2_226
    assert (caseload["cases_now"], caseload["value_then"]) == (2_093, pytest.approx(16.45))
    assert (round(caseload["fte_then"], 1), round(caseload["fte_difference"], 1)) == (127.2, 16.4)
    assert round(caseload["agency_pct_now"], 1) == 31.3


def quantile(told: list[float], share: float) -> float:
    ordered, place = sorted(told), (len(told) - 1) * share
    low, high = ordered[floor(place)], ordered[ceil(place)]
    return low + (high - low) * (place - floor(place))


def byar(count: float) -> tuple[float, float]:
    """Return the 95% interval of a count of ten or more, in a second spelling of Byar's formula."""
    deviate = norm.ppf(0.975)
    lower = count * (1 - 1 / (9 * count) - deviate / 3 / sqrt(count)) ** 3
    more = count + 1
    return lower, more * (1 - 1 / (9 * more) + deviate / 3 / sqrt(more)) ** 3


def second_opinion(data: PublishedData, model: str, lever: str, la_code: str) -> dict[str, Row]:
    """Return the rows of one authority and lever by level, from DfE's figures; nothing where one is wanting."""
    day = newest_day(data, lever)
    figures = by_area(data, lever, day)
    own = figures.get(la_code)
    listed = data.neighbours.filter(neighbour_model=model, la_code=la_code).sort("place")["neighbour_code"].to_list()
    partners = {one for pair in JOINT_RETURNS if la_code in pair for one in pair}
    shared = own is not None and "joint_return" in (own["note"] or "")
    near = [figures[code]["value"] for code in listed if code in figures and not (shared and code in partners)]
    held = {code for code in listed if code in held_on(data, lever, day)}
    if own is None or len(near) < 5 or any(authorities()[code].existed_on(day) for code in set(listed) - held):
        return {}
    found = {}
    for level, share in SHARES.items():
        ways = [quantile(near, share)]
        ways += [quantile(near[:place] + near[place + 1 :], share) for place in range(len(near))]
        ends = min(ways) - ROUNDED_BY[lever], max(ways) + ROUNDED_BY[lever]
        found[level] = {"value_then": ways[0], "value_then_lower": ends[0], "value_then_upper": ends[1]}
        if lever != "average_caseload":
            population, count = own["denominator"], own["numerator"]
            then = [rate * population / 10_000 for rate in (ends[0], ways[0], ends[1])]
            lower, upper = byar(count) if count >= 10 else (None, None)
            found[level] |= {"count_then": then[1], "difference": then[1] - count}
            if lower is not None and upper is not None:
                found[level] |= {"difference_lower": then[0] - upper, "difference_upper": then[2] - lower}
        found[level] |= workers(data, lever, la_code, own, found[level])
    return found


def workers(data: PublishedData, lever: str, la_code: str, own: Row, level: Row) -> Row:
    """Return cases and workers of the day on which DfE last counted cases; agency workers of that day or none."""
    counted_on = newest_day(data, "average_caseload")
    held = by_area(data, "average_caseload", counted_on).get(la_code)
    agency = by_area(data, "agency_rate_pct", counted_on).get(la_code)
    if held is None or lever not in ("average_caseload", "children_in_need_rate_per_10k"):
        return {}
    cases, fte = held["numerator"], held["denominator"]
    if lever == "average_caseload":
        needed = [cases / level[name] for name in ("value_then_upper", "value_then", "value_then_lower")]
        many = [cases] * 3
    elif "difference_lower" not in level:
        return {}
    else:
        children = [level[name] for name in ("difference_lower", "difference", "difference_upper")]
        many = [max(cases * (own["numerator"] + more) / own["numerator"], 0) for more in children]
        needed = [
            one * workers_now / cases for one, workers_now in zip(many, (fte - 0.05, fte, fte + 0.05), strict=True)
        ]
    found = dict(zip(("cases_then_lower", "cases_then", "cases_then_upper"), many, strict=True))
    found |= dict(zip(("fte_then_lower", "fte_then", "fte_then_upper"), needed, strict=True))
    found |= {"workforce_on": counted_on, "agency_pct_now": None, "agency_pct_lowest": None, "agency_pct_highest": None}
    if agency is not None and agency["denominator"]:
        found |= {"agency_pct_now": 100 * agency["numerator"] / agency["denominator"]}
        shares = []
        for change in (needed[0] - fte, needed[2] - fte):
            whole = agency["denominator"] + change
            shares += [
                min(max(agency["numerator"] + change, 0), whole) / whole,
                min(agency["numerator"], whole) / whole,
            ]
        if all(agency["denominator"] + change > 0 for change in (needed[0] - fte, needed[2] - fte)):
            found |= {"agency_pct_lowest": 100 * min(shares), "agency_pct_highest": 100 * max(shares)}
    return found


def newest_day(data: PublishedData, lever: str) -> date:
    """Return the last day of which any authority has a figure of a lever: from the newest back, the first with one."""
    days = sorted(set(data.values.filter(measure=lever)["period_end"]), reverse=True)
    return next(day for day in days if by_area(data, lever, day))


def by_area(data: PublishedData, measure: str, day: date) -> dict[str, Row]:
    rows = data.values.filter(measure=measure, period_end=day, area_type="authority", status="ok")
    return {row["area_code"]: row for row in rows.to_dicts()}


def held_on(data: PublishedData, measure: str, day: date) -> set[str]:
    return set(data.values.filter(measure=measure, period_end=day, area_type="authority")["area_code"])


@pytest.mark.parametrize("model", NEIGHBOUR_MODELS)
@pytest.mark.parametrize("lever", LEVERS)
def test_every_authority_is_as_plain_python_has_it(data: PublishedData, model: str, lever: str) -> None:
    rows = would_take(data, model).filter(lever=lever)
    counted = 0
    for la_code in rows["la_code"].unique().sort():
        expected = second_opinion(data, model, lever, la_code)
        own = {row["level"]: row for row in rows.filter(la_code=la_code).to_dicts()}
        assert {row["status"] == "ok" for row in own.values()} == {bool(expected)}, la_code
        counted += compared(own, expected, whose=la_code)
    assert counted > 140 * 3 * 3


def compared(own: dict[str, Row], expected: dict[str, Row], *, whose: str) -> int:
    """Hold rows by level against what is expected of some of their columns. Returns: how many cells were."""
    cells = [(level, column, amount) for level, row in expected.items() for column, amount in row.items()]
    for level, column, amount in cells:
        as_expected = pytest.approx(amount, rel=1e-9, abs=1e-9) if isinstance(amount, float) else amount
        assert own[level][column] == as_expected, (whose, level, column)
    return len(cells)


SEPTEMBER_2024, SEPTEMBER_2025 = date(2024, 9, 30), date(2025, 9, 30)


def without(data: PublishedData, measure: str, day: date, la_code: str | None = None) -> PublishedData:
    """Return DfE's figures without those of a measure on a day: of one authority, or of all."""
    is_it = (pl.col("measure") == measure) & (pl.col("period_end") == day)
    is_whose = pl.lit(value=True) if la_code is None else pl.col("area_code") == la_code
    return replace(data, values=data.values.filter(~(is_it & is_whose)))


@pytest.mark.parametrize("measure", ["agency_rate_pct", "average_caseload"])
@pytest.mark.parametrize("la_code", [None, "357"])
def test_where_the_newest_figure_of_workers_is_wanting_plain_python_says_so_too(
    data: PublishedData, measure: str, la_code: str | None
) -> None:
    wanting = without(data, measure, SEPTEMBER_2025, la_code)
    rows = would_take(wanting).filter(la_code="357")
    for lever in LEVERS:
        expected = second_opinion(wanting, "2025", lever, "357")
        own = {row["level"]: row for row in rows.filter(lever=lever).to_dicts()}
        assert {row["status"] == "ok" for row in own.values()} == {bool(expected)}
        compared(own, expected, whose=lever)


def test_agency_workers_are_of_the_day_of_the_workforce_or_not_told(data: PublishedData) -> None:
    """Of the agency, one year's workers never stand beside the case holders of another."""
    need = "children_in_need_rate_per_10k"
    no_agency = of(would_take(without(data, "agency_rate_pct", SEPTEMBER_2025)), need, "median")
    no_caseload = of(would_take(without(data, "average_caseload", SEPTEMBER_2025)), need, "median")
    of_2024 = by_area(data, "average_caseload", SEPTEMBER_2024)["357"]
    agency = by_area(data, "agency_rate_pct", SEPTEMBER_2024)["357"]

    assert (no_agency["workforce_on"], no_agency["fte_now"]) == (SEPTEMBER_2025, 110.8)
    assert {no_agency[f"agency_pct_{which}"] for which in ("now", "lowest", "highest")} == {None}
    assert (no_caseload["workforce_on"], no_caseload["period_end"]) == (SEPTEMBER_2024, date(2025, 3, 31))
    assert (no_caseload["cases_now"], no_caseload["fte_now"]) == (of_2024["numerator"], of_2024["denominator"])
    assert no_caseload["agency_pct_now"] == pytest.approx(100 * agency["numerator"] / agency["denominator"])


def test_an_authority_without_cases_is_told_agency_workers_of_the_day_of_the_others(data: PublishedData) -> None:
    wanting = without(data, "average_caseload", SEPTEMBER_2025, "357")
    row = of(would_take(wanting), "children_in_need_rate_per_10k", "median")

    assert (row["workforce_on"], row["cases_now"], row["fte_then"]) == (SEPTEMBER_2025, None, None)
    assert round(row["agency_pct_now"], 1) == 31.3


def test_no_other_children_in_need_are_no_other_workers(data: PublishedData) -> None:
    """DfE prints Rotherham's caseload as 13.3: 1,685 cases at 13.3 would be 126.7 workers, of whom there are 126.9."""
    rows = would_take(data).filter(pl.col("fte_then").is_not_null(), lever="children_in_need_rate_per_10k")
    share = pl.col("count_then") / pl.col("count_now")
    off = rows.select((pl.col("fte_then") - pl.col("fte_now") * share).abs().alias("off"))["off"]
    rotherham = of(rows, "children_in_need_rate_per_10k", "lower_quartile", "372")

    assert rows.height > 140 * 3
    assert max(off) < 1e-9
    assert (rotherham["cases_now"], rotherham["fte_now"]) == (1_685, 126.9)
    assert (round(rotherham["fte_then_lower"], 1), round(rotherham["fte_then_upper"], 1)) == (139.9, 155.8)


def test_no_level_is_ever_one_number(data: PublishedData) -> None:
    rows = would_take(data).filter(status="ok")
    assert rows.height > 1_500
    assert (
        rows.filter(pl.col("value_then_upper") - pl.col("value_then_lower") <= 0).select("la_code", "lever").rows()
        == []
    )


def test_a_chosen_caseload_is_used_for_children_in_need_alone(data: PublishedData) -> None:
    chosen = would_take(data, settings=Settings(capacity=CapacitySettings(caseload_cases_per_fte=16.0)))
    need = of(chosen, "children_in_need_rate_per_10k", "median")

    assert (need["is_caseload_chosen"], need["caseload"]) == (True, 16.0)
    assert need["fte_then"] == pytest.approx(need["cases_then"] / 16)
    assert not of(chosen, "average_caseload", "median")["is_caseload_chosen"]


def test_an_authority_named_twice_is_told_once_and_none_named_is_an_empty_table(data: PublishedData) -> None:
    once, twice, nobody = (
        what_it_would_take(data.values, neighbours=data.neighbours, neighbour_model="2025", la_codes=codes)
        for codes in (["357"], ["357", "357"], [])
    )
    assert once.height == len(LEVERS) * len(SHARES)
    assert twice.equals(once)
    assert (nobody.height, nobody.schema) == (0, once.schema)


def test_with_one_neighbour_wanting_in_the_source_the_others_are_still_counted(data: PublishedData) -> None:
    near = data.neighbours.filter(neighbour_model="2025", la_code="357")["neighbour_code"].to_list()
    rows = data.values.filter(pl.col("area_code") != near[0])
    told = what_it_would_take(rows, neighbours=data.neighbours, neighbour_model="2025", la_codes=["357"])
    row = of(told, "looked_after_rate_per_10k", "median")

    assert (row["status"], row["neighbours_with_value"], row["value_then"]) == ("incomplete", 9, None)
    assert why_nothing(row) == (
        "Children looked after: the source does not hold all neighbours, though 9 of 10 have a figure."
    )


def test_levers_are_apart_and_nothing_adds_them_up(data: PublishedData) -> None:
    """Looked-after children are children in need: no column of the one lever depends on the other."""
    rows = would_take(data).filter(lever="children_in_need_rate_per_10k")
    without = data.values.filter(~pl.col("measure").is_in(["looked_after_rate_per_10k", "vacancy_rate_pct"]))
    alone = what_it_would_take(without, neighbours=data.neighbours, neighbour_model="2025")

    assert alone.filter(lever="children_in_need_rate_per_10k").equals(rows)
    assert not alone.filter(lever="looked_after_rate_per_10k").height


def test_projections_hold_what_came_about_as_often_as_they_say(data: PublishedData) -> None:
    scores = backtest(data.values, measures=LEVERS)

    assert scores.height > 4_000
    assert not scores.select("la_code", "measure", "period_end", "years_ahead").is_duplicated().any()
    for years in (1, 2):
        held = scores.filter(years_ahead=years)
        within = {wide: held[f"is_within_{wide}"].drop_nulls().to_list() for wide in (80, 95)}
        assert 0.78 < sum(within[80]) / len(within[80]) < 0.92
        assert 0.92 < sum(within[95]) / len(within[95]) < 0.99


def test_no_year_is_told_more_closely_than_the_year_before_it(data: PublishedData) -> None:
    made = project(data.values, measures=LEVERS, projected_on=date(2026, 1, 1))
    by_years = made.pivot("years_ahead", index=["la_code", "measure"], values=["lower_80", "upper_80", "upper_95"])
    both = by_years.drop_nulls()

    assert both.height > 500
    for end in ("upper_80", "upper_95"):
        assert both.filter(pl.col(f"{end}_2") < pl.col(f"{end}_1") - 1e-9).is_empty()
    assert both.filter(pl.col("lower_80_2") > pl.col("lower_80_1") + 1e-9).is_empty()


def test_nothing_is_projected_of_a_year_that_the_source_tells_of_already(data: PublishedData) -> None:
    """207's caseload ends in 2024, the City of London's looked-after children are hidden, two counties are gone."""
    made = project(data.values, measures=LEVERS, projected_on=date(2026, 1, 1))
    told = data.values.filter(area_type="authority").group_by("measure").agg(pl.col("period_end").max().alias("newest"))

    both = made.join(told, on="measure", how="left")
    assert both.filter(pl.col("period_end") <= pl.col("newest")).is_empty()
    assert both.filter(pl.col("from_period_end") != pl.col("newest")).is_empty()
    assert set(LEVERS) == set(made["measure"])
    assert made.filter(la_code="202", measure="average_caseload").height
    assert made.filter(la_code="207", measure="average_caseload").is_empty()
    assert made.filter(la_code="201", measure="looked_after_rate_per_10k").is_empty()
    assert made.filter(pl.col("la_code").is_in(["909", "928"])).is_empty()


def test_tamesides_next_year_is_between_the_ends_of_a_t_interval_of_its_past_changes(data: PublishedData) -> None:
    (row,) = (
        project(data.values.filter(area_code="357"), measures=["average_caseload"], projected_on=date(2026, 1, 1))
        .filter(years_ahead=1)
        .to_dicts()
    )
    told = data.values.filter(area_code="357", measure="average_caseload").sort("period_end")["value"].to_list()
    changes = [new - old for old, new in pairwise(told) if None not in (old, new)]
    spread = sqrt(sum(change**2 for change in changes) / len(changes))

    assert (row["changes"], row["value_now"], row["period_end"]) == (len(changes), 18.9, date(2026, 9, 30))
    assert row["upper_80"] - row["value_now"] == pytest.approx(1.3968153097 * spread)  # t, 8 degrees of freedom
    assert row["upper_95"] - row["value_now"] == pytest.approx(2.3060041352 * spread)


def test_figures_of_two_sources_are_refused_before_they_are_counted_as_one(data: PublishedData) -> None:
    mixed = pl.concat([data.values, data.values.with_columns(pl.lit("local").alias("source"))])
    with pytest.raises(ValueError, match="`values` hold figures of local and published: give those of one source"):
        what_it_would_take(mixed, neighbours=data.neighbours, neighbour_model="2025")
