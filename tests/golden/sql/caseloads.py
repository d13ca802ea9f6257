"""Measures of caseloads, of cases without a worker, and of the workforce in SQL, each from its definition."""

from typing import Final

from golden.sql.harness import COUNT, RATIO, RATIO_PCT, SHARE, Query, quantile

LIMIT: Final = 18.0
"""Most cases per full-time worker, by the settings of the comparison."""
LIMIT_OF_NEWLY_QUALIFIED: Final = 12.0
STANDING: Final = """
    SELECT a.*, m.day FROM allocations a
    JOIN month_ends m ON a.started_on <= m.day AND (a.ended_on IS NULL OR a.ended_on >= m.day)
    WHERE is_primary IS DISTINCT FROM FALSE
"""
"""Primary allocations at each month end; the last day of one is in it."""


def cases(person_types: str) -> str:
    """Return SQL for the cases that workers hold at each month end: a person once, with the newest that stands."""
    return f"""
        SELECT * FROM ({STANDING}) WHERE worker_id IS NOT NULL AND person_type IN ({person_types})
        QUALIFY row_number() OVER (PARTITION BY la_code, person_type, person_id, day
                                   ORDER BY started_on DESC, worker_id DESC) = 1
    """


POSTS: Final = """
    SELECT w.*, m.day, contains(lower(role), 'manager') OR contains(lower(role), 'head of service')
                       OR contains(lower(role), 'director') AS is_manager
    FROM workers w JOIN month_ends m ON w.started_on <= m.day AND (w.left_on IS NULL OR w.left_on >= m.day)
"""
"""Workers in post at each month end; the last day in a post is in it."""


def holders(person_types: str = "'child'") -> str:
    """Return SQL for the workers who hold a case at each month end, with their posts and how many cases."""
    return f"""
        SELECT held.*, day AS on_day, coalesce(p.team, held.team_of_cases) AS team, p.role, p.employment, p.fte,
               p.is_asye
        FROM (SELECT la_code, worker_id, day, count(*) AS cases, min(team) AS team_of_cases
              FROM ({cases(person_types)}) GROUP BY ALL) held
        LEFT JOIN ({POSTS}) p USING (la_code, worker_id, day)
    """


def averages(person_types: str) -> str:
    return f"SELECT *, cases AS top, fte AS bottom, fte IS NULL AS is_aside FROM ({holders(person_types)})"


LOADS: Final = f"""
    SELECT *, cases / nullif(fte, 0) AS amount, coalesce(cases / nullif(fte, 0) > 50, TRUE) AS is_aside,
           TRUE AS top, TRUE AS bottom,
           CASE WHEN amount < 5 THEN '00_to_under_05' WHEN amount < 10 THEN '05_to_under_10'
                WHEN amount < 15 THEN '10_to_under_15' WHEN amount < 20 THEN '15_to_under_20'
                WHEN amount < 25 THEN '20_to_under_25' WHEN amount < 30 THEN '25_to_under_30'
                WHEN amount < 35 THEN '30_to_under_35' WHEN amount < 40 THEN '35_to_under_40'
                WHEN amount < 45 THEN '40_to_under_45' WHEN amount <= 50 THEN '45_to_50' END AS band,
           CASE is_asye WHEN TRUE THEN 'yes' WHEN FALSE THEN 'no' END AS newly_qualified
    FROM ({holders()})
"""
ABOVE_LIMIT: Final = f"""
    SELECT * REPLACE (amount > CASE WHEN is_asye THEN {LIMIT_OF_NEWLY_QUALIFIED} ELSE {LIMIT} END AS top) FROM ({LOADS})
"""
WITHOUT_FTE: Final = f"SELECT *, fte = 0 AS top, fte IS NULL AS is_aside FROM ({holders()})"
POST_OF_CASE: Final = f"""
    SELECT c.la_code, c.person_id AS child_id, c.day AS on_day, coalesce(p.team, c.team) AS team,
           c.team AS team_of_case, c.plan_type, p.employment
    FROM ({cases("'child'")}) c LEFT JOIN ({POSTS}) p USING (la_code, worker_id, day)
"""
HELD: Final = f"SELECT *, TRUE AS top, FALSE AS is_aside FROM ({POST_OF_CASE})"
OF_AGENCY: Final = f"""
    SELECT *, employment = 'agency' AS top, TRUE AS bottom, employment IS NULL AS is_aside FROM ({POST_OF_CASE})
"""
WAITING: Final = f"""
    SELECT la_code, person_id AS child_id, team, plan_type, day AS on_day, day - started_on AS amount,
           TRUE AS top, FALSE AS is_aside
    FROM ({STANDING}) w WHERE worker_id IS NULL AND person_type = 'child'
        AND NOT EXISTS (FROM ({cases("'child'")}) c
                        WHERE c.la_code = w.la_code AND c.person_id = w.person_id AND c.day = w.day)
    QUALIFY row_number() OVER (PARTITION BY la_code, person_id, day ORDER BY started_on) = 1
"""
IN_NEED_WITHOUT: Final = f"""
    SELECT r.la_code, r.child_id, r.primary_need, m.day AS on_day, TRUE AS top, FALSE AS is_aside
    FROM referrals r JOIN month_ends m ON r.referred_on <= m.day AND (r.closed_on IS NULL OR r.closed_on > m.day)
    WHERE r.is_no_further_action IS DISTINCT FROM TRUE
      AND NOT EXISTS (FROM ({cases("'child'")}) c
                      WHERE c.la_code = r.la_code AND c.person_id = r.child_id AND c.day = m.day)
"""
ROLE_GROUP: Final = "CASE is_manager WHEN TRUE THEN 'manager' WHEN FALSE THEN 'not_a_manager' END"
AGENCY: Final = f"""
    SELECT *, day AS on_day, {ROLE_GROUP} AS role_group, fte AS bottom,
           CASE WHEN employment = 'agency' THEN fte ELSE 0 END AS top,
           fte IS NULL OR employment IS NULL AS is_aside
    FROM ({POSTS})
"""
IN_POST: Final = f"""
    SELECT la_code, team, role, is_manager, day AS on_day, 0 AS top, fte AS bottom,
           fte IS NULL OR employment IS NULL AS is_aside
    FROM ({POSTS}) WHERE employment IS DISTINCT FROM 'agency'
"""
VACANT: Final = f"""
    SELECT *, {ROLE_GROUP} AS role_group FROM (
        SELECT la_code, team, role,
               contains(lower(role), 'manager') OR contains(lower(role), 'head of service')
               OR contains(lower(role), 'director') AS is_manager,
               day AS on_day, fte AS top, fte AS bottom, fte IS NULL AS is_aside
        FROM vacancies JOIN month_ends m ON vacant_from_on <= day AND (filled_on IS NULL OR filled_on > day)
        UNION ALL BY NAME FROM ({IN_POST}))
"""
LEAVERS: Final = f"""
    SELECT *, {ROLE_GROUP} AS role_group FROM (
        SELECT la_code, team, role,
               contains(lower(role), 'manager') OR contains(lower(role), 'head of service')
               OR contains(lower(role), 'director') AS is_manager,
               left_on AS on_day, fte AS top, 0 AS bottom, FALSE AS at_end,
               fte IS NULL OR employment IS NULL AS is_aside
        FROM workers w
        WHERE left_on IS NOT NULL AND employment IS DISTINCT FROM 'agency'
          AND NOT EXISTS (FROM workers o WHERE o.la_code = w.la_code AND o.worker_id = w.worker_id
                          AND o.started_on > w.started_on AND o.started_on <= w.left_on + 31)
        UNION ALL BY NAME SELECT *, TRUE AS at_end FROM ({IN_POST}))
"""

QUERIES: Final = {
    "average_caseload": Query(shape=RATIO, rows=averages("'child'")),
    "average_caseload_with_carers": Query(shape=RATIO, rows=averages("'child', 'carer'")),
    "caseload_10th_percentile": Query(shape=quantile(0.1), rows=LOADS),
    "caseload_median": Query(shape=quantile(0.5), rows=LOADS),
    "caseload_90th_percentile": Query(shape=quantile(0.9), rows=LOADS),
    "caseload_highest": Query(shape=quantile(1.0), rows=LOADS),
    "caseload_above_limit_pct": Query(shape=SHARE, rows=ABOVE_LIMIT),
    "case_holders": Query(shape=COUNT, rows=LOADS),
    "case_holders_without_fte": Query(shape=COUNT, rows=WITHOUT_FTE),
    "cases_held": Query(shape=COUNT, rows=HELD),
    "cases_of_agency_workers_pct": Query(shape=SHARE, rows=OF_AGENCY),
    "cases_without_worker": Query(shape=COUNT, rows=WAITING),
    "cases_without_worker_median_days": Query(shape=quantile(0.5), rows=WAITING),
    "cases_without_worker_longest_days": Query(shape=quantile(1.0), rows=WAITING),
    "children_in_need_without_worker": Query(shape=COUNT, rows=IN_NEED_WITHOUT),
    "agency_rate_pct": Query(shape=RATIO_PCT, rows=AGENCY),
    "vacancy_rate_pct": Query(shape=RATIO_PCT, rows=VACANT),
    "turnover_rate_pct": Query(shape=RATIO_PCT, rows=LEAVERS, is_at_end=True),
}
