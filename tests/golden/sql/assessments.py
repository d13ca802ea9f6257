"""Measures of assessments in SQL, each from its definition."""

from typing import Final

from golden.sql.harness import COUNT, SHARE, Query, quantile

COMPLETED: Final = """
    SELECT *, duration_band(amount) AS duration FROM (
        SELECT la_code, child_id, team, outcome, authorised_on AS on_day, FALSE AS is_aside, TRUE AS top,
               working_days(started_on, authorised_on) AS amount
        FROM assessments WHERE authorised_on IS NOT NULL)
"""
IN_TIME: Final = """
    SELECT la_code, child_id, team, authorised_on AS on_day, FALSE AS is_aside, TRUE AS bottom,
           working_days(started_on, authorised_on) <= 45 AS top
    FROM assessments WHERE authorised_on IS NOT NULL
"""
IN_TIME_OF_REFERRAL: Final = """
    SELECT la_code, child_id, team, authorised_on AS on_day, TRUE AS bottom,
           working_days(referred_on, authorised_on) <= 45 AS top,
           referred_on IS NULL OR is_first_of_referral IS NULL OR started_on < referred_on AS is_aside
    FROM assessments WHERE authorised_on IS NOT NULL AND is_first_of_referral IS DISTINCT FROM FALSE
"""
COHORT: Final = """
    SELECT la_code, child_id, team, referred_on AS on_day, TRUE AS bottom, started_on < referred_on AS is_aside,
           authorised_on IS NOT NULL AND working_days(referred_on, authorised_on) <= 45 AS top
    FROM assessments WHERE is_first_of_referral AND referred_on IS NOT NULL
"""
OPEN: Final = """
    SELECT *, duration_band(days) AS open_for FROM (
        SELECT la_code, child_id, team, m.day AS on_day, FALSE AS is_aside, TRUE AS bottom,
               working_days(CASE WHEN is_first_of_referral AND referred_on <= started_on
                                 THEN referred_on ELSE started_on END, m.day) AS days
        FROM assessments JOIN month_ends m ON started_on <= m.day AND (authorised_on IS NULL OR authorised_on > m.day))
"""
NOT_IN_NEED: Final = """
    SELECT la_code, child_id, team, authorised_on AS on_day, outcome IS NULL AS is_aside, TRUE AS bottom,
           outcome IN ('not_in_need', 'early_help') AS top
    FROM assessments WHERE authorised_on IS NOT NULL
"""
SEEN: Final = """
    SELECT la_code, child_id, team, authorised_on AS on_day, FALSE AS is_aside, TRUE AS bottom,
           child_seen_on IS NOT NULL AND child_seen_on <= authorised_on AS top
    FROM assessments WHERE authorised_on IS NOT NULL
"""
REVIEWED: Final = """
    SELECT la_code, child_id, team, authorised_on AS on_day, FALSE AS is_aside, TRUE AS bottom,
           manager_reviewed_on IS NOT NULL AND manager_reviewed_on <= authorised_on AS top
    FROM assessments WHERE authorised_on IS NOT NULL
"""
REVIEW_AFTER_ALLOCATION: Final = """
    SELECT a.la_code, a.child_id, a.team, a.manager_reviewed_on AS on_day,
           working_days(allocated_on, a.manager_reviewed_on) AS amount,
           coalesce(allocated_on > a.manager_reviewed_on, TRUE) OR a.is_first_of_referral IS NULL AS is_aside
    FROM assessments a LEFT JOIN (
        SELECT a.la_code, a.assessment_id, min(w.started_on) AS allocated_on
        FROM assessments a JOIN allocations w ON w.la_code = a.la_code AND w.person_id = a.child_id
             AND w.started_on >= a.referred_on
        WHERE w.person_type = 'child' AND w.worker_id IS NOT NULL AND w.is_primary IS DISTINCT FROM FALSE
        GROUP BY ALL
    ) USING (la_code, assessment_id)
    WHERE a.is_first_of_referral IS DISTINCT FROM FALSE AND a.manager_reviewed_on IS NOT NULL
"""
REPEATS: Final = """
    SELECT la_code, child_id, team, started_on AS on_day, FALSE AS is_aside, TRUE AS bottom,
           EXISTS (FROM assessments b WHERE b.la_code = a.la_code AND b.child_id = a.child_id
                   AND b.started_on < a.started_on AND b.started_on >= a.started_on - INTERVAL 12 MONTHS) AS top
    FROM assessments a
"""

QUERIES: Final = {
    "assessments_within_45_working_days_pct": Query(shape=SHARE, rows=IN_TIME),
    "assessments_within_45_working_days_of_referral_pct": Query(shape=SHARE, rows=IN_TIME_OF_REFERRAL),
    "assessments_completed": Query(shape=COUNT, rows=COMPLETED),
    "assessment_median_working_days": Query(shape=quantile(0.5), rows=COMPLETED),
    "assessment_90th_percentile_working_days": Query(shape=quantile(0.9), rows=COMPLETED),
    "referrals_assessed_by_day_45_pct": Query(shape=SHARE, rows=COHORT, known_by="last_day_within(end_day, 45)"),
    "assessments_open": Query(shape=COUNT, rows=f"SELECT *, TRUE AS top FROM ({OPEN})"),
    "assessments_overdue": Query(shape=COUNT, rows=f"SELECT *, days > 45 AS top FROM ({OPEN})"),
    "assessments_overdue_pct": Query(shape=SHARE, rows=f"SELECT *, days > 45 AS top FROM ({OPEN})"),
    "assessments_due_soon": Query(shape=COUNT, rows=f"SELECT *, days BETWEEN 35 AND 45 AS top FROM ({OPEN})"),
    "assessments_not_in_need_pct": Query(shape=SHARE, rows=NOT_IN_NEED),
    "assessments_child_seen_pct": Query(shape=SHARE, rows=SEEN),
    "assessments_reviewed_by_manager_pct": Query(shape=SHARE, rows=REVIEWED),
    "allocation_to_review_median_working_days": Query(shape=quantile(0.5), rows=REVIEW_AFTER_ALLOCATION),
    "repeat_assessments_pct": Query(shape=SHARE, rows=REPEATS),
}
