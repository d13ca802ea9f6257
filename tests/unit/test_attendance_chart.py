"""A bar of attendance is made of parts that add up, with not invited apart from absent, and hides what is hidden."""

import re
from typing import Final

import pandas as pd
import polars as pl
import pytest
from chart_words import boxes_of, faults_of_words
from lxml import html

from csc_metrics.charts import attendance as chart
from csc_metrics.charts.attendance import draw_attendance
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.style import DARK_BLUE, DARK_PINK, chart_style
from csc_metrics.measures.attendance_parts import AgencyAttendance, attendance_by_agency
from csc_metrics.measures.meeting_kinds import CORE_GROUP, KINDS, STRATEGY, MeetingKind
from csc_metrics.narrative.chart_words import attendance_words

NAMES: Final = {"agency=police": "Police", "agency=health": "Health"}
POLICE: Final = AgencyAttendance(
    part="agency=police", meetings=100, came=60, report_only=5, absent=9, not_recorded=6, not_invited=20
)
"""Invited to 80 of 100; of 6 nothing is recorded, so that 74 of 80 and 94 of 100 are known."""


def rows_of(one: AgencyAttendance, *, kind: MeetingKind = STRATEGY, status: str = "ok") -> pd.DataFrame:
    """Return the four measures of an agency, top and bottom as their definitions say."""
    invited = one.meetings - one.not_invited
    parts = {
        "invited_pct": (invited, one.meetings),
        "attended_pct": (one.came, one.meetings - one.not_recorded),
        "report_only_pct": (one.report_only, invited - one.not_recorded),
        "not_recorded_pct": (one.not_recorded, invited),
    }
    rows = pd.DataFrame(
        [
            {
                "measure": f"{kind.code}_{name}",
                "numerator": float(top),
                "denominator": float(bottom),
                "status": "zero_denominator" if bottom == 0 else "ok",
            }
            for name, (top, bottom) in parts.items()
        ]
    )
    if status != "ok":
        rows.loc[rows["measure"].str.endswith("report_only_pct"), "status"] = status
    period = {"area_code": "001", "source": "local", "period_type": "year", "period_end": pd.Timestamp("2026-03-31")}
    return rows.assign(breakdown=one.part, **period)


def told(rows: pd.DataFrame, *, kind: MeetingKind = STRATEGY, parts: tuple[str, ...] = tuple(NAMES)) -> list[object]:
    return list(attendance_by_agency(pl.from_pandas(rows), kind=kind, parts=parts))


def health(**places: int) -> AgencyAttendance:
    return AgencyAttendance(part="agency=health", **{"meetings": sum(places.values()), **places})


def both(other: AgencyAttendance, *, kind: MeetingKind = STRATEGY, status: str = "ok") -> pd.DataFrame:
    return pd.concat([rows_of(POLICE, kind=kind), rows_of(other, kind=kind, status=status)], ignore_index=True)


def draw(rows: pd.DataFrame, *, kind: MeetingKind = STRATEGY) -> str:
    drawn = draw_attendance(rows, kind=kind, names=NAMES)
    assert drawn is not None
    return drawn


def written(svg: str) -> list[str]:
    return [str(text.text_content()) for text in html.fromstring(svg).xpath("//text")]


def widths_of_filled(svg: str) -> list[float]:
    """Return how wide each filled piece is."""
    tree = html.fromstring(svg)
    uses = tree.xpath(f"//use[@fill='{DARK_BLUE.lower()}']/@href")
    paths = [tree.xpath("string(//path[@id=$name]/@d)", name=str(use).removeprefix("#")) for use in uses]
    across = [[float(x) for x in re.findall(r"[ML] ([\d.]+)", path)] for path in paths]
    return [max(x) - min(x) for x in across]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_five_parts_are_worked_out_from_four_measures_of_any_kind_of_meeting(kind: MeetingKind) -> None:
    assert told(rows_of(POLICE, kind=kind), kind=kind, parts=("agency=police",)) == [POLICE]


def test_an_agency_that_was_never_invited_needs_no_row_of_what_it_did() -> None:
    never = health(not_invited=40)
    rows = rows_of(never)
    assert told(rows, parts=("agency=health",)) == [never]
    assert told(rows[rows["measure"].str.endswith("_invited_pct")], parts=("agency=health",)) == [never]


def test_an_agency_of_which_nothing_is_recorded_is_neither_absent_nor_there() -> None:
    silent = health(not_recorded=30)
    assert told(rows_of(silent), parts=("agency=health",)) == [silent]


@pytest.mark.parametrize("status", ["suppressed", "too_few"])
def test_with_one_measure_hidden_nothing_of_the_agency_is_told(status: str) -> None:
    (_, hidden) = told(both(health(came=20, absent=3), status=status))
    assert hidden == AgencyAttendance(part="agency=health", status=status)


def test_an_agency_without_rows_is_not_available() -> None:
    assert told(rows_of(POLICE))[1] == AgencyAttendance(part="agency=health", status="not_collected")


def test_a_part_that_lacks_a_row_is_not_taken_for_none() -> None:
    rows = rows_of(POLICE)
    lacking = rows[~rows["measure"].str.endswith("_not_recorded_pct")]
    assert told(lacking, parts=("agency=police",)) == [AgencyAttendance(part="agency=police", status="not_collected")]


@pytest.mark.parametrize(
    ("measure", "column"), [("attended", "denominator"), ("report_only", "denominator"), ("attended", "numerator")]
)
def test_numbers_of_other_meetings_are_refused(measure: str, column: str) -> None:
    rows = rows_of(POLICE)
    rows.loc[rows["measure"] == f"strategy_meeting_{measure}_pct", column] = 90.0
    with pytest.raises(ValueError, match="agency=police does not add up"):
        told(rows, parts=("agency=police",))


def test_rows_of_two_periods_or_authorities_are_refused() -> None:
    for other in ({"period_end": pd.Timestamp("2025-03-31")}, {"area_code": "002"}):
        with pytest.raises(ValueError, match="one authority and one period"):
            told(pd.concat([rows_of(POLICE), rows_of(POLICE).assign(**other)]))


def test_each_part_is_named_with_its_share_of_all_meetings() -> None:
    words = written(draw(both(health(came=100))))
    assert words[0] == "Police: 100 strategy meetings"
    assert words[1:11] == [
        *("Came", "60%", "Report", "5%", "Absent", "9%"),
        *("Unrecorded", "6%", "Not invited", "20%"),
    ]
    assert words[11:] == ["Health: 100 strategy meetings", "Came", "100%"], "a part that is none is not written"


def test_the_length_of_a_piece_is_its_share_alike_for_every_agency() -> None:
    sixty, whole = widths_of_filled(draw(both(health(came=50))))
    assert sixty == pytest.approx(0.6 * whole, abs=0.01)


def test_not_invited_stands_apart_with_an_outline_of_its_own() -> None:
    svg = draw(both(health(came=90, not_invited=10)))
    pink = html.fromstring(svg).xpath(f"//path[@stroke='{DARK_PINK.lower()}']/@d")
    (_, whole) = widths_of_filled(svg)
    left = min(float(x) for x in re.findall(r"[ML] ([\d.]+)", str(pink[1])))
    assert len(pink) == 2
    assert left > 8 + whole + 10, "there is a gap between them"


def test_small_shares_are_never_written_as_none_or_all() -> None:
    words = written(draw(both(health(came=299, absent=1))))
    assert words[-4:] == ["Came", "over 99%", "Absent", "under 1%"]


def test_a_hidden_agency_has_an_empty_bar_that_says_so() -> None:
    svg = draw(both(health(came=20, absent=3), status="suppressed"))
    assert written(svg)[-1] == "Health: hidden"
    assert len(widths_of_filled(svg)) == 1


def test_where_all_is_hidden_there_is_no_chart() -> None:
    rows = rows_of(POLICE, status="suppressed")
    assert draw_attendance(rows, kind=STRATEGY, names=NAMES) is None
    assert attendance_words(pl.from_pandas(rows), kind=STRATEGY, names=NAMES) == ()


def drawing_of(*agencies: AgencyAttendance, kind: MeetingKind, name: str) -> Drawing:
    with chart_style():
        return chart._draw(agencies, kind=kind, names={one.part: name for one in agencies})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
@pytest.mark.parametrize(
    "places",
    [
        POLICE,
        AgencyAttendance(part="agency=a", meetings=12_345, came=12_341, report_only=1, absent=1, not_recorded=1,
                         not_invited=1),
        AgencyAttendance(part="agency=a", meetings=12_345, came=1, report_only=1, absent=1, not_recorded=1,
                         not_invited=12_341),
        AgencyAttendance(part="agency=a", meetings=1, absent=1),
        AgencyAttendance(part="agency=a", status="zero_denominator"),
    ],
    ids=["several", "nearly all came", "hardly invited", "one", "none"],
)  # fmt: skip
def test_words_are_inside_the_chart_and_never_over_one_another(places: AgencyAttendance, kind: MeetingKind) -> None:
    for name in ("Police", "Children and adolescent mental health service of the trust"):
        drawing = drawing_of(POLICE, places, kind=kind, name=name)
        assert faults_of_words(drawing) == []
        assert len(boxes_of(drawing)) > 1


def test_two_runs_give_the_same_bytes_and_leave_the_rows_alone() -> None:
    rows = both(health(came=20, absent=3))
    before = rows.copy(deep=True)
    assert draw(rows) == draw(rows.iloc[::-1])
    pd.testing.assert_frame_equal(rows, before)


def test_the_words_give_each_agency_and_each_reason_apart() -> None:
    rows = both(health(came=45, absent=4, not_invited=1), kind=CORE_GROUP)
    assert " ".join(attendance_words(pl.from_pandas(rows), kind=CORE_GROUP, names=NAMES)) == (
        "Bar chart: who came to core groups in the year to 31 March 2026, of all that should have had each agency. "
        "Came: Police to 60 of 100 (60%) and Health to 45 of 50 (90%). "
        "Not invited: Police 20 and Health 1; absent: Police 9 and Health 4; a report alone: Police 5; "
        "not recorded: Police 6."
    )


def test_the_words_say_that_an_agency_is_hidden_and_that_nobody_was_missing() -> None:
    rows = pd.concat([rows_of(AgencyAttendance(part="agency=police", meetings=12, came=12)),
                      rows_of(health(came=20, absent=3), status="suppressed")])  # fmt: skip
    words = " ".join(attendance_words(pl.from_pandas(rows), kind=STRATEGY, names=NAMES))
    assert words.endswith("Came: Police to 12 of 12 (100%). Nobody was missing; no numbers for Health.")
