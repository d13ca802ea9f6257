"""Measures of strategy meetings, conferences and core groups in SQL, each from its definition."""

from typing import Final

from golden.sql.harness import COUNT, SHARE, Query, quantile

KINDS: Final = {
    "strategy": ("strategy_meeting", "strategy_meetings"),
    "initial_conference": ("initial_conference", "initial_conferences"),
    "review_conference": ("review_conference", "review_conferences"),
    "core_group": ("core_group", "core_groups"),
}
"""Kind of meeting → the words by which codes begin, of one and of many."""
ALL_KINDS: Final = ("('social_worker'), ('police'), ('health')",) * 2
AGENCIES: Final = {"core_group": ("('social_worker'), ('health'), ('education')", "('social_worker'), ('health')")}
"""Kind of meeting → agencies expected, and those of the quorum, by default; the police are seldom of a core group."""
OUT_OF_HOURS: Final = "CASE is_out_of_hours WHEN TRUE THEN 'yes' WHEN FALSE THEN 'no' END AS out_of_hours"
CAME: Final = "('attended', 'deputised')"


def held(kind: str) -> str:
    return f"""
        SELECT *, held_at::DATE AS on_day, {OUT_OF_HOURS} FROM meetings
        WHERE meeting_type = '{kind}' AND status = 'held'
    """


def agencies(kind: str) -> str:
    """Return SQL for each agency of each meeting's list: was somebody invited, did somebody come, is it known."""
    return f"""
        SELECT h.la_code, h.meeting_id, i.agency, h.team, h.on_day,
               bool_or(i.attendance <> 'not_invited') AS is_invited,
               bool_or(i.attendance IN {CAME}) AS came,
               bool_or(i.attendance = 'not_recorded') AND NOT came AS is_unknown,
               bool_or(i.attendance = 'report_only') AS has_reported
        FROM ({held(kind)}) h JOIN invitations i USING (la_code, meeting_id) GROUP BY ALL
    """


def invited(kind: str) -> str:
    """Return SQL for the agencies invited, and for meetings without a list, which are set aside."""
    return f"""
        SELECT *, FALSE AS has_no_list FROM ({agencies(kind)}) WHERE is_invited
        UNION ALL BY NAME
        SELECT la_code, meeting_id, NULL AS agency, team, on_day, TRUE AS has_no_list
        FROM ({held(kind)}) ANTI JOIN invitations USING (la_code, meeting_id)
    """


def expected(kind: str, *, is_quorum: bool = False) -> str:
    """Return SQL for every meeting held with every agency expected, or of the quorum, and whether it has a list."""
    return f"""
        SELECT h.la_code, h.meeting_id, e.agency, h.team, h.on_day, coalesce(a.is_invited, FALSE) AS is_invited,
               coalesce(a.came, FALSE) AS came, coalesce(a.is_unknown, FALSE) AS is_unknown,
               NOT EXISTS (FROM invitations i WHERE i.la_code = h.la_code AND i.meeting_id = h.meeting_id)
               AS has_no_list
        FROM ({held(kind)}) h CROSS JOIN (VALUES {AGENCIES.get(kind, ALL_KINDS)[is_quorum]}) e(agency)
        LEFT JOIN ({agencies(kind)}) a USING (la_code, meeting_id, agency)
    """


def quorate(kind: str) -> str:
    return f"""
        SELECT h.la_code, h.team, h.out_of_hours, h.on_day, e.all_came AS top, TRUE AS bottom,
               e.has_no_list OR (e.some_unknown AND NOT e.one_was_not_there) AS is_aside
        FROM ({held(kind)}) h JOIN (
            SELECT la_code, meeting_id, bool_and(came) AS all_came, bool_or(is_unknown) AS some_unknown,
                   bool_or(NOT came AND NOT is_unknown) AS one_was_not_there, any_value(has_no_list) AS has_no_list
            FROM ({expected(kind, is_quorum=True)}) GROUP BY ALL
        ) e USING (la_code, meeting_id)
    """


def hours(since: str, until: str) -> str:
    """Return SQL for the hours that passed between two moments by the clock on the wall."""
    return f"(seconds({until}) - seconds({since})) / 3600.0"


def waits(kind: str, amount: str) -> str:
    return f"""
        SELECT *, coalesce(held_at < decided_at, TRUE) AS is_aside, TRUE AS top, TRUE AS bottom, {amount} AS amount
        FROM ({held(kind)})
    """


IN_HOURS: Final = hours("decided_at", "held_at")
IN_WORKING_DAYS: Final = "working_days(decided_at::DATE, held_at::DATE)"


def within_target(kind: str) -> str:
    return f"SELECT * REPLACE (amount <= 24 AS top) FROM ({waits(kind, IN_HOURS)})"


def waiting(kind: str) -> str:
    """Return SQL for the meetings that wait at month ends; of those that wait now, one without a day is set aside."""
    return f"""
        SELECT w.*, m.day AS on_day, {hours("decided_at", "(m.day + 1)::TIMESTAMP")} AS waited
        FROM (SELECT *, least(decided_at, requested_at)::DATE AS since FROM meetings
              WHERE meeting_type = '{kind}' AND status <> 'cancelled') w
        JOIN month_ends m ON (since <= m.day AND (held_at IS NULL OR held_at::DATE > m.day))
    """


def delayed(kind: str) -> str:
    """Return SQL for meetings held, late or not: strategy meetings by the target, others by the first agreed time."""
    if kind == "strategy":
        return f"SELECT * REPLACE (amount > 24 AS top) FROM ({waits(kind, IN_HOURS)})"
    return f"""
        SELECT *, first_scheduled_at IS NULL AS is_aside, TRUE AS bottom,
               held_at::DATE > first_scheduled_at::DATE AS top
        FROM ({held(kind)})
    """


def shared(kind: str) -> str:
    return f"""
        SELECT *, coalesce(record_shared_at < held_at, FALSE) AS is_aside, TRUE AS bottom,
               record_shared_at IS NOT NULL
               AND working_days(held_at::DATE, record_shared_at::DATE) <= 1 AS top
        FROM ({held(kind)})
    """


def escalated(kind: str) -> str:
    return f"""
        SELECT *, escalated_on AS on_day, FALSE AS is_aside, TRUE AS top FROM meetings
        WHERE meeting_type = '{kind}' AND escalated_on IS NOT NULL
    """


def resolved(kind: str) -> str:
    return f"""
        SELECT *, resolved_on AS on_day, working_days(escalated_on, resolved_on) AS amount,
               coalesce(resolved_on < escalated_on, TRUE) AS is_aside
        FROM meetings WHERE meeting_type = '{kind}' AND resolved_on IS NOT NULL
    """


def unresolved(kind: str) -> str:
    return f"""
        SELECT e.*, m.day AS on_day, FALSE AS is_aside, TRUE AS top FROM meetings e
        JOIN month_ends m ON escalated_on <= m.day AND (resolved_on IS NULL OR resolved_on > m.day)
        WHERE meeting_type = '{kind}'
    """


def children(kind: str) -> str:
    return f"""
        SELECT h.la_code, h.team, h.on_day, c.child_id, c.child_id IS NULL AS is_aside, TRUE AS top
        FROM ({held(kind)}) h LEFT JOIN meeting_children c USING (la_code, meeting_id)
    """


def of_kind(kind: str, one: str, many: str) -> dict[str, Query]:
    """Return the queries of one kind of meeting, by code."""
    listed, expects, late = invited(kind), expected(kind), delayed(kind)
    hours_waited, days_waited = waits(kind, IN_HOURS), waits(kind, IN_WORKING_DAYS)
    known = "*, TRUE AS bottom, has_no_list OR coalesce(is_unknown, FALSE) AS is_aside"
    found = {
        f"{many}_held": Query(shape=COUNT, rows=f"SELECT *, TRUE AS top, FALSE AS is_aside FROM ({held(kind)})"),
        f"{one}_children": Query(shape=COUNT, rows=children(kind)),
        f"{one}_invited_pct": Query(
            shape=SHARE, rows=f"SELECT *, is_invited AS top, TRUE AS bottom, has_no_list AS is_aside FROM ({expects})"
        ),
        f"{one}_attended_of_invited_pct": Query(shape=SHARE, rows=f"SELECT came AS top, {known} FROM ({listed})"),
        f"{one}_attended_pct": Query(shape=SHARE, rows=f"SELECT came AS top, {known} FROM ({expects})"),
        f"{one}_report_only_pct": Query(
            shape=SHARE, rows=f"SELECT has_reported AND NOT came AS top, {known} FROM ({listed})"
        ),
        f"{one}_not_recorded_pct": Query(
            shape=SHARE, rows=f"SELECT *, is_unknown AS top, TRUE AS bottom, has_no_list AS is_aside FROM ({listed})"
        ),
        f"{one}_quorate_pct": Query(shape=SHARE, rows=quorate(kind)),
        f"{one}_wait_median_hours": Query(shape=quantile(0.5), rows=hours_waited),
        f"{one}_wait_90th_percentile_hours": Query(shape=quantile(0.9), rows=hours_waited),
        f"{one}_wait_median_working_days": Query(shape=quantile(0.5), rows=days_waited),
        f"{one}_wait_90th_percentile_working_days": Query(shape=quantile(0.9), rows=days_waited),
        f"{many}_waiting": Query(shape=COUNT, rows=f"SELECT *, TRUE AS top, FALSE AS is_aside FROM ({waiting(kind)})"),
        f"{many}_delayed": Query(shape=COUNT, rows=late),
        f"{one}_delayed_pct": Query(shape=SHARE, rows=late),
        f"{one}_delay_agency_not_recorded_pct": Query(
            shape=SHARE, rows=f"SELECT * REPLACE (delay_agency IS NULL AS top) FROM ({late}) WHERE top OR is_aside"
        ),
        f"{one}_record_shared_in_one_working_day_pct": Query(
            shape=SHARE, rows=shared(kind), known_by="last_day_within(end_day, 1)"
        ),
        f"{one}_escalations": Query(shape=COUNT, rows=escalated(kind)),
        f"{one}_escalation_median_working_days": Query(shape=quantile(0.5), rows=resolved(kind)),
        f"{one}_escalations_open": Query(shape=COUNT, rows=unresolved(kind)),
    }
    if kind == "strategy":
        overdue = f"SELECT *, waited > 24 AS top, decided_at IS NULL AS is_aside FROM ({waiting(kind)})"
        found |= {
            f"{one}_within_target_pct": Query(shape=SHARE, rows=within_target(kind)),
            f"{many}_overdue": Query(shape=COUNT, rows=overdue),
        }
    return found


QUERIES: Final = {
    code: query for kind, (one, many) in KINDS.items() for code, query in of_kind(kind, one, many).items()
}
