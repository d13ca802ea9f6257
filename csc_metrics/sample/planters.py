"""Ways in which the extracts of a made-up region are wrong: each breaks one rule, in a row that nothing leans on."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import polars as pl

from csc_metrics.sample.planting import Planter
from csc_metrics.sample.story import DRAWN_ON

_LATELY: Final = date(2026, 1, 10)
"""What began since then no older extract tells of."""
_NOBODY: Final = pl.lit("Z9999999")
_AN_IMPOSSIBLE_DAY: Final = pl.lit("31/02/2025")
_LONG_AGO: Final = pl.lit("01/01/1900")


def _is_late(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Date) > _LATELY


def _before(column: str) -> pl.Expr:
    return pl.col(column) - timedelta(3)


def _planters(table: str, *told: tuple[str, pl.Expr, Mapping[str, pl.Expr]]) -> tuple[Planter, ...]:
    return tuple(Planter(rule=rule, table=table, where=where, cells=cells) for rule, where, cells in told)


_ANY: Final = pl.lit(value=True)
_FRONT_DOOR: Final = (
    *_planters(
        "contacts",
        ("decided_before_contacted", pl.col("decided_on").is_not_null(), {"decided_on": _before("contacted_on")}),
        ("not_a_date", _ANY, {"contacted_on": _AN_IMPOSSIBLE_DAY}),
        ("ambiguous_date", _ANY, {"decided_on": pl.lit("03/04/25")}),
        ("unknown_code", _ANY, {"source": pl.lit("Town crier")}),
        ("odd_identifier", _ANY, {"contact_id": pl.lit("K\u200b77")}),
        ("not_yes_or_no", _ANY, {"is_out_of_hours": pl.lit("perhaps")}),
    ),
    *_planters(
        "early_help",
        ("completed_before_started", _ANY, {"completed_on": _before("started_on")}),
        ("in_the_future", pl.col("completed_on").is_not_null(), {"completed_on": pl.lit(date(2027, 12, 1))}),
    ),
    *_planters(
        "referrals",
        (
            "closed_before_referred",
            pl.col("is_no_further_action") & pl.col("closed_on").is_not_null() & _is_late("referred_on"),
            {"closed_on": _before("referred_on")},
        ),
        (
            "decided_before_referred",
            pl.col("is_no_further_action") & _is_late("referred_on"),
            {"decided_on": _before("referred_on")},
        ),
    ),
)
_ASSESSMENTS: Final = (
    *_planters(
        "assessments",
        (
            "authorised_before_started",
            pl.col("authorised_on").is_null() & _is_late("started_on"),
            {"authorised_on": _before("started_on")},
        ),
        (
            "started_before_referred",
            _is_late("started_on"),
            {"referred_on": pl.col("started_on") + timedelta(2)},
        ),
        ("no_such_referral", _is_late("started_on"), {"referral_id": _NOBODY}),
    ),
    *_planters(
        "assessment_factors",
        ("no_such_assessment", _ANY, {"assessment_id": _NOBODY}),
        ("unknown_code", _ANY, {"factor": pl.lit("99Z")}),
    ),
    *_planters(
        "section_47_enquiries",
        (
            "conference_before_discussion",
            pl.col("icpc_on").is_not_null(),
            {"icpc_on": _before("strategy_discussion_on")},
        ),
        (
            "conference_though_not_required",
            pl.col("icpc_on").is_not_null(),
            {"is_icpc_not_required": pl.lit(value=True)},
        ),
        ("date_out_of_range", pl.col("icpc_on").is_not_null(), {"icpc_on": _LONG_AGO}),
    ),
)
_IS_HELD: Final = (pl.col("status") == "held") & _is_late("decided_at")
_MEETINGS: Final = (
    *_planters(
        "meetings",
        ("held_before_decided", _IS_HELD, {"held_at": _before("decided_at")}),
        (
            "record_shared_before_held",
            _IS_HELD & pl.col("record_shared_at").is_not_null(),
            {"record_shared_at": _before("held_at")},
        ),
        (
            "resolved_before_escalated",
            pl.col("resolved_on").is_not_null() & _is_late("decided_at"),
            {"resolved_on": _before("escalated_on")},
        ),
        ("time_missing", _IS_HELD, {"requested_at": pl.col("requested_at").dt.strftime("%d/%m/%Y")}),
    ),
    Planter(
        rule="held_without_a_time",
        table="meetings",
        where=_IS_HELD,
        cells={"meeting_id": "M" + pl.col("meeting_id"), "held_at": pl.lit(None, dtype=pl.Datetime("us"))},
        is_added=True,
    ),
    Planter(
        rule="held_though_not_held",
        table="meetings",
        where=_IS_HELD,
        cells={"meeting_id": "N" + pl.col("meeting_id"), "status": pl.lit("cancelled")},
        is_added=True,
    ),
    *_planters("meeting_children", ("no_such_meeting", _ANY, {"meeting_id": _NOBODY})),
    *_planters(
        "invitations",
        ("no_such_meeting", _ANY, {"meeting_id": _NOBODY}),
        ("unknown_code", _ANY, {"joined_by": pl.lit("pigeon")}),
    ),
)
_WORKFORCE: Final = (
    Planter(
        rule="left_before_started",
        table="workers",
        where=pl.col("left_on").is_null(),
        cells={"worker_id": "X" + pl.col("worker_id"), "left_on": _before("started_on")},
        is_added=True,
    ),
    *_planters(
        "vacancies",
        ("filled_before_vacant", pl.col("filled_on").is_not_null(), {"filled_on": _before("vacant_from_on")}),
        ("not_a_number", _ANY, {"fte": pl.lit("full time")}),
        ("number_out_of_range", _ANY, {"fte": pl.lit("37")}),
    ),
    *_planters(
        "allocations",
        (
            "ended_before_started",
            pl.col("ended_on").is_not_null() & _is_late("started_on"),
            {"ended_on": _before("started_on")},
        ),
        ("no_such_worker", pl.col("worker_id").is_not_null() & _is_late("started_on"), {"worker_id": _NOBODY}),
    ),
    Planter(
        rule="overlapping_allocations",
        table="allocations",
        where=pl.col("worker_id").is_not_null()
        & pl.col("ended_on").is_null()
        & _is_late("started_on")
        & (pl.col("started_on") < date(2026, 3, 20)),
        cells={"started_on": pl.col("started_on") + timedelta(1)},
        is_added=True,
    ),
    *_planters(
        "supervisions",
        ("missing", _ANY, {"worker_id": pl.lit("")}),
        ("authority_differs", _ANY, {"la_code": pl.lit("357")}),
    ),
)
_CARE: Final = (
    *_planters("events", ("ended_before_it_occurred", _ANY, {"ended_on": _before("occurred_on")})),
    *_planters(
        "plans", ("ended_before_started", pl.col("ended_on").is_not_null(), {"ended_on": _before("started_on")})
    ),
    *_planters(
        "visits",
        (
            "seen_alone_but_not_seen",
            _ANY,
            {"is_child_seen": pl.lit(value=False), "is_seen_alone": pl.lit(value=True)},
        ),
        ("no_such_child", _ANY, {"child_id": _NOBODY}),
        ("after_the_extract", _ANY, {"visited_on": pl.lit(DRAWN_ON + timedelta(9))}),
    ),
)
_QUALITY: Final = (
    Planter(
        rule="key_twice",
        table="audits",
        where=pl.col("grade") != "inadequate",
        cells={"grade": pl.lit("inadequate")},
        is_added=True,
        breaks_both=True,
    ),
    *_planters("feedback", ("not_a_number", _ANY, {"rating": pl.lit("thumbs up")})),
    *_planters("action_updates", ("text_too_long", _ANY, {"owner": pl.lit("Somebody or other " * 120)})),
)
PLANTERS: Final = (*_FRONT_DOOR, *_ASSESSMENTS, *_MEETINGS, *_WORKFORCE, *_CARE, *_QUALITY)
"""Ways of doing wrong in extracts that no other extract of the authority repeats."""
