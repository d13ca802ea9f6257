"""Comparisons of the real figures: those that people worked out, and all of them worked out again in DuckDB.

The package's own small table answers everywhere; DfE's files where they are (marked `shared`).
Source of the figures: methods.md section 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from csc_metrics.comparison.compare import compare_with_others
from csc_metrics.contracts.authorities import JOINT_RETURNS, authorities
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.measures.select import complete_measure_values
from csc_metrics.published.carry import carried_published
from csc_metrics.published.neighbours import carried_neighbours, read_neighbours
from csc_metrics.published.read import Published, read_published

MODELS = ("2021", "2025")
KEY = ["la_code", "measure", "period_end"]
MARCH_2025 = date(2025, 3, 31)
SEPTEMBER_2024 = date(2024, 9, 30)
SEPTEMBER_2025 = date(2025, 9, 30)

REORGANISED = {
    # new code → first 31 March, first 30 September, one of the codes before it
    "838": (2020, 2019, "835"),  # Dorset
    "839": (2020, 2019, "837"),  # Bournemouth, Christchurch and Poole
    "940": (2022, 2021, "928"),  # North Northamptonshire
    "941": (2022, 2021, "928"),  # West Northamptonshire
    "942": (2024, 2023, "909"),  # Cumberland
    "943": (2024, 2023, "909"),  # Westmorland and Furness
}
ENDED = {
    # old code → last 31 March, last 30 September
    "835": (2019, 2018),  # Dorset as it was
    "836": (2019, 2018),  # Poole
    "837": (2019, 2018),  # Bournemouth
    "909": (2023, 2022),  # Cumbria
    "928": (2021, 2020),  # Northamptonshire
}
WITHOUT_POPULATION = ("835", "836", "837")  # ONS's file has x for them in every year
WORKFORCE = ("average_caseload", "agency_rate_pct", "vacancy_rate_pct", "turnover_rate_pct")


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Measure values, the same with a row for each authority, and both models' comparisons of all of them."""

    values: pl.DataFrame
    completed: pl.DataFrame
    neighbours: pl.DataFrame
    by_model: dict[str, pl.DataFrame]

    def row(self, measure: str, period_end: date, *, la_code: str = "357", model: str = "2025") -> dict[str, Any]:
        wanted = self.by_model[model].filter(la_code=la_code, measure=measure, period_end=period_end)
        assert wanted.height == 1
        return wanted.row(0, named=True)


def compared_of(published: Published, neighbours: pl.DataFrame) -> Compared:
    """Compare all 158 authorities, current and defunct, in every measure and period."""
    measures = list(MEASURES.values())
    values = published_measure_values(published.figures, measures=measures)
    periods = values.select("measure", "period_end").unique(maintain_order=True).rows()
    completed = complete_measure_values(values, measures=measures, la_codes=list(authorities()), period_ends=periods)
    by_model = {
        model: compare_with_others(values, completed=completed, neighbours=neighbours, neighbour_model=model)
        for model in MODELS
    }
    return Compared(values=values, completed=completed, neighbours=neighbours, by_model=by_model)


@cache
def compared_from_carried_table() -> Compared:
    return compared_of(carried_published(), carried_neighbours())


@cache
def compared_from_files(folder: Path) -> Compared:
    return compared_of(read_published(folder, tables=[]), read_neighbours(folder, workbooks={}))


@pytest.fixture(scope="module", params=["carried table", pytest.param("files", marks=pytest.mark.shared)])
def source(request: pytest.FixtureRequest) -> Compared:
    """The package's own table, then DfE's files."""
    if request.param == "files":
        return compared_from_files(request.getfixturevalue("shared_dfe"))
    return compared_from_carried_table()


@pytest.fixture(scope="module")
def files(shared_dfe: Path) -> Compared:
    return compared_from_files(shared_dfe)


# Figures that people worked out


@pytest.mark.parametrize(
    ("measure", "period_end", "printed", "numerator", "denominator"),
    [
        ("average_caseload", SEPTEMBER_2025, 18.9, 2_093, 110.8),
        ("agency_rate_pct", SEPTEMBER_2025, 31.3, 74, 162.5 + 74),
        ("vacancy_rate_pct", SEPTEMBER_2025, 34.3, 85, 162.5 + 85),
        ("turnover_rate_pct", SEPTEMBER_2025, 18.3, 29.7, 162.5),
        ("re_referral_pct", MARCH_2025, 27.7, 1_368, 4_943),
    ],
)
def test_tamesides_figures_of_2025_are_those_that_dfe_printed(
    source: Compared, measure: str, period_end: date, printed: float, numerator: float, denominator: float
) -> None:
    row = source.row(measure, period_end)
    assert row["value"] == printed
    assert (row["numerator"], row["denominator"]) == pytest.approx((numerator, denominator))


def test_tamesides_neighbours_of_2025_hold_a_mean_of_16_63_cases(source: Compared) -> None:
    row = source.row("average_caseload", SEPTEMBER_2025)
    near = source.values.filter(
        pl.col("area_code").is_in(row["neighbours"]), measure="average_caseload", period_end=SEPTEMBER_2025
    )
    assert sorted(near["value"]) == [13.3, 15.2, 15.4, 15.5, 15.8, 17.1, 17.2, 17.8, 19.5, 19.5]
    assert row["neighbour_mean"] == pytest.approx(16.63, abs=1e-9)
    assert row["neighbour_median"] == pytest.approx(16.45, abs=1e-9)
    assert (row["neighbour_min"], row["neighbour_max"], row["neighbours_with_value"]) == (13.3, 19.5, 10)
    assert row["outcome"] == "similar"  # 18.9 lies inside the range
    assert row["value"] - row["change"] == pytest.approx(14.3)  # the caseload of 2024


def test_the_two_models_lists_for_tameside_share_only_four_neighbours(source: Compared) -> None:
    lists = [set(source.row("average_caseload", SEPTEMBER_2025, model=model)["neighbours"]) for model in MODELS]
    assert len(lists[0] & lists[1]) == 4


def test_tamesides_referrals_of_2025_are_2226_more_than_at_its_neighbours_median(source: Compared) -> None:
    row = source.row("referral_rate_per_10k", MARCH_2025)
    assert (row["numerator"], row["denominator"]) == (4_943, 52_901)
    assert row["value"] == pytest.approx(934.4, abs=0.05)
    assert row["neighbour_median"] == pytest.approx(513.6, abs=0.05)
    assert round(row["numerator"] - row["neighbour_median"] * row["denominator"] / 10_000) == 2_226
    assert (row["outcome"], row["england_rank"], row["quartile"]) == ("higher", None, None)


def test_tameside_would_need_127_holders_for_its_neighbours_median_caseload(source: Compared) -> None:
    row = source.row("average_caseload", SEPTEMBER_2025)
    assert row["numerator"] / row["neighbour_median"] == pytest.approx(127.2, abs=0.05)


def test_england_assessed_84_46_per_cent_within_45_working_days_in_2024(source: Compared) -> None:
    measure, march_2024 = "assessments_within_45_working_days_pct", date(2024, 3, 31)
    england = source.values.filter(area_code="E92000001", measure=measure, period_end=march_2024).row(0, named=True)
    within = 9_880 + 73_420 + 110_950 + 102_600 + 129_690 + 116_670
    assert (england["numerator"], england["denominator"]) == (within, 643_170)
    assert england["value"] == pytest.approx(84.46, abs=0.005)
    assert source.row(measure, march_2024)["england_value"] == england["value"]


@pytest.mark.shared
def test_barnsleys_neighbours_of_2024_had_15_7_per_cent_agency_workers_without_sunderlands_low(
    files: Compared,
) -> None:
    row = files.row("agency_rate_pct", SEPTEMBER_2024, la_code="370")
    sunderland = files.values.filter(area_code="394", measure="agency_rate_pct", period_end=SEPTEMBER_2024)
    assert "394" in row["neighbours"]
    assert sunderland.select("status", "value").rows() == [("low", None)]
    assert row["neighbours_with_value"] == 9
    assert row["neighbour_mean"] == pytest.approx(15.7, abs=0.05)
    assert row["neighbour_mean"] * 9 / 10 == pytest.approx(14.1, abs=0.05)  # with low as 0: what LAIT shows


@pytest.mark.shared
@pytest.mark.parametrize("model", MODELS)
def test_the_carried_table_and_the_files_say_the_same_of_tameside(files: Compared, model: str) -> None:
    carried, read = (
        source.by_model[model].filter(la_code="357").drop("england_rank", "england_ranked", "quartile")
        for source in (compared_from_carried_table(), files)
    )
    assert carried.height > 100
    assert_equal_rows(carried, read, columns=[column for column in carried.columns if column not in KEY])


@pytest.mark.shared
@pytest.mark.parametrize("model", MODELS)
def test_what_the_carried_table_says_of_an_authoritys_neighbours_is_what_the_files_say(
    files: Compared, model: str
) -> None:
    columns = ["neighbour_mean", "neighbours_with_value", "outcome"]
    carried = compared_from_carried_table().by_model[model].filter(pl.col("neighbour_mean").is_not_null())
    read = files.by_model[model].join(carried, on=KEY, how="semi")
    assert_equal_rows(carried, read, columns=columns)


# All of them again, in another engine

SECOND_OPINION = """
WITH lacking AS (
    SELECT DISTINCT w.la_code, w.measure, w.period_end
    FROM wanted w
    JOIN lists l ON l.la_code = w.la_code
    JOIN places a ON a.la_code = l.neighbour_code
    LEFT JOIN figures v
      ON v.area_code = l.neighbour_code AND v.measure = w.measure AND v.period_end = w.period_end
    WHERE v.area_code IS NULL
      AND coalesce(a.existed_from, DATE '1900-01-01') <= w.period_end
      AND coalesce(a.existed_to, DATE '2100-01-01') >= w.period_end
), near AS (
    SELECT w.la_code, w.measure, w.period_end,
           avg(v.value) AS neighbour_mean, quantile_cont(v.value, 0.5) AS neighbour_median,
           min(v.value) AS neighbour_min, max(v.value) AS neighbour_max, count(v.value) AS neighbours_with_value
    FROM wanted w
    LEFT JOIN lists l ON l.la_code = w.la_code
    LEFT JOIN figures v
      ON v.area_code = l.neighbour_code AND v.measure = w.measure AND v.period_end = w.period_end
     AND NOT (coalesce(v.note, '') LIKE '%joint_return%'
              AND EXISTS (SELECT 1 FROM partners p WHERE p.one = w.la_code AND p.other = l.neighbour_code))
     AND NOT EXISTS (SELECT 1 FROM lacking k
                     WHERE k.la_code = w.la_code AND k.measure = w.measure AND k.period_end = w.period_end)
    GROUP BY ALL
), counted AS (
    SELECT n.* REPLACE (CASE WHEN k.la_code IS NULL THEN n.neighbours_with_value END AS neighbours_with_value)
    FROM near n LEFT JOIN lacking k USING (la_code, measure, period_end)
), whole AS (
    SELECT p.measure, p.period_end
    FROM (SELECT DISTINCT measure, period_end FROM figures) p
    CROSS JOIN places a
    LEFT JOIN figures v ON v.area_code = a.la_code AND v.measure = p.measure AND v.period_end = p.period_end
    WHERE coalesce(a.existed_from, DATE '1900-01-01') <= p.period_end
      AND coalesce(a.existed_to, DATE '2100-01-01') >= p.period_end
    GROUP BY ALL
    HAVING count(v.area_code) = count(*)
), contest AS (
    SELECT v.area_code AS la_code, v.measure, v.period_end, v.value, m.polarity
    FROM figures v
    JOIN whole USING (measure, period_end)
    JOIN polarities m ON m.measure = v.measure AND m.polarity <> 'no_judgement'
    WHERE v.area_type = 'authority' AND v.value IS NOT NULL
), standing AS (
    SELECT la_code, measure, period_end,
           rank() OVER (PARTITION BY measure, period_end
                        ORDER BY CASE polarity WHEN 'low_is_good' THEN value ELSE -value END) AS england_rank,
           count(*) OVER (PARTITION BY measure, period_end) AS england_ranked,
           CASE WHEN polarity = 'low_is_good'
                THEN CASE WHEN value <= q1 THEN 'A' WHEN value <= q2 THEN 'B' WHEN value <= q3 THEN 'C' ELSE 'D' END
                ELSE CASE WHEN value > q3 THEN 'A' WHEN value > q2 THEN 'B' WHEN value > q1 THEN 'C' ELSE 'D' END
           END AS quartile
    FROM contest
    JOIN (SELECT measure, period_end, quantile_cont(value, 0.25) AS q1, quantile_cont(value, 0.5) AS q2,
                 quantile_cont(value, 0.75) AS q3
          FROM contest GROUP BY ALL) USING (measure, period_end)
)
SELECT w.la_code, w.measure, w.period_end, own.value, own.value - before.value AS change,
       n.* EXCLUDE (la_code, measure, period_end), r.value AS region_value, e.value AS england_value,
       s.england_rank, s.england_ranked, s.quartile,
       CASE WHEN own.value IS NULL OR coalesce(n.neighbours_with_value, 0) < 5 THEN 'not_compared'
            WHEN own.value BETWEEN n.neighbour_min AND n.neighbour_max THEN 'similar'
            WHEN m.polarity = 'no_judgement'
            THEN CASE WHEN own.value > n.neighbour_max THEN 'higher' ELSE 'lower' END
            WHEN (own.value > n.neighbour_max) = (m.polarity = 'high_is_good') THEN 'better'
            ELSE 'worse'
       END AS outcome
FROM wanted w
JOIN places a ON a.la_code = w.la_code
JOIN polarities m ON m.measure = w.measure
JOIN counted n ON n.la_code = w.la_code AND n.measure = w.measure AND n.period_end = w.period_end
LEFT JOIN figures own ON own.area_code = w.la_code AND own.measure = w.measure AND own.period_end = w.period_end
LEFT JOIN figures before
  ON before.area_code = w.la_code AND before.measure = w.measure
 AND before.period_end = CAST(w.period_end - INTERVAL 1 YEAR AS DATE)
LEFT JOIN figures r ON r.area_code = a.region_code AND r.measure = w.measure AND r.period_end = w.period_end
LEFT JOIN figures e ON e.area_code = 'E92000001' AND e.measure = w.measure AND e.period_end = w.period_end
LEFT JOIN standing s ON s.la_code = w.la_code AND s.measure = w.measure AND s.period_end = w.period_end
"""
NUMBERS = ["change", "neighbour_mean", "neighbour_median", "neighbour_min", "neighbour_max", "region_value"]
EXACT = ["neighbours_with_value", "england_rank", "england_ranked", "quartile", "outcome"]


def second_opinion(source: Compared, model: str) -> pl.DataFrame:
    tables = {
        "figures": source.values,
        "wanted": source.completed.select(pl.col("area_code").alias("la_code"), "measure", "period_end"),
        "lists": source.neighbours.filter(neighbour_model=model),
        "partners": pl.DataFrame(
            [*JOINT_RETURNS, *(tuple(reversed(pair)) for pair in JOINT_RETURNS)], schema=["one", "other"], orient="row"
        ),
        "places": pl.DataFrame(
            [(one.la_code, one.region_code, one.existed_from, one.existed_to) for one in authorities().values()],
            schema={"la_code": pl.String, "region_code": pl.String, "existed_from": pl.Date, "existed_to": pl.Date},
            orient="row",
        ),
        "polarities": pl.DataFrame(
            [(code, measure.polarity.value) for code, measure in MEASURES.items()],
            schema=["measure", "polarity"],
            orient="row",
        ),
    }
    with duckdb.connect() as engine:
        for name, frame in tables.items():
            engine.register(name, frame.to_arrow())
        return engine.sql(SECOND_OPINION).pl()


def assert_equal_rows(one: pl.DataFrame, other: pl.DataFrame, *, columns: Sequence[str]) -> None:
    """Hold that both have the same rows by KEY: numbers to 1e-9, whole numbers and words exactly."""
    assert one.height == other.height
    beside = one.select(*KEY, *columns).join(other.select(*KEY, *columns), on=KEY, how="inner", validate="1:1")
    assert beside.height == one.height
    for column in columns:
        left, right = pl.col(column), pl.col(f"{column}_right")
        if one.schema[column].is_float():
            is_same = ((left - right).abs() <= 1e-9).fill_null(value=False) | (left.is_null() & right.is_null())
        else:
            is_same = left.eq_missing(right)
        different = beside.filter(~is_same).select(*KEY, column, f"{column}_right")
        assert different.is_empty(), f"{different.height} of {beside.height} differ: {different.head(5).rows()}"


@pytest.mark.parametrize("model", MODELS)
def test_duckdb_works_out_the_same_comparisons(source: Compared, model: str) -> None:
    compared = source.by_model[model]
    again = second_opinion(source, model)
    assert_equal_rows(compared, again, columns=["value", *NUMBERS, "england_value", *EXACT])


@pytest.mark.shared
@pytest.mark.parametrize("model", MODELS)
def test_the_second_opinion_has_something_to_say(files: Compared, model: str) -> None:
    again = second_opinion(files, model)
    assert again.height == files.completed.height > 20_000
    assert all(again[column].count() > 5_000 for column in (*NUMBERS, *EXACT))
    assert set(again["outcome"]) == {"better", "worse", "higher", "lower", "similar", "not_compared"}
    assert set(again["quartile"]) == {"A", "B", "C", "D", None}


@pytest.mark.shared
def test_with_dfes_files_every_value_of_a_measure_with_a_judgement_has_a_rank(files: Compared) -> None:
    no_judgement = [code for code, measure in MEASURES.items() if measure.polarity == "no_judgement"]
    judged = files.by_model["2025"].filter(~pl.col("measure").is_in(no_judgement))
    assert judged.height > 10_000
    assert judged.filter(pl.col("value").is_not_null() != pl.col("england_rank").is_not_null()).is_empty()


def test_no_partner_in_a_joint_return_is_compared_with_itself(source: Compared) -> None:
    for one, other in (*JOINT_RETURNS, *(tuple(reversed(pair)) for pair in JOINT_RETURNS)):
        row = source.row("average_caseload", SEPTEMBER_2025, la_code=one)
        partner = source.row("average_caseload", SEPTEMBER_2025, la_code=other)
        at_september_2025 = source.values.filter(measure="average_caseload", period_end=SEPTEMBER_2025)
        others = at_september_2025.filter(pl.col("area_code").is_in(set(row["neighbours"]) - {other}))
        assert other in row["neighbours"]  # as DfE's list has it
        assert row["value"] == partner["value"]
        assert row["neighbour_mean"] == pytest.approx(others["value"].mean(), abs=1e-9)
        assert row["neighbours_with_value"] == others["value"].count() <= 9
        assert (row["england_rank"], row["england_ranked"]) == (partner["england_rank"], partner["england_ranked"])


def test_both_partners_of_a_joint_return_count_in_a_rank(source: Compared) -> None:
    of_2025 = source.by_model["2025"].filter(measure="average_caseload", period_end=SEPTEMBER_2025)
    ranked = of_2025.filter(pl.col("england_rank").is_not_null())
    assert {code for pair in JOINT_RETURNS for code in pair} <= set(ranked["la_code"])
    assert ranked["england_ranked"].unique().to_list() == [ranked.height] == [151]  # two made no return


# Lists


@pytest.mark.parametrize("model", MODELS)
def test_a_list_is_ten_others_and_never_the_authority_itself(source: Compared, model: str) -> None:
    of_model = source.neighbours.filter(neighbour_model=model)
    assert of_model.filter(pl.col("la_code") == pl.col("neighbour_code")).is_empty()
    sizes = of_model.group_by("la_code").agg(pl.col("neighbour_code").n_unique())
    assert set(sizes["neighbour_code"]) == {10}
    current = {code for code, authority in authorities().items() if authority.is_current}
    assert current - set(sizes["la_code"]) == ({"942", "943"} if model == "2021" else set())


# Reorganised authorities


def period_ends(source: Compared, la_code: str, measure: str) -> list[date]:
    return sorted(source.values.filter(area_code=la_code, measure=measure)["period_end"])


def day_of(measure: str, march: int, september: int) -> date:
    return date(september, 9, 30) if measure in WORKFORCE else date(march, 3, 31)


@pytest.mark.shared
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("la_code", REORGANISED)
def test_a_new_authority_has_figures_from_its_first_year_and_not_before(
    files: Compared, la_code: str, measure: str
) -> None:
    march, september, _ = REORGANISED[la_code]
    first = day_of(measure, march, september)
    assert period_ends(files, la_code, measure)[0] == first
    earlier = files.by_model["2025"].filter(pl.col("period_end") < first, la_code=la_code, measure=measure)
    assert earlier.height > 0
    assert earlier["value"].count() == earlier["change"].count() == earlier["england_rank"].count() == 0
    notes = files.completed.filter(pl.col("period_end") < first, area_code=la_code, measure=measure)
    assert set(notes.select("status", "note").iter_rows()) == {("not_applicable", "authority_did_not_exist")}


@pytest.mark.shared
@pytest.mark.parametrize("la_code", REORGANISED)
def test_a_new_authority_has_no_change_in_its_first_year_though_the_old_one_had_a_figure(
    files: Compared, la_code: str
) -> None:
    march, september, predecessor = REORGANISED[la_code]
    rows = [files.row(measure, day_of(measure, march, september), la_code=la_code) for measure in MEASURES]
    assert sum(row["value"] is not None for row in rows) >= 10
    assert [row["change"] for row in rows] == [None] * len(MEASURES)
    before = [
        files.row(measure, day_of(measure, march - 1, september - 1), la_code=predecessor) for measure in WORKFORCE
    ]
    assert all(row["value"] is not None for row in before)


@pytest.mark.shared
@pytest.mark.parametrize("la_code", REORGANISED)
def test_a_new_authority_has_a_change_in_its_second_year(files: Compared, la_code: str) -> None:
    _, september, _ = REORGANISED[la_code]
    first, second = (
        files.row("average_caseload", date(year, 9, 30), la_code=la_code) for year in (september, september + 1)
    )
    assert second["change"] == pytest.approx(second["value"] - first["value"])


@pytest.mark.shared
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("la_code", ENDED)
def test_an_old_code_answers_until_its_last_year(files: Compared, la_code: str, measure: str) -> None:
    last = day_of(measure, *ENDED[la_code])
    assert period_ends(files, la_code, measure)[-1] == last
    rows = files.by_model["2025"].filter(la_code=la_code, measure=measure)
    later = rows.filter(pl.col("period_end") > last)
    assert later.height > 0
    assert later["value"].count() == 0
    until_then = rows.filter(pl.col("period_end") <= last)
    if la_code in WITHOUT_POPULATION and measure.endswith("_per_10k"):
        assert set(until_then.select("status", "value").iter_rows()) == {("not_collected", None)}
        assert until_then["numerator"].count() > 0
    else:
        assert until_then["value"].count() > 0


@pytest.mark.shared
def test_cumbria_leaves_nine_of_ten_in_the_2021_model(files: Compared) -> None:
    with_cumbria = files.neighbours.filter(neighbour_model="2021", neighbour_code="909")["la_code"].to_list()
    assert with_cumbria
    rows = files.by_model["2021"].filter(
        pl.col("la_code").is_in(with_cumbria), measure="looked_after_rate_per_10k", period_end=MARCH_2025
    )
    assert rows["neighbours_with_value"].to_list() == [9] * len(with_cumbria)
    assert all("909" in neighbours for neighbours in rows["neighbours"])
