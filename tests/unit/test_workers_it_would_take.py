"""Workers that other children in need would take: as many as now where no child is more or fewer, and a range."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.planning.what_it_would_take import would_take_beside
from csc_metrics.settings.model import CapacitySettings, Settings

NEED, CASELOAD, AGENCY = "children_in_need_rate_per_10k", "average_caseload", "agency_rate_pct"
OWN, NEAR = "001", ["002", "003", "004", "005", "006"]
MARCH, SEPTEMBER, A_YEAR_BEFORE = date(2025, 3, 31), date(2025, 9, 30), date(2024, 9, 30)


def row(measure: str, *, value: float, top: float, bottom: float, on: date, code: str = OWN) -> dict[str, Any]:
    told = {"area_code": code, "area_type": "authority", "measure": measure, "breakdown": "all", "status": "ok"}
    period = {"period_type": "snapshot", "period_start": on, "period_end": on, "rows_aside": 0}
    return told | period | {"value": value, "numerator": top, "denominator": bottom}


def would_take(*rows: dict[str, Any], source: str = "published", settings: Settings | None = None) -> dict[str, Any]:
    """Return the median for children in need: 400 of 20,000 children, as all five neighbours have them."""
    need = [row(NEED, value=200.0, top=400.0, bottom=20_000.0, on=MARCH, code=code) for code in (OWN, *NEAR)]
    values = pl.DataFrame(
        [one | {"source": source} for one in (*need, *rows)], schema=MeasureValues.create_empty().schema
    )
    told = would_take_beside(
        values, lists={OWN: NEAR}, neighbour_model="2025", la_codes=[OWN], settings=settings or Settings()
    )
    (found,) = told.filter(lever=NEED, level="median").to_dicts()
    return found


CASES = row(CASELOAD, value=13.3, top=1_685.0, bottom=126.9, on=SEPTEMBER)


def test_with_no_child_more_or_fewer_there_are_as_many_workers_as_now() -> None:
    """1,685 cases at the printed 13.3 would be 126.7 workers: fewer than there are, though nothing changed."""
    told = would_take(CASES)

    assert (told["difference"], told["cases_then"]) == (0, 1_685)
    assert (told["fte_now"], told["fte_then"]) == (126.9, pytest.approx(126.9))
    assert told["fte_difference"] == pytest.approx(0)
    assert told["caseload"] == pytest.approx(1_685 / 126.9)


@pytest.mark.parametrize(("source", "rounded_by"), [("published", 0.05), ("local", 0.0)])
def test_the_ends_hold_how_dfe_rounds_workers_and_those_of_records_are_not_rounded(
    source: str, rounded_by: float
) -> None:
    told = would_take(CASES, source=source)
    fewest, most = (told[f"difference_{end}"] / 400 for end in ("lower", "upper"))

    assert told["fte_then_lower"] == pytest.approx((126.9 - rounded_by) * (1 + fewest))
    assert told["fte_then_upper"] == pytest.approx((126.9 + rounded_by) * (1 + most))


def test_at_a_caseload_of_the_settings_workers_follow_from_cases_alone() -> None:
    told = would_take(CASES, settings=Settings(capacity=CapacitySettings(caseload_cases_per_fte=10.0)))

    assert (told["caseload"], told["is_caseload_chosen"]) == (10, True)
    assert [told[f"fte_then{end}"] for end in ("_lower", "", "_upper")] == pytest.approx(
        [told[f"cases_then{end}"] / 10 for end in ("_lower", "", "_upper")]
    )


@pytest.mark.parametrize(("on", "share"), [(SEPTEMBER, 25.0), (A_YEAR_BEFORE, None)])
def test_agency_workers_of_another_day_are_not_told_beside_the_workforce(on: date, share: float | None) -> None:
    told = would_take(CASES, row(AGENCY, value=25.0, top=50.0, bottom=200.0, on=on))

    assert (told["workforce_on"], told["agency_pct_now"]) == (SEPTEMBER, share)
    assert (told["agency_pct_highest"] is None) == (share is None)


def test_where_agency_workers_are_told_of_a_later_day_those_of_the_workforces_own_day_are_taken() -> None:
    earlier = row(AGENCY, value=25.0, top=50.0, bottom=200.0, on=A_YEAR_BEFORE)
    later = row(AGENCY, value=10.0, top=20.0, bottom=200.0, on=SEPTEMBER)
    cases = CASES | {"period_start": A_YEAR_BEFORE, "period_end": A_YEAR_BEFORE}
    told = would_take(cases, earlier, later)

    assert (told["workforce_on"], told["period_end"], told["agency_pct_now"]) == (A_YEAR_BEFORE, MARCH, 25)


def test_without_any_cases_no_worker_is_told_of_any_day() -> None:
    told = would_take(row(AGENCY, value=25.0, top=50.0, bottom=200.0, on=SEPTEMBER))

    assert (told["workforce_on"], told["fte_now"], told["fte_then"], told["agency_pct_now"]) == (None,) * 4


def test_a_frame_of_pandas_with_a_time_zone_tells_of_the_same_days() -> None:
    """On 30 September, in British summer time, midnight in London is still the day before in Greenwich."""
    rows = [
        row(NEED, value=200.0, top=400.0, bottom=20_000.0, on=SEPTEMBER, code=code) | {"source": "published"}
        for code in (OWN, *NEAR)
    ]
    values = pl.DataFrame([*rows, CASES | {"source": "published"}], schema=MeasureValues.create_empty().schema)
    days = pl.selectors.date().cast(pl.Datetime).dt.replace_time_zone("Europe/London")
    told = [
        would_take_beside(frame, lists={OWN: NEAR}, neighbour_model="2025", la_codes=[OWN])
        for frame in (values, values.with_columns(days).to_pandas())
    ]

    assert set(told[1]["period_end"]) == set(told[1]["workforce_on"]) == {SEPTEMBER}
    assert told[1].equals(told[0])
