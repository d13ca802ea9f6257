"""The data grade of partner measures: each part with the number behind it, and not known where nothing tells."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from made_up_board import QUORATE, months, values_of

from csc_metrics.contracts.data_quality import Completeness, ExtractAges, RecordingTimeliness, WeakenedFigures
from csc_metrics.measures.counting.behind import NoSuchPart
from csc_metrics.planning.data_grade import RecordQuality, data_grades
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PartnerMeasure

DELAYED = "strategy_meetings_delayed"
SHARED = "strategy_meeting_record_shared_in_one_working_day_pct"


def frame(schema: Any, rows: list[dict[str, Any]]) -> pl.DataFrame:
    empty = schema.create_empty()
    filled = [{"la_code": "001"} | {name: row.get(name) for name in empty.columns if name != "la_code"} for row in rows]
    return pl.DataFrame(filled, schema=empty.schema)


def quality(
    *, filled: float | None = 98.0, late: float | None = 0.0, behind: int | None = 0, faults: tuple[Any, ...] = ()
) -> RecordQuality:
    """Return what is known of meetings and invitations: of the latter a share of attendance is filled."""
    status = "ok" if filled is not None else "not_collected"
    told = {"table": "invitations", "field": "attendance", "value": filled, "status": status}
    of_no_delay = {"table": "meetings", "field": "delay_agency", "value": 8.0, "status": "ok"}
    of_a_team = told | {"team": "North", "value": 1.0, "status": "ok"}
    event = {
        "table": "meetings",
        "field": "held_at",
        "value": late,
        "status": "ok" if late is not None else "not_yet_known",
    }
    ages = [{"table": table, "days_behind": behind} for table in ("meetings", "invitations")]
    return RecordQuality(
        completeness=frame(Completeness, [told, of_no_delay, of_a_team]),
        timeliness=frame(RecordingTimeliness, [event]),
        ages=frame(ExtractAges, ages),
        weakened=frame(WeakenedFigures, [dict(zip(FAULT, fault, strict=True)) for fault in faults]),
    )


FAULT = ("rule", "table", "severity", "fields", "weakens", "value")


def grade(held: RecordQuality, *series: pl.DataFrame, measure: str = QUORATE, part: str = "all") -> dict[str, Any]:
    asked = Settings(partner_measures=(PartnerMeasure(measure=measure, part=part, owner="Board"),))
    (row,) = data_grades(held, values=values_of(*series), settings=asked).to_dicts()
    return row


@pytest.mark.parametrize(("filled", "expected"), [(90.0, "yes"), (89.9, "no"), (None, "not_known")])
def test_complete_from_nine_in_ten_on_whatever_a_team_lacks(filled: float | None, expected: str) -> None:
    row = grade(quality(filled=filled))
    assert (row["complete"], row["complete_pct"]) == (expected, filled)


def test_units_set_aside_in_the_newest_twelve_months_make_a_figure_incomplete() -> None:
    older = months([50.0] * 6, bottoms=[10.0] * 6, rows_aside=90)
    newer = months([50.0] * 12, bottoms=[10.0] * 12, rows_aside=2, first=older["period_end"].max().replace(day=1))
    row = grade(quality(), pl.concat([older[:5], newer]))
    assert row["complete_pct"] == pytest.approx(100 * 120 / (120 + 24))
    assert row["complete"] == "no"


def test_a_part_is_complete_where_few_units_lack_the_field_that_tells_it() -> None:
    whole = months([10.0] * 12, measure=DELAYED, tops=[10.0] * 12)
    unknown = months([2.0] * 12, measure=DELAYED, tops=[2.0] * 12, breakdown="delay_agency=not_recorded")
    row = grade(quality(), whole, unknown, measure=DELAYED, part="delay_agency=police")
    assert (row["complete"], row["complete_pct"]) == ("no", 80.0)
    told = grade(quality(), whole, measure=DELAYED, part="delay_agency=police")
    assert told["complete_pct"] == 100.0, "of all meetings few have such an agency: of those that were not delayed none"


@pytest.mark.parametrize(
    ("late", "behind", "expected"),
    [(10.0, 31, "yes"), (10.1, 0, "no"), (0.0, 32, "no"), (None, 0, "not_known"), (None, 32, "no")],
)
def test_timely_up_to_a_tenth_late_and_a_month_behind(late: float | None, behind: int, expected: str) -> None:
    row = grade(quality(late=late, behind=behind))
    assert (row["timely"], row["late_pct"], row["days_behind"]) == (expected, late, behind)


def test_checked_by_faults_that_keep_records_aside_or_weaken_a_field_that_is_read() -> None:
    aside = ("told_twice", "meetings", "error", None, "every figure that counts meetings", 3.0)
    of_read = ("shared_before_held", "meetings", "warning", "held_at record_shared_at", "records shared", 2.5)
    of_other = ("odd_team", "meetings", "warning", "team", "figures by team", 50.0)
    notice = ("odd_name", "meetings", "notice", "held_at", "no figure", 50.0)

    assert grade(quality(faults=(aside, of_other, notice)))["faulty_pct"] == 3.0
    row = grade(quality(faults=(aside, of_read, of_other)), measure=SHARED)
    assert (row["checked"], row["faulty_pct"]) == ("no", 5.5)
    assert grade(quality())["checked"] == "yes"


def test_tables_that_no_extract_tells_of_are_not_known_to_be_timely_or_checked() -> None:
    row = grade(quality(behind=None, filled=None, late=None))
    assert (row["complete"], row["timely"], row["checked"], row["faulty_pct"]) == (*["not_known"] * 3, None)


def test_without_ages_of_extracts_the_authority_is_named_by_what_else_is_known() -> None:
    held = quality()
    without_ages = replace(held, ages=held.ages.clear())
    nothing = RecordQuality(**{name: frame.clear() for name, frame in vars(held).items()})

    assert (grade(without_ages)["area_code"], grade(without_ages)["timely"]) == ("001", "not_known")
    row = grade(nothing, months([50.0], la_code="002"))
    assert (row["area_code"], row["complete"], row["checked"]) == ("002", "not_known", "not_known")


def test_where_nothing_names_an_authority_or_values_name_two_there_is_no_grade() -> None:
    nothing = RecordQuality(**{name: frame.clear() for name, frame in vars(quality()).items()})
    two = values_of(months([50.0]), months([50.0], la_code="002"))

    assert data_grades(nothing, values=values_of()).is_empty()
    assert data_grades(nothing, values=two.to_pandas()).is_empty()


def test_a_part_by_which_a_measure_is_not_broken_down_is_refused() -> None:
    with pytest.raises(NoSuchPart, match="agency=police"):
        grade(quality(), part="agency=police")
