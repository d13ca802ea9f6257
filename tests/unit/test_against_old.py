"""An older scorecard beside ours: what is the same, what differs and why, what is not found and why."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from made_up_scorecard import (
    MARCH_2024,
    MARCH_2025,
    OLDHAM,
    SEPTEMBER_2024,
    SEPTEMBER_2025,
    ours,
    read,
    reconciled,
)

from csc_metrics.comparison.against_old import NOTHING_KNOWN, OfAnotherAuthority
from csc_metrics.comparison.known_differences import SIBLINGS, KnownDifference
from csc_metrics.measures.registry import MEASURES
from csc_metrics.settings.model import ClockSettings, Settings

RE_REFERRALS = "re_referral_pct"
CASELOAD = "average_caseload"
ATTENDED, OF_INVITED = "strategy_meeting_attended_pct", "strategy_meeting_attended_of_invited_pct"


def one(folder: Path, line: str, *values: pl.DataFrame, headings: str = "Measure,Period,Value") -> dict[str, Any]:
    (row,) = reconciled(read(folder, line, headings=headings), *values)
    return row


@pytest.mark.parametrize(
    ("old", "value", "outcome"),
    [
        ("23.4%", 23.35, "same"),  # 23.35 prints as 23.4, half up
        ("23.4%", 23.449, "same"),
        ("23.4%", 23.45, "differs"),  # prints as 23.5
        ("23%", 23.45, "same"),  # 23 claims no more
        ("23.40%", 23.45, "differs"),
        ("0", 0.0, "same"),
    ],
)
def test_a_figure_is_the_same_if_it_prints_as_the_older_one(
    tmp_path: Path, old: str, value: float, outcome: str
) -> None:
    row = one(tmp_path, f"{RE_REFERRALS},2024/25,{old}", ours(RE_REFERRALS, value))
    assert row["outcome"] == outcome
    assert (row["explained"] is None) == (outcome == "same")


def test_differences_are_ours_less_the_older_one_also_of_top_and_bottom(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        f"{RE_REFERRALS},year to 31 March 2025,20%,100,500",
        ours(RE_REFERRALS, 25.0, numerator=130.0, denominator=520.0),
        headings="Measure,Period,Value,Numerator,Denominator",
    )
    assert (row["difference"], row["difference_pct"]) == (5.0, 25.0)
    assert (row["numerator_difference"], row["denominator_difference"]) == (30.0, 20.0)
    assert (row["explained"], row["known_differences"]) == ("possible", "per_child")  # no count per child is held
    assert (row["our_value"], row["our_status"], row["source"]) == (25.0, "ok", "local")


def test_where_nothing_known_gives_the_older_figure_it_is_not_explained(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        f"{RE_REFERRALS},2024/25,20%",
        ours(RE_REFERRALS, 25.0),
        ours("re_referred_children_pct", 22.0),
    )
    assert (row["explained"], row["explanation"], row["known_differences"]) == ("not_explained", NOTHING_KNOWN, None)


PAIRS = [
    (RE_REFERRALS, "re_referred_children_pct", "year", "per_child"),
    ("re_referred_children_pct", RE_REFERRALS, "year", "per_child"),
    (
        "assessments_within_45_working_days_pct",
        "assessments_within_45_working_days_of_referral_pct",
        "year",
        "two_clocks",
    ),
    (ATTENDED, OF_INVITED, "year", "of_the_invited"),
    (ATTENDED, "strategy_meeting_quorate_pct", "year", "quorate"),
    ("core_group_attended_of_invited_pct", "core_group_attended_pct", "year", "of_the_invited"),
    (CASELOAD, "average_caseload_with_carers", "snapshot", "with_carers"),
    (CASELOAD, "caseload_median", "snapshot", "mean_or_middle"),
    ("looked_after_rate_per_10k", "children_looked_after", "snapshot", "count_or_rate"),
]


@pytest.mark.parametrize(("measure", "sibling", "kind", "name"), PAIRS)
def test_an_older_figure_that_a_measure_taken_for_it_gives_is_explained_by_it(
    tmp_path: Path, measure: str, sibling: str, kind: str, name: str
) -> None:
    row = one(tmp_path, f"{measure},31/03/2025,61.2", ours(measure, 55.0, kind=kind), ours(sibling, 61.24, kind=kind))
    assert (row["outcome"], row["explained"], row["known_differences"]) == ("differs", "shown", name)
    assert (row["other_measure"], row["other_value"], row["other_period_end"]) == (sibling, 61.24, MARCH_2025)
    assert f'is what "{MEASURES[sibling].title}" gives for the same period' in row["explanation"]


def test_a_measure_taken_for_it_that_gives_another_figure_or_is_of_another_period_explains_nothing(
    tmp_path: Path,
) -> None:
    values = [ours(RE_REFERRALS, 55.0), ours("re_referred_children_pct", 61.26)]  # prints 61.3
    assert one(tmp_path, f"{RE_REFERRALS},2024/25,61.2", *values)["explained"] == "not_explained"
    values[1] = ours("re_referred_children_pct", 61.2, on=MARCH_2024)
    assert one(tmp_path, f"{RE_REFERRALS},2024/25,61.2", *values)["explained"] == "possible"


def test_agency_workers_left_out_are_seen_by_the_part_of_permanent_ones(tmp_path: Path) -> None:
    values = [
        ours(CASELOAD, 18.0, kind="snapshot"),
        ours(CASELOAD, 16.5, kind="snapshot", breakdown="employment=permanent"),
        ours("average_caseload_with_carers", 19.0, kind="snapshot"),
    ]
    row = one(tmp_path, f"{CASELOAD},31/03/2025,16.5", *values)
    assert (row["known_differences"], row["other_breakdown"]) == ("without_agency", "employment=permanent")


def test_several_ways_that_give_the_older_figure_are_all_told(tmp_path: Path) -> None:
    values = [ours(ATTENDED, 40.0), ours(OF_INVITED, 98.0), ours("strategy_meeting_quorate_pct", 98.0)]
    row = one(tmp_path, f"{ATTENDED},2024/25,98%", *values)
    assert row["known_differences"] == "of_the_invited; quorate"


def test_the_other_source_of_the_same_figure_is_tried(tmp_path: Path) -> None:
    values = [ours(RE_REFERRALS, 25.0), ours(RE_REFERRALS, 24.1, source="published")]
    row = one(tmp_path, f"{RE_REFERRALS},2024/25,24.1%", *values)
    assert (row["source"], row["our_value"], row["known_differences"]) == ("local", 25.0, "other_source")
    assert (row["other_source"], row["other_period_type"], row["other_column"]) == ("published", "year", "value")
    row = one(tmp_path, f"{RE_REFERRALS},2024/25,24.1%,DfE", *values, headings="Measure,Period,Value,Source")
    assert (row["source"], row["outcome"]) == ("published", "same")


def test_a_month_or_quarter_that_ends_on_the_same_day_is_tried(tmp_path: Path) -> None:
    values = [
        ours(RE_REFERRALS, 25.0),
        ours(RE_REFERRALS, 30.0, kind="month"),
        ours(RE_REFERRALS, 28.0, kind="quarter"),
    ]
    row = one(tmp_path, f"{RE_REFERRALS},31/03/2025,28%", *values)
    assert (row["period_type"], row["known_differences"]) == ("year", "other_kind_of_period")
    row = one(tmp_path, f"{RE_REFERRALS},2025-Q1,28%", *values)
    assert (row["period_type"], row["outcome"]) == ("quarter", "same")
    row = one(tmp_path, f"{RE_REFERRALS},March 2025,30%", *values)
    assert (row["period_type"], row["outcome"]) == ("month", "same")


def agency(value: float, on: date, **told: Any) -> pl.DataFrame:
    return ours("agency_rate_pct", value, kind="snapshot", on=on, **told)


def test_a_year_s_label_is_dfe_s_day_and_a_financial_year_ends_on_31_march(tmp_path: Path) -> None:
    values = [agency(10.0, SEPTEMBER_2024), agency(12.0, MARCH_2025), agency(14.0, SEPTEMBER_2025)]
    assert one(tmp_path, "agency_rate_pct,2025,14%", *values)["period_end"] == SEPTEMBER_2025
    assert one(tmp_path, "agency_rate_pct,2024/25,12%", *values)["period_end"] == MARCH_2025
    assert one(tmp_path, "agency_rate_pct,2024/25,10%", values[0], values[2])["period_end"] == SEPTEMBER_2024


def test_31_march_is_tried_where_30_september_is_meant(tmp_path: Path) -> None:
    row = one(tmp_path, "agency_rate_pct,2025,12%", agency(12.0, MARCH_2025), agency(14.0, SEPTEMBER_2025))
    assert (row["known_differences"], row["other_period_end"]) == ("other_day", MARCH_2025)
    row = one(tmp_path, "agency_rate_pct,30/09/2025,12%", agency(12.0, MARCH_2025), agency(14.0, SEPTEMBER_2025))
    assert row["explained"] == "not_explained"  # a day that is written means itself


def test_a_printed_figure_beside_what_its_printed_parts_give(tmp_path: Path) -> None:
    printed = ours(
        CASELOAD, 16.4, kind="snapshot", on=SEPTEMBER_2024, source="published", numerator=330.0, denominator=20.0
    )  # 330 / 20 = 16.5
    row = one(tmp_path, f"{CASELOAD},2024,16.5", printed)
    assert (row["known_differences"], row["other_value"]) == ("from_parts", 16.5)
    assert row["other_column"] is None  # worked out here: no table of ours holds 16.5


def test_a_count_in_the_place_of_a_rate_is_seen_by_the_top(tmp_path: Path) -> None:
    rate = ours("referral_rate_per_10k", 418.6, numerator=2093.0, denominator=50000.0)
    row = one(tmp_path, 'Referrals,2024/25,"2,093"', rate)
    assert (row["known_differences"], row["other_value"]) == ("count_or_rate", 2093.0)
    assert (row["other_measure"], row["other_column"]) == ("referral_rate_per_10k", "numerator")


def test_a_difference_that_two_figures_show_is_told_once(tmp_path: Path) -> None:
    rate = ours("referral_rate_per_10k", 418.6, numerator=2093.0, denominator=50000.0)
    row = one(tmp_path, 'Referrals,2024/25,"2,093"', rate, ours("referrals", 2093.0))
    assert (row["known_differences"], row["other_measure"]) == ("count_or_rate", "referrals")
    assert row["explanation"].count("One is a number") == 1


def test_the_population_of_another_year_is_tried(tmp_path: Path) -> None:
    values = [
        ours("referral_rate_per_10k", 400.0, numerator=2000.0, denominator=50000.0),
        ours("referral_rate_per_10k", 300.0, on=MARCH_2024, numerator=1440.0, denominator=48000.0),
    ]
    row = one(tmp_path, "referral_rate_per_10k,2024/25,416.7", *values)  # 2,000 / 48,000 times 10,000 is 416.67
    assert (row["explained"], row["known_differences"]) == ("shown", "population")
    told = one(
        tmp_path,
        "referral_rate_per_10k,2024/25,408.2,2000,49000",  # 2,000 / 49,000 times 10,000 is 408.16
        *values,
        headings="Measure,Period,Value,Numerator,Denominator",
    )
    assert (told["explained"], told["known_differences"]) == ("shown", "population")
    assert told["denominator_difference"] == 1000.0


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (f"{RE_REFERRALS},2024/25,0.25,,", "share_of_one"),
        (f"{RE_REFERRALS},2024/25,26%,130,520", "own_parts; same_parts"),  # 130 / 520 is 25%
        (f"{RE_REFERRALS},2024/25,26%,130,400", "own_parts"),  # 32.5%
    ],
)
def test_slips_of_the_older_scorecard_are_seen(tmp_path: Path, line: str, name: str) -> None:
    row = one(
        tmp_path,
        line,
        ours(RE_REFERRALS, 25.0, numerator=130.0, denominator=520.0),
        headings="Measure,Period,Value,Numerator,Denominator",
    )
    assert (row["explained"], row["known_differences"]) == ("shown", name)


def test_what_no_figure_can_show_is_told_as_possible_by_the_settings(tmp_path: Path) -> None:
    old = read(tmp_path, "icpc_within_15_working_days_pct,2024/25,80%")
    values = ours("icpc_within_15_working_days_pct", 75.0)
    (row,) = reconciled(old, values, settings=Settings(clock=ClockSettings(first_day=1)))
    assert (row["explained"], row["known_differences"]) == ("possible", "day_count")
    assert "ours take it as day 1" in row["explanation"]
    (of_dfe,) = reconciled(old, values.with_columns(source=pl.lit("published")))
    assert of_dfe["explained"] == "not_explained"  # DfE's count is of its own guide


def test_another_population_explains_a_little_and_never_much(tmp_path: Path) -> None:
    rate = ours("looked_after_rate_per_10k", 105.0, kind="snapshot")
    near = one(tmp_path, "looked_after_rate_per_10k,31/03/2025,100", rate)  # 5% more
    assert (near["explained"], near["known_differences"]) == ("possible", "population")
    far = one(tmp_path, "looked_after_rate_per_10k,31/03/2025,99", rate)  # 6.06% more
    assert far["explained"] == "not_explained"


def test_a_share_of_one_is_possible_where_it_is_no_printed_percentage(tmp_path: Path) -> None:
    values = [ours(RE_REFERRALS, 25.0), ours("re_referred_children_pct", 23.0)]
    assert one(tmp_path, f"{RE_REFERRALS},2024/25,0.21", *values)["known_differences"] == "share_of_one"
    for written in ("0.21%", "0.2", "1.21"):
        assert one(tmp_path, f"{RE_REFERRALS},2024/25,{written}", *values)["explained"] == "not_explained", written
    assert one(tmp_path, f"{RE_REFERRALS},2024/25,0.25", *values)["explained"] == "shown"


def test_dfe_s_own_older_print_may_be_revised_and_is_never_a_council_s_habit(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        f"{RE_REFERRALS},2025,20%,published",
        ours(RE_REFERRALS, 25.0, source="published"),
        headings="Measure,Period,Value,Source",
    )
    assert (row["explained"], row["known_differences"]) == ("possible", "revised")


def test_a_figure_that_is_not_found_says_why(tmp_path: Path) -> None:
    old = read(
        tmp_path,
        "NEET,none,2024/25,,4%",
        "Vacancies,vacancy_rate_pct,2024,,10%",
        f"Re-referrals,{RE_REFERRALS},2021/22,,20%",
        f"Re-referrals,{RE_REFERRALS},2023/24,,20%",
        f"Attendance,{ATTENDED},2024/25,Fire service,20%",
        headings="Measure,Code,Period,Breakdown,Value",
    )
    hidden = ours(RE_REFERRALS, None, on=MARCH_2024, status="suppressed")
    rows = reconciled(old, hidden, ours(RE_REFERRALS, 25.0), ours(ATTENDED, 40.0, breakdown="agency=police"))

    assert {row["outcome"] for row in rows} == {"not_found"}
    assert [row["why_not_found"] for row in rows] == [
        "not_measured",
        "not_held",
        "no_such_period",
        "no_value",
        "no_such_part",
    ]
    assert [row["our_status"] for row in rows] == [None, None, None, "suppressed", None]
    assert [row["nearest_period_end"] for row in rows] == [None, None, MARCH_2025, MARCH_2025, None]


def test_the_nearest_period_with_a_value_is_named_of_two_as_near_the_later(tmp_path: Path) -> None:
    ends = (date(2022, 3, 31), date(2024, 3, 31), date(2025, 3, 31))
    values = [
        ours(RE_REFERRALS, None if end.year == 2022 else 20.0, on=end, status="ok" if end.year > 2022 else "low")
        for end in ends
    ]
    assert one(tmp_path, f"{RE_REFERRALS},2021/22,9%", *values)["nearest_period_end"] == MARCH_2024
    months = [ours("referrals", 9.0, kind="month", on=day) for day in (date(2025, 1, 31), date(2025, 3, 31))]
    assert one(tmp_path, "referrals,15/03/2025,9", *months)["nearest_period_end"] == MARCH_2025
    between = [agency(9.0, date(2025, 3, 1)), agency(9.0, date(2025, 3, 11))]
    assert one(tmp_path, "agency_rate_pct,06/03/2025,9%", *between)["nearest_period_end"] == date(2025, 3, 11)


def test_a_month_s_name_can_mean_its_last_day(tmp_path: Path) -> None:
    row = one(tmp_path, "agency_rate_pct,March 2025,12%", agency(12.0, MARCH_2025))
    assert (row["period_type"], row["outcome"]) == ("snapshot", "same")


def test_where_one_source_hides_a_figure_the_other_is_set_beside(tmp_path: Path) -> None:
    values = [ours(RE_REFERRALS, None, status="suppressed"), ours(RE_REFERRALS, 25.0, source="published")]
    row = one(tmp_path, f"{RE_REFERRALS},2024/25,25%", *values)
    assert (row["source"], row["outcome"]) == ("published", "same")


def test_a_measure_taken_for_it_is_of_the_same_kind_of_period(tmp_path: Path) -> None:
    values = [
        ours(RE_REFERRALS, 25.0),
        ours("re_referred_children_pct", 22.0),
        ours("re_referred_children_pct", 20.0, kind="month"),
    ]
    assert one(tmp_path, f"{RE_REFERRALS},2024/25,20%", *values)["explained"] == "not_explained"


def test_a_part_is_set_beside_the_same_part_of_another_measure_alone(tmp_path: Path) -> None:
    headings, north = "Measure,Period,Value,Part", "team=North"
    values = [
        ours(CASELOAD, 18.0, kind="snapshot", breakdown=north),
        ours(CASELOAD, 16.5, kind="snapshot", breakdown="employment=permanent"),
        ours("average_caseload_with_carers", 19.5, kind="snapshot", breakdown=north),
    ]
    row = one(tmp_path, f"{CASELOAD},31/03/2025,19.5,North", *values, headings=headings)
    assert (row["known_differences"], row["other_breakdown"]) == ("with_carers", north)
    row = one(tmp_path, f"{CASELOAD},31/03/2025,16.5,North", *values, headings=headings)
    assert row["explained"] == "not_explained"  # permanent workers of all teams are no part of one team


def test_a_word_that_two_parts_have_names_neither(tmp_path: Path) -> None:
    values = [ours(ATTENDED, 90.0, breakdown="agency=health"), ours(ATTENDED, 80.0, breakdown="team=Health")]
    row = one(tmp_path, f"{ATTENDED},2024/25,90%,Health", *values, headings="Measure,Period,Value,Part")
    assert row["why_not_found"] == "no_such_part"
    row = one(tmp_path, f"{ATTENDED},2024/25,80%,Team: Health", *values, headings="Measure,Period,Value,Part")
    assert row["outcome"] == "same"


def test_a_part_that_is_written_to_the_letter_is_that_part(tmp_path: Path) -> None:
    values = [ours(ATTENDED, 90.0, breakdown="team=North"), ours(ATTENDED, 80.0, breakdown="team=north")]
    row = one(tmp_path, f"{ATTENDED},2024/25,80%,team=north", *values, headings="Measure,Period,Value,Part")
    assert (row["breakdown"], row["outcome"]) == ("team=north", "same")


def test_nothing_of_a_hidden_figure_is_told(tmp_path: Path) -> None:
    values = [ours(RE_REFERRALS, None, status="suppressed"), ours("re_referred_children_pct", 20.0)]
    row = one(tmp_path, f"{RE_REFERRALS},2024/25,20%", *values)
    told = {name: row[name] for name in row if name.startswith(("other", "difference", "our")) or "explan" in name}
    assert {name for name, value in told.items() if value is not None} == {"our_status"}


def test_a_row_without_an_older_figure_has_nothing_to_compare(tmp_path: Path) -> None:
    row = one(tmp_path, f"{RE_REFERRALS},2024/25,c", ours(RE_REFERRALS, 25.0))
    assert (row["outcome"], row["old_written"], row["our_value"]) == ("no_old_figure", "c", 25.0)


@pytest.mark.parametrize("written", ["agency=police", "Agency: Police", "police", "POLICE"])
def test_a_part_is_known_by_what_people_call_it(tmp_path: Path, written: str) -> None:
    values = [ours(ATTENDED, 40.0), ours(ATTENDED, 90.0, breakdown="agency=police")]
    row = one(tmp_path, f"{ATTENDED},2024/25,90%,{written}", *values, headings="Measure,Period,Value,Part")
    assert (row["breakdown"], row["outcome"]) == ("agency=police", "same")


def test_only_the_authority_s_own_figures_are_set_beside_each_other(tmp_path: Path) -> None:
    values = [ours(RE_REFERRALS, 25.0), ours(RE_REFERRALS, 30.0, area_code=OLDHAM)]
    headings = "Council,Measure,Period,Value"
    old = read(
        tmp_path, f"Oldham,{RE_REFERRALS},2024/25,30%", f"Tameside,{RE_REFERRALS},2024/25,25%", headings=headings
    )
    (row,) = reconciled(old, *values)
    assert (row["row"], row["la_code"], row["outcome"]) == (3, "357", "same")
    with pytest.raises(OfAnotherAuthority, match=r"no figure of Tameside \(357\); it has those of Oldham \(353\)"):
        reconciled(old.head(1), *values)


def test_of_many_authorities_the_first_ten_are_named(tmp_path: Path) -> None:
    lines = [f"{code},{RE_REFERRALS},2024/25,1%" for code in range(301, 317)]
    old = read(tmp_path, *lines, headings="Council,Measure,Period,Value")
    with pytest.raises(OfAnotherAuthority, match=r"\(310\) and 6 more\. Give"):
        reconciled(old, ours(RE_REFERRALS, 25.0))


def test_a_made_up_authority_is_known_by_code_and_name(tmp_path: Path) -> None:
    headings = "Council,Measure,Period,Value"
    old = read(tmp_path, f"001,{RE_REFERRALS},2023/24,1%", f"alderbeck,{RE_REFERRALS},2024/25,2%", headings=headings)
    assert old["la_code"].to_list() == ["001", "001"]
    with pytest.raises(OfAnotherAuthority, match=r"has those of Alderbeck \(001\)"):
        reconciled(old, ours(RE_REFERRALS, 25.0))


def test_every_known_difference_has_a_source_and_every_sibling_is_a_measure() -> None:
    differences: set[KnownDifference] = {sibling.difference for sibling in SIBLINGS}
    assert all(one.source and one.words.endswith(".") for one in differences)
    assert {code for sibling in SIBLINGS for code in (sibling.measure, sibling.other)} <= set(MEASURES)
