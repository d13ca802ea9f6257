"""Which of our measures an older scorecard means: by our code, our title, or a title that councils use."""

import re
from functools import cache
from typing import Final

from csc_metrics.contracts.policy import ASSESSMENT_LIMIT, CONFERENCE_LIMIT, RE_REFERRAL_MONTHS
from csc_metrics.errors import did_you_mean
from csc_metrics.measures.registry import MEASURES
from csc_metrics.records.headings import folded

_FILLERS: Final = frozenset({"the", "a", "an", "of", "pct", "percent", "percentage", "proportion"})
_SPELT_OUT: Final = (
    (r"\bper cent\b", ""),
    (r"\b10k\b|\b10000\b", "10 000"),
    (r"\bs ?47s?\b", "section 47"),
    (r"\bicpcs?\b", "initial child protection conferences"),
    (r"\bcpps?\b|\bcp plans?\b", "child protection plans"),
    (r"\bcp\b", "child protection"),
    (r"\bcin\b", "children in need"),
    (r"\blac\b|\bcla\b|\blooked after children\b|\bchildren in care\b", "children looked after"),
    (r"\bsingle assessments\b", "assessments"),
    (r"\breferral rate\b", "rate of referrals"),
    (r"\brepeat referrals\b", "re referrals"),
)
"""Abbreviations and ways of speaking of the field, in folded words, and how they are spelt out."""
_USED_BY_COUNCILS: Final[dict[str, tuple[str, ...]]] = {
    "average_caseload": (
        *("Average caseload per social worker", "Average social worker caseload", "Social worker caseload"),
        "Average caseload per FTE social worker",
    ),
    "agency_rate_pct": ("Agency rate", "Agency workers", "Agency social worker rate"),
    "vacancy_rate_pct": ("Vacancy rate", "Social worker vacancy rate"),
    "turnover_rate_pct": ("Turnover rate", "Social worker turnover rate", "Staff turnover"),
    "assessments_within_45_working_days_pct": (
        *(f"Assessments within {ASSESSMENT_LIMIT}", "Assessments in timescale", "Assessment timeliness"),
        f"Assessments authorised within {ASSESSMENT_LIMIT}",
    ),
    "assessments_within_45_working_days_of_referral_pct": (f"Assessments within {ASSESSMENT_LIMIT} of referral",),
    "icpc_within_15_working_days_pct": (
        f"ICPCs within {CONFERENCE_LIMIT}",
        f"ICPCs held within {CONFERENCE_LIMIT}",
        f"ICPCs held within {CONFERENCE_LIMIT} of strategy discussion",
        "ICPCs in timescale",
    ),
    "referral_rate_per_10k": ("Rate of referrals", "Rate of referrals per 10,000", "Referrals per 10,000"),
    "re_referral_pct": (
        *("Re-referral rate", f"Re-referrals within {RE_REFERRAL_MONTHS} of a previous referral"),
        f"Referrals within {RE_REFERRAL_MONTHS} of a previous referral",
    ),
    "section_47_rate_per_10k": (
        *("Section 47 rate per 10,000", "Section 47 enquiries per 10,000", "Rate of section 47 enquiries"),
        "Rate of section 47 enquiries per 10,000",
    ),
    "section_47_enquiries": ("Number of section 47 enquiries", "Section 47 enquiries"),
    "children_in_need_rate_per_10k": (
        *("CIN rate per 10,000", "CIN per 10,000", "Rate of children in need", "Rate of children in need per 10,000"),
    ),
    "child_protection_plan_rate_per_10k": (
        *("CP rate per 10,000", "CP plan rate per 10,000", "CP plans per 10,000", "Rate of CP plans per 10,000"),
        "Children subject to a child protection plan per 10,000",
    ),
    "child_protection_plans": (
        *("Number of children on a CP plan", "Number of children subject to a child protection plan"),
        *("Children subject to a child protection plan", "CP plans open"),
    ),
    "second_or_subsequent_plan_pct": (
        *("Second or subsequent CP plans", "Repeat CP plans"),
        "Children subject to a second or subsequent child protection plan",
    ),
    "looked_after_rate_per_10k": ("CLA rate per 10,000", "CLA per 10,000", "Rate of CLA", "Rate of CLA per 10,000"),
    "children_looked_after": ("Number of CLA",),
    "supervision_on_time_pct": ("Supervision in timescale",),
}
"""In the field's usual words. A title that was meant otherwise is no loss: its figures differ, and that is shown."""


def measure_called(title: str) -> str | None:
    """Return the code of the measure that a scorecard means; None where none is called so.

    "referrals" as we write the code is the number of them; "Referrals" is our title of their rate.

    title: our code, our title, or one that councils use, in whatever case and with whatever marks.

    >>> measure_called("% Re-referrals within 12 months"), measure_called("LAC rate per 10k"), measure_called("NEET")
    ('re_referral_pct', 'looked_after_rate_per_10k', None)
    """
    written = title.strip()
    return written if written in MEASURES else _by_title().get(_plain(written)) or _by_code().get(folded(written))


def measure_meant(title: str) -> str:
    """Return " Did you mean …?" with the nearest titles and codes, or nothing where none is near.

    title: one that `measure_called` does not know.

    >>> measure_meant("Social worker vacancys")
    ' Did you mean Social worker vacancies or Social worker turnover or Agency social workers?'
    """
    return did_you_mean(title, [*(one.title for one in MEASURES.values()), *MEASURES])


def _plain(title: str) -> str:
    """Return a title in folded words, abbreviations spelt out, without words that tell nothing."""
    words = folded(title)
    for short, long in _SPELT_OUT:
        words = re.sub(short, long, words)
    return " ".join(word for word in words.split() if word not in _FILLERS)


@cache
def _by_title() -> dict[str, str]:
    """Return code by plain title: councils' own words never take a name that a title of ours has."""
    told = {_plain(name): code for code, names in _USED_BY_COUNCILS.items() for name in names}
    for code, one in MEASURES.items():
        told |= dict.fromkeys(map(_plain, (one.short_title, f"{one.title} {one.unit}", one.title)), code)
    return told


@cache
def _by_code() -> dict[str, str]:
    return {folded(code): code for code in MEASURES}
