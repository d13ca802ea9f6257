"""Measures of contacts, referrals, children in need and returns in SQL, each from its definition."""

from typing import Final

from golden.sql.harness import COUNT, DISTINCT, DISTINCT_SHARE, RATE, SHARE, Query, quantile

OUT_OF_HOURS: Final = "CASE is_out_of_hours WHEN TRUE THEN 'yes' WHEN FALSE THEN 'no' END AS out_of_hours"
CONTACTS: Final = f"""
    SELECT *, contacted_on AS on_day, {OUT_OF_HOURS}, TRUE AS top, TRUE AS bottom, FALSE AS is_aside FROM contacts
"""
BECAME_REFERRALS: Final = f"""
    SELECT * REPLACE (outcome = 'referral' AS top, outcome IS NULL AS is_aside)
    FROM ({CONTACTS}) WHERE decided_on IS NOT NULL OR outcome IS NOT NULL
"""
CONTACTS_DECIDED: Final = f"""
    SELECT * REPLACE (decided_on IS NOT NULL AND working_days(contacted_on, decided_on) <= 1 AS top,
                      decided_on IS NULL AND outcome IS NOT NULL AS is_aside)
    FROM ({CONTACTS})
"""
CONTACTS_WAITING: Final = """
    SELECT c.*, m.day AS on_day, TRUE AS top, FALSE AS is_aside
    FROM contacts c JOIN month_ends m ON contacted_on <= m.day AND (decided_on IS NULL OR decided_on > m.day)
    WHERE decided_on IS NOT NULL OR outcome IS NULL
"""
SINCE_CONTACT: Final = """
    SELECT a.la_code, a.child_id, a.team, c.source, a.started_on AS on_day, a.started_on - c.contacted_on AS amount,
           coalesce(a.started_on < c.contacted_on, TRUE) OR a.is_first_of_referral IS NULL AS is_aside
    FROM assessments a LEFT JOIN referrals r USING (la_code, referral_id)
    LEFT JOIN contacts c ON c.la_code = r.la_code AND c.contact_id = r.contact_id
    WHERE a.is_first_of_referral IS DISTINCT FROM FALSE
"""
SINCE_REFERRAL: Final = """
    SELECT *, started_on AS on_day, started_on - referred_on AS amount,
           coalesce(started_on < referred_on, TRUE) OR is_first_of_referral IS NULL AS is_aside
    FROM assessments WHERE is_first_of_referral IS DISTINCT FROM FALSE
"""
REFERRALS: Final = """
    SELECT *, referred_on AS on_day, child_id AS key, TRUE AS top, TRUE AS bottom, FALSE AS is_aside FROM referrals
"""
RE_REFERRALS: Final = f"""
    SELECT * REPLACE (EXISTS (FROM referrals b WHERE b.la_code = r.la_code AND b.child_id = r.child_id
                              AND b.referred_on < r.referred_on
                              AND b.referred_on >= r.referred_on - INTERVAL 12 MONTHS) AS top)
    FROM ({REFERRALS}) r
"""
REFERRALS_DECIDED: Final = f"""
    SELECT * REPLACE (decided_on IS NOT NULL AND working_days(referred_on, decided_on) <= 1 AS top,
                      decided_on IS NULL AND (coalesce(is_no_further_action, FALSE) OR closed_on IS NOT NULL)
                      AS is_aside)
    FROM ({REFERRALS})
"""
NO_FURTHER_ACTION: Final = f"""
    SELECT * REPLACE (is_no_further_action AS top, is_no_further_action IS NULL AS is_aside) FROM ({REFERRALS})
"""
EPISODES: Final = """
    SELECT *, TRUE AS top, TRUE AS bottom, is_no_further_action IS NULL AS is_aside FROM referrals
    WHERE is_no_further_action IS DISTINCT FROM TRUE
"""
STARTED: Final = f"SELECT *, referred_on AS on_day FROM ({EPISODES})"
ENDED: Final = f"SELECT *, closed_on AS on_day FROM ({EPISODES}) WHERE closed_on IS NOT NULL"
OPEN: Final = f"""
    SELECT e.* REPLACE (FALSE AS is_aside), m.day AS on_day
    FROM ({EPISODES}) e JOIN month_ends m ON referred_on <= m.day AND (closed_on IS NULL OR closed_on > m.day)
"""
RETURNS: Final = f"""
    SELECT e.*, n.referred_on AS next_on, n.primary_need AS next_need,
           coalesce(n.referred_on <= e.closed_on + INTERVAL 6 MONTHS, FALSE) AS is_back
    FROM ({ENDED}) e LEFT JOIN (
        SELECT e.la_code, e.referral_id, n.referred_on, n.primary_need
        FROM ({ENDED}) e JOIN referrals n ON n.la_code = e.la_code AND n.child_id = e.child_id
             AND n.referred_on >= e.closed_on AND n.referral_id <> e.referral_id
        QUALIFY row_number() OVER (PARTITION BY e.la_code, e.referral_id ORDER BY n.referred_on, n.referral_id) = 1
    ) n USING (la_code, referral_id)
    WHERE closure_reason IS DISTINCT FROM 'RC2'
"""
RETURNED: Final = f"SELECT * REPLACE (is_back AS top) FROM ({RETURNS})"
RETURNED_FOR_SAME: Final = f"""
    SELECT * REPLACE (is_back AND primary_need = next_need AS top,
                      is_aside OR (is_back AND (nullif(primary_need, 'N0') IS NULL OR nullif(next_need, 'N0') IS NULL))
                      AS is_aside)
    FROM ({RETURNS})
"""
ONE_WORKING_DAY: Final = "last_day_within(end_day, 1)"
SIX_MONTHS: Final = "(end_day + INTERVAL 6 MONTHS)::DATE"

QUERIES: Final = {
    "contacts": Query(shape=COUNT, rows=CONTACTS),
    "contacts_became_referrals_pct": Query(shape=SHARE, rows=BECAME_REFERRALS),
    "contacts_decided_in_one_working_day_pct": Query(shape=SHARE, rows=CONTACTS_DECIDED, known_by=ONE_WORKING_DAY),
    "contacts_waiting": Query(shape=COUNT, rows=CONTACTS_WAITING),
    "contact_to_assessment_median_days": Query(shape=quantile(0.5), rows=SINCE_CONTACT),
    "contact_to_assessment_90th_percentile_days": Query(shape=quantile(0.9), rows=SINCE_CONTACT),
    "referral_to_assessment_start_median_days": Query(shape=quantile(0.5), rows=SINCE_REFERRAL),
    "referral_rate_per_10k": Query(shape=RATE, rows=REFERRALS),
    "re_referral_pct": Query(shape=SHARE, rows=RE_REFERRALS),
    "referrals": Query(shape=COUNT, rows=REFERRALS),
    "referred_children": Query(shape=DISTINCT, rows=REFERRALS),
    "referrals_decided_in_one_working_day_pct": Query(shape=SHARE, rows=REFERRALS_DECIDED, known_by=ONE_WORKING_DAY),
    "re_referred_children_pct": Query(shape=DISTINCT_SHARE, rows=RE_REFERRALS),
    "referrals_no_further_action_pct": Query(shape=SHARE, rows=NO_FURTHER_ACTION),
    "returned_within_six_months_pct": Query(shape=SHARE, rows=RETURNED, known_by=SIX_MONTHS),
    "returned_for_same_need_pct": Query(shape=SHARE, rows=RETURNED_FOR_SAME, known_by=SIX_MONTHS),
    "children_in_need_rate_per_10k": Query(shape=RATE, rows=OPEN),
    "children_in_need": Query(shape=COUNT, rows=OPEN),
    "children_in_need_started": Query(shape=COUNT, rows=STARTED),
    "children_in_need_ended": Query(shape=COUNT, rows=ENDED),
}
