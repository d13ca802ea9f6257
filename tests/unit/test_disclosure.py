"""What may be published of an authority's own figures: worked by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.disclosure.disclose import disclose
from csc_metrics.disclosure.found_sums import sums_that_hold
from csc_metrics.disclosure.hiding import ShownBefore, hidden_counts
from csc_metrics.disclosure.linked_counts import linked_counts
from csc_metrics.disclosure.publishable import of_whom, publishable
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.settings.model import PublicationSettings, Settings

YEAR_END = date(2026, 3, 31)
YEAR_START = date(2025, 4, 1)
STARTS = {
    "month": date(2026, 3, 1),
    "quarter": date(2026, 1, 1),
    "year": YEAR_START,
    "rolling_12_months": YEAR_START,
    "snapshot": YEAR_END,
}
USUAL = Settings()
EXEMPT = Settings(publication=PublicationSettings(is_process_exempt=True))


def figure(
    measure: str,
    top: float,
    bottom: float | None = None,
    *,
    breakdown: str = "all",
    period_type: str = "year",
    **other: object,
) -> dict[str, object]:
    """Return a row of measure values: a count of top, or the percentage that top is of bottom."""
    value = top if bottom is None else 100 * top / max(bottom, 1)
    row = {"area_code": "357", "area_type": "authority", "measure": measure, "breakdown": breakdown, "source": "local"}
    dates = {"period_type": period_type, "period_start": STARTS[period_type], "period_end": YEAR_END}
    return (
        row | dates | {"numerator": top, "denominator": bottom, "value": value, "status": "ok", "rows_aside": 0} | other
    )


def shown(*figures: dict[str, object], settings: Settings = USUAL) -> dict[str, dict[str, object]]:
    """Return what is published of figures, by measure and part."""
    values = MeasureValues.validate(pl.DataFrame(figures, schema=MeasureValues.create_empty().schema))
    rows = disclose(values, settings=settings).values.to_dicts()
    return {f"{row['measure']} {row['breakdown']}": row for row in rows}


def cells(row: dict[str, object]) -> tuple[object, ...]:
    return row["numerator"], row["denominator"], row["value"], row["status"]


def test_a_count_from_1_to_5_is_hidden_and_0_and_6_are_shown() -> None:
    for many, expected in (
        (0.0, (0.0, None, 0.0, "ok")),
        (5.0, (None, None, None, "suppressed")),
        (6.0, (6.0, None, 6.0, "ok")),
    ):
        (row,) = shown(figure("police_protections", many)).values()
        assert cells(row) == expected


def test_the_threshold_is_a_setting() -> None:
    settings = Settings(publication=PublicationSettings(threshold=10))
    (row,) = shown(figure("police_protections", 8.0), settings=settings).values()

    assert row["status"] == "suppressed"


@pytest.mark.parametrize("top", [3.0, 97.0])
def test_a_percentage_is_hidden_where_its_top_or_what_is_left_is_small(top: float) -> None:
    (row,) = shown(figure("re_referral_pct", top, 100.0)).values()

    assert (row["value"], row["status"]) == (None, "suppressed")
    assert row["numerator"] is None or row["denominator"] is None, "one would give the other away"


def test_a_percentage_of_fewer_than_ten_is_too_few_and_its_counts_are_shown() -> None:
    (row,) = shown(figure("re_referral_pct", 9.0, 9.0)).values()

    assert cells(row) == (9.0, 9.0, None, "too_few")


def test_a_lone_hidden_part_takes_the_smallest_other_part_with_it() -> None:
    """20 = 3 + 8 + 9: with 3 alone hidden, 20 - 8 - 9 tells it."""
    parts = {"age_band=under_1": 3.0, "age_band=1_to_4": 8.0, "age_band=5_to_9": 9.0}
    found = shown(
        figure("police_protections", 20.0),
        *(figure("police_protections", many, breakdown=part) for part, many in parts.items()),
    )

    assert {part: found[f"police_protections {part}"]["value"] for part in parts} == {
        "age_band=under_1": None,
        "age_band=1_to_4": None,
        "age_band=5_to_9": 9.0,
    }
    assert found["police_protections all"]["value"] == 20.0


def test_two_hidden_parts_that_add_up_to_3_take_another_with_them() -> None:
    """1 + 2 = 3 can only be 1 and 2, whichever is which: fewer than three values are left for either."""
    hidden = hidden_counts(linked_counts([23, 1, 2, 20], [((1, 2, 3), (0,), True)]), threshold=5)

    assert hidden.tolist() == [False, True, True, True]


def test_more_may_leave_in_a_year_than_are_there_at_its_end() -> None:
    """Leavers are no part of those in post: nothing is left between the two that could be small or below 0."""
    turnover = figure("turnover_rate_pct", 14.0, 11.0, period_type="rolling_12_months")
    (row,) = shown(turnover).values()

    assert cells(row) == (14.0, 11.0, 100 * 14 / 11, "ok")


def test_the_same_count_is_hidden_in_every_figure_that_has_it() -> None:
    """36 referrals, of which 33 are again: the 36 stands in both figures, and is hidden, or shown, in both."""
    both = [figure("referrals", 36.0), figure("re_referral_pct", 33.0, 36.0)]
    found = shown(*both)

    is_hidden = {
        name: row["numerator" if name.startswith("referrals") else "denominator"] is None for name, row in found.items()
    }
    assert is_hidden["referrals all"] == is_hidden["re_referral_pct all"]


def test_a_sum_of_two_measures_that_always_holds_is_found_and_protected() -> None:
    ends = [
        date(2024, 6, 30),
        date(2024, 9, 30),
        date(2024, 12, 31),
        date(2025, 3, 31),
        date(2025, 6, 30),
        date(2025, 9, 30),
    ]
    told = {"all": [20, 30, 25, 40, 31, 22], "begun": [12, 17, 20, 33, 9, 12], "not": [8, 13, 5, 7, 22, 10]}
    counts = pl.DataFrame(
        [
            {"name": name, "period_type": "quarter", "period_end": end, "amount": float(many)}
            for name, amounts in told.items()
            for end, many in zip(ends, amounts, strict=True)
        ]
    ).with_row_index("count")

    assert list(sums_that_hold(counts)) == [((6 + at, 12 + at), (at,), True) for at in range(6)]


def test_teams_single_persons_months_and_rolling_years_are_not_published() -> None:
    rows = [
        figure("referrals", 40.0),
        figure("referrals", 40.0, period_type="month"),
        figure("assessments_completed", 40.0, breakdown="team=North"),
        figure("highest_caseload", 29.0, period_type="snapshot"),
        figure("cases_without_worker_longest_days", 60.0, period_type="snapshot"),
    ]

    assert [(row["measure"], row["period_type"]) for row in shown(*rows).values()] == [("referrals", "year")]


def test_an_exempt_process_figure_shows_its_percentage_though_few_were_missed() -> None:
    """98 of 100 meetings: no child is described, which information governance must have signed."""
    meetings = figure("strategy_meeting_quorate_pct", 98.0, 100.0, period_type="month")
    children = figure("re_referral_pct", 98.0, 100.0)

    assert shown(meetings, children).keys() == {"re_referral_pct all"}
    found = shown(meetings, children, settings=EXEMPT)
    assert cells(found["strategy_meeting_quorate_pct all"]) == (98.0, 100.0, 98.0, "ok")
    assert found["re_referral_pct all"]["status"] == "suppressed"


def test_hidden_missing_too_few_and_not_applicable_look_different() -> None:
    missing = figure("contacts", 0.0, numerator=None, value=None, status="not_collected", note="not_in_records")
    none = figure("re_referral_pct", 0.0, 0.0, value=None, status="zero_denominator")
    found = shown(missing, none, figure("referrals", 4.0), figure("police_protections", 0.0))

    assert [
        found[f"{name} all"]["status"] for name in ("contacts", "re_referral_pct", "referrals", "police_protections")
    ] == [
        *("not_collected", "zero_denominator", "suppressed", "ok"),
    ]


def test_how_many_rows_were_set_aside_is_not_told() -> None:
    (row,) = shown(figure("referrals", 40.0, rows_aside=2)).values()

    assert row["rows_aside"] is None


def test_what_dfe_published_stays_as_dfe_hid_it() -> None:
    (row,) = shown(figure("re_referral_pct", 3.0, 100.0, source="published")).values()

    assert cells(row) == (3.0, 100.0, 3.0, "ok")


def test_figures_that_an_edition_showed_stay_shown_and_what_is_new_is_hidden_around_them() -> None:
    """The year was shown as 20 with two quarters; the other two come later, one of them small: both are hidden."""
    first = linked_counts([9, 6], [])
    assert not hidden_counts(first, threshold=5).any()
    later = linked_counts([9, 6, 3, 2, 20], [((0, 1, 2, 3), (4,), True)])

    before = ShownBefore(is_shown=np.array([1, 1, 0, 0, 0], bool), is_hidden=np.zeros(5, bool))
    assert hidden_counts(later, threshold=5, before=before).tolist() == [False, False, True, True, False]
    one_more = linked_counts([9, 6, 3, 8, 26], [((0, 1, 2, 3), (4,), True)])
    assert hidden_counts(one_more, threshold=5, before=before).tolist() == [False, False, True, True, False]
    assert hidden_counts(one_more, threshold=5).tolist() == [False, True, True, False, False]


def test_every_measure_of_records_is_classed_by_whom_it_tells_of() -> None:
    assert {of_whom(measure).value for measure in LOCAL_MEASURES.values()} == {"children", "workers", "process"}
    with pytest.raises(ValueError, match="of whom"):
        of_whom(replace(LOCAL_MEASURES["re_referral_pct"], from_records=None))


def test_pandas_comes_to_the_same() -> None:
    values = MeasureValues.validate(
        pl.DataFrame([figure("referrals", 4.0), figure("contacts", 40.0)], schema=MeasureValues.create_empty().schema)
    )

    assert disclose(values.to_pandas()).values.equals(disclose(values).values)
    assert publishable(values).height == 2
