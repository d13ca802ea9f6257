"""Measures of continuity, supervision and audits in SQL, each from its definition."""

from typing import Final

from golden.sql.caseloads import HELD
from golden.sql.harness import COUNT, RATIO, SHARE, Query, quantile

SPELLS: Final = """
    SELECT * RENAME (person_id AS child_id) FROM allocations
    WHERE person_type = 'child' AND worker_id IS NOT NULL AND is_primary IS DISTINCT FROM FALSE
"""
CHANGES: Final = f"""
    SELECT la_code, child_id, team, started_on AS on_day, 1 AS top, 0 AS bottom, FALSE AS at_end, FALSE AS is_aside
    FROM (SELECT *, lag(worker_id) OVER (PARTITION BY la_code, child_id ORDER BY started_on, worker_id) AS before
          FROM ({SPELLS}))
    WHERE before <> worker_id
    UNION ALL BY NAME
    SELECT la_code, child_id, team_of_case AS team, on_day, 0 AS top, 1 AS bottom, TRUE AS at_end, FALSE AS is_aside
    FROM ({HELD})
"""
SEVERAL: Final = f"""
    SELECT h.la_code, h.child_id, h.team, h.on_day, TRUE AS at_end, FALSE AS is_aside, TRUE AS bottom,
           (SELECT count(DISTINCT s.worker_id) FROM ({SPELLS}) s
            WHERE s.la_code = h.la_code AND s.child_id = h.child_id AND s.started_on <= h.on_day
              AND (s.ended_on IS NULL
                   OR s.ended_on >= date_trunc('month', h.on_day + 1) - INTERVAL 12 MONTHS)) >= 3 AS top
    FROM ({HELD}) h
"""
EPISODES: Final = """
    SELECT *, lead(referred_on) OVER (PARTITION BY la_code, child_id ORDER BY referred_on, referral_id) AS next_on
    FROM referrals WHERE is_no_further_action IS DISTINCT FROM TRUE
"""
FIRST_VISITS: Final = f"""
    SELECT la_code, child_id, on_day, TRUE AS bottom,
           count(DISTINCT worker_id) >= 2 AS top,
           (bool_or(worker_id IS NULL) AND count(DISTINCT worker_id) < 2) OR any_value(is_unknown) AS is_aside
    FROM (SELECT r.la_code, r.child_id, r.referral_id, r.referred_on AS on_day, v.worker_id,
                 r.is_no_further_action IS NULL AS is_unknown,
                 row_number() OVER (PARTITION BY r.la_code, r.referral_id ORDER BY v.visited_on, v.worker_id) AS place
          FROM ({EPISODES}) r JOIN visits v ON v.la_code = r.la_code AND v.child_id = r.child_id
               AND v.visited_on >= r.referred_on AND working_days(r.referred_on, v.visited_on) <= 45
               AND (r.next_on IS NULL OR v.visited_on < r.next_on))
    WHERE place <= 3 GROUP BY la_code, child_id, referral_id, on_day HAVING count(*) >= 2
"""
FIRST_ALLOCATIONS: Final = f"""
    SELECT r.la_code, r.child_id, r.source, s.team, s.started_on AS on_day, s.started_on - r.referred_on AS amount,
           r.is_no_further_action IS NULL AS is_aside
    FROM ({EPISODES}) r JOIN ({SPELLS}) s ON s.la_code = r.la_code AND s.child_id = r.child_id
         AND s.started_on >= r.referred_on AND (r.next_on IS NULL OR s.started_on < r.next_on)
    JOIN covered ON covered.la_code = r.la_code AND r.referred_on >= covered.first_day
    QUALIFY row_number() OVER (PARTITION BY r.la_code, r.referral_id ORDER BY s.started_on, s.worker_id) = 1
"""
SUPERVISIONS: Final = """
    SELECT s.la_code, s.due_on AS on_day, FALSE AS is_aside, TRUE AS bottom, w.team,
           CASE WHEN s.child_id IS NULL THEN 'own' ELSE 'child' END AS about,
           s.held_on IS NOT NULL AND s.held_on <= s.due_on AS top
    FROM supervisions s
    LEFT JOIN workers w ON w.la_code = s.la_code AND w.worker_id = s.worker_id
         AND w.started_on <= s.due_on AND (w.left_on IS NULL OR w.left_on >= s.due_on)
    WHERE s.due_on IS NOT NULL
"""
GRADED: Final = """
    SELECT *, audited_on AS on_day, TRUE AS bottom, TRUE AS top, coalesce(moderated_grade, grade) AS final_grade,
           final_grade IS NULL AS is_aside
    FROM audits
"""
GOOD: Final = f"SELECT * REPLACE (final_grade IN ('good', 'outstanding') AS top) FROM ({GRADED})"
AGREED: Final = f"""
    SELECT * REPLACE (grade = moderated_grade AS top, grade IS NULL AS is_aside) FROM ({GRADED})
    WHERE moderated_grade IS NOT NULL
"""

QUERIES: Final = {
    "worker_changes_per_child": Query(shape=RATIO, rows=CHANGES, is_at_end=True),
    "children_with_three_or_more_workers_pct": Query(shape=SHARE, rows=SEVERAL, is_at_end=True),
    "first_visits_by_several_workers_pct": Query(
        shape=SHARE, rows=FIRST_VISITS, known_by="last_day_within(end_day, 45)"
    ),
    "referral_to_allocation_median_days": Query(shape=quantile(0.5), rows=FIRST_ALLOCATIONS),
    "referral_to_allocation_90th_percentile_days": Query(shape=quantile(0.9), rows=FIRST_ALLOCATIONS),
    "supervision_on_time_pct": Query(shape=SHARE, rows=SUPERVISIONS),
    "audits_good_or_better_pct": Query(shape=SHARE, rows=GOOD),
    "audit_grades": Query(shape=COUNT, rows=GRADED),
    "audit_moderation_agreement_pct": Query(shape=SHARE, rows=AGREED),
}
