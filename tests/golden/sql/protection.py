"""Measures of enquiries, plans, care, steps between them, and events in SQL, each from its definition."""

from typing import Final

from golden.sql.harness import COUNT, DISTINCT, RATE, SHARE, Query, quantile

ENQUIRIES: Final = """
    SELECT *, strategy_discussion_on AS on_day, TRUE AS top, TRUE AS bottom, FALSE AS is_aside
    FROM section_47_enquiries
"""
NO_FURTHER_ACTION: Final = f"""
    SELECT * REPLACE (outcome = 'no_further_action' AS top, outcome IS NULL AS is_aside) FROM ({ENQUIRIES})
"""
CONFERENCES: Final = """
    SELECT *, icpc_on AS on_day, working_days(strategy_discussion_on, icpc_on) AS amount, TRUE AS bottom,
           icpc_on < strategy_discussion_on OR coalesce(is_icpc_not_required, FALSE) AS is_aside
    FROM section_47_enquiries WHERE icpc_on IS NOT NULL
"""
IN_TIME: Final = f"SELECT *, amount <= 15 AS top FROM ({CONFERENCES})"
PLANS: Final = "SELECT *, TRUE AS top, TRUE AS bottom, FALSE AS is_aside FROM plans WHERE plan_type = '{}'"


def standing(kind: str) -> str:
    return f"""
        SELECT p.*, m.day AS on_day FROM ({PLANS.format(kind)}) p
        JOIN month_ends m ON started_on <= m.day AND (ended_on IS NULL OR ended_on > m.day)
        QUALIFY row_number() OVER (PARTITION BY la_code, child_id, m.day ORDER BY started_on DESC) = 1
    """


def started(kind: str) -> str:
    return f"SELECT *, started_on AS on_day FROM ({PLANS.format(kind)})"


def ended(kind: str) -> str:
    return f"SELECT *, ended_on AS on_day FROM ({PLANS.format(kind)}) WHERE ended_on IS NOT NULL"


SECOND: Final = f"""
    SELECT * REPLACE (EXISTS (FROM plans b WHERE b.plan_type = 'cp' AND b.la_code = p.la_code
                              AND b.child_id = p.child_id AND b.started_on < p.started_on) AS top)
    FROM ({started("cp")}) p
"""
STEPS: Final = """
    SELECT p.la_code, p.child_id, p.ended_on AS on_day, TRUE AS top, FALSE AS is_aside,
           p.plan_type || '_to_' || n.plan_type AS step,
           list_position(['cin_plan', 'cp', 'cla'], n.plan_type)
           - list_position(['cin_plan', 'cp', 'cla'], p.plan_type) AS way
    FROM plans p JOIN plans n ON n.la_code = p.la_code AND n.child_id = p.child_id AND n.plan_type <> p.plan_type
         AND n.started_on BETWEEN p.ended_on - 7 AND p.ended_on + 7 AND n.started_on > p.started_on
    QUALIFY row_number() OVER (
        PARTITION BY p.la_code, p.child_id, p.plan_type, p.started_on
        ORDER BY abs(n.started_on - p.ended_on), list_position(['cin_plan', 'cp', 'cla'], n.plan_type) DESC) = 1
"""
TO_EARLY_HELP: Final = """
    SELECT e.la_code, e.child_id, e.organisation, e.started_on AS on_day, TRUE AS top,
           bool_and(is_unknown) AS is_aside
    FROM early_help e JOIN (
        SELECT la_code, child_id, closed_on AS ended_on, is_no_further_action IS NULL AS is_unknown
        FROM referrals WHERE is_no_further_action IS DISTINCT FROM TRUE
        UNION ALL
        SELECT la_code, child_id, authorised_on, FALSE FROM assessments WHERE outcome = 'early_help'
    ) ends ON ends.la_code = e.la_code AND ends.child_id = e.child_id
        AND e.started_on BETWEEN ends.ended_on AND ends.ended_on + 30
    GROUP BY ALL
"""
AUTHORISED: Final = (
    "SELECT *, authorised_on AS on_day, FALSE AS is_aside FROM assessments WHERE authorised_on IS NOT NULL"
)
FACTORS: Final = f"""
    SELECT a.*, f.factor, a.assessment_id AS key, TRUE AS top
    FROM ({AUTHORISED}) a JOIN assessment_factors f USING (la_code, assessment_id) WHERE f.factor <> 'none'
"""


def with_factor(words: str) -> str:
    """Return SQL for assessments with factors recorded, and whether one of them is among those that match."""
    return f"""
        SELECT a.*, f.is_found AS top, TRUE AS bottom FROM ({AUTHORISED}) a JOIN (
            SELECT la_code, assessment_id, bool_or(regexp_matches(factor, '{words}')) AS is_found
            FROM assessment_factors GROUP BY ALL) f
        USING (la_code, assessment_id)
    """


def events(kind: str) -> str:
    return f"""
        SELECT *, occurred_on AS on_day, child_id AS key, TRUE AS top, FALSE AS is_aside FROM events
        WHERE event_type = '{kind}'
    """


EARLY_HELP: Final = "SELECT *, started_on AS on_day, TRUE AS top, FALSE AS is_aside FROM early_help"
A_WEEK_LATER: Final = "end_day + 7"
OF_PLANS: Final = {"cp": "child_protection_plans", "cla": "children_looked_after", "cin_plan": "cin_plans"}

QUERIES: Final = {
    "icpc_within_15_working_days_pct": Query(shape=SHARE, rows=IN_TIME),
    "section_47_rate_per_10k": Query(shape=RATE, rows=ENQUIRIES),
    "section_47_enquiries": Query(shape=COUNT, rows=ENQUIRIES),
    "section_47_no_further_action_pct": Query(shape=SHARE, rows=NO_FURTHER_ACTION),
    "section_47_to_conference_median_working_days": Query(shape=quantile(0.5), rows=CONFERENCES),
    "child_protection_plan_rate_per_10k": Query(shape=RATE, rows=standing("cp")),
    "looked_after_rate_per_10k": Query(shape=RATE, rows=standing("cla")),
    "second_or_subsequent_plan_pct": Query(shape=SHARE, rows=SECOND),
    **{code: Query(shape=COUNT, rows=standing(kind)) for kind, code in OF_PLANS.items()},
    **{f"{code}_started": Query(shape=COUNT, rows=started(kind)) for kind, code in OF_PLANS.items()},
    **{f"{code}_ended": Query(shape=COUNT, rows=ended(kind)) for kind, code in OF_PLANS.items()},
    "step_ups": Query(shape=COUNT, rows=f"FROM ({STEPS}) WHERE way > 0", known_by=A_WEEK_LATER),
    "step_downs": Query(shape=COUNT, rows=f"FROM ({STEPS}) WHERE way < 0", known_by=A_WEEK_LATER),
    "step_downs_to_early_help": Query(shape=COUNT, rows=TO_EARLY_HELP),
    "assessments_with_factors": Query(shape=DISTINCT, rows=FACTORS),
    "assessments_with_domestic_abuse_pct": Query(shape=SHARE, rows=with_factor("^domestic_abuse")),
    "assessments_with_exploitation_pct": Query(shape=SHARE, rows=with_factor("exploitation|trafficking|gangs")),
    "missing_episodes": Query(shape=COUNT, rows=events("missing")),
    "children_missing": Query(shape=DISTINCT, rows=events("missing")),
    "police_protections": Query(shape=COUNT, rows=events("police_protection")),
    "emergency_protection_orders": Query(shape=COUNT, rows=events("emergency_protection_order")),
    "early_help_assessments_started": Query(shape=COUNT, rows=EARLY_HELP),
}
