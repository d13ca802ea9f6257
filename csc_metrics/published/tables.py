"""DfE's tables: how each is recognised, which of its columns are read, and on which day its figures stand."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from csc_metrics.contracts.authorities import JOINT_RETURNS

AREA_COLUMNS: Final = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "region_code",
    "old_la_code",
)
"""Columns that each of DfE's tables has: the period and the area of a row."""
CATEGORY_COLUMNS: Final = ("category", "age_group", "population_type", "population_count")
"""Where DfE's tables say what a row is about; the heading differs by table and edition."""


@dataclass(frozen=True, kw_only=True)
class PublishedTable:
    """One of DfE's tables.

    title: what it is, as people say it. publication: the publication that it is part of.
    category: a pattern that every row's category matches; None where the table has no such column.
    read_category: a narrower pattern for the rows that are read, where the table holds more.
    series: our name of a series → its headings, newest edition first. optional: series that some editions lack.
    month_day: the day on which the figures stand; no file states it.
    joint_returns: pairs of authorities that make one return; where an edition prints it on one of them alone.
    is_oracle: whether it only checks figures of other tables, so that it is read only where it is asked for.
    """

    code: str
    title: str
    publication: str
    category: re.Pattern[str] | None
    series: dict[str, tuple[str, ...]]
    month_day: tuple[int, int]
    optional: frozenset[str] = frozenset()
    read_category: re.Pattern[str] | None = None
    joint_returns: tuple[tuple[str, str], ...] = ()
    is_oracle: bool = False

    def period_end(self, year: int) -> date:
        """Return the day on which the figures of DfE's year stand.

        >>> PUBLISHED_TABLES["workforce"].period_end(2025)
        datetime.date(2025, 9, 30)
        """
        return date(year, *self.month_day)

    @property
    def required(self) -> dict[str, tuple[str, ...]]:
        """The series that every edition has, with their headings."""
        return {series: headings for series, headings in self.series.items() if series not in self.optional}


_CIN: Final = "Children in need"
_MARCH: Final = (3, 31)
_SEPTEMBER: Final = (9, 30)
_JUNE: Final = (6, 30)

_WORKFORCE = PublishedTable(
    code="workforce",
    title="Children's social work workforce: indicators",
    publication="Children's social work workforce",
    category=None,
    series={
        "social_workers_in_post_fte": ("inpost_fte", "social_worker_fte"),
        "leavers_fte": ("leavers_fte", "leaver_fte"),
        "turnover_rate_pct": ("turnover_rate_fte", "turnover_rate_fte_%"),
        "agency_workers_fte": ("agency_fte",),
        "agency_rate_pct": ("agency_rate_fte", "agency_worker_rate_fte_%"),
        "vacancies_fte": ("vacancy_fte",),
        "vacancy_rate_pct": ("vacancy_rate_fte", "vacancy_rate_fte_%"),
        "case_holders_fte": ("case_holders_fte",),
        "cases": ("cases",),
        "average_caseload": ("caseload_fte",),
    },
    month_day=_SEPTEMBER,
    joint_returns=JOINT_RETURNS,
)
_CHILDREN_IN_NEED = PublishedTable(
    code="b1",
    title="Children in need (table b1)",
    publication=_CIN,
    category=re.compile(r"Children in Need"),
    series={
        "children_in_need_episodes": ("At31_episodes",),
        "children_in_need_rate_as_printed": ("At31_episodes_rate",),
    },
    optional=frozenset({"children_in_need_rate_as_printed"}),
    month_day=_MARCH,
)
_REFERRALS = PublishedTable(
    code="c1",
    title="Referrals and re-referrals (table c1)",
    publication=_CIN,
    category=re.compile(r"Referrals and Re-referrals"),
    series={
        "referrals": ("referral_count", "Referrals"),
        "re_referrals": ("rereferral_count", "Re_referrals"),
        "re_referral_pct": ("rereferral_percent", "Re_referrals_percent"),
        "referral_rate_as_printed": ("Referrals_rate",),
    },
    optional=frozenset({"referral_rate_as_printed"}),
    month_day=_MARCH,
)
_ASSESSMENTS = PublishedTable(
    code="c2",
    title="Duration of assessments (table c2)",
    publication=_CIN,
    category=re.compile(r"Duration of assessment"),
    series={
        "assessments_completed": ("Assessments_completed",),
        "assessments_same_day": ("Same_day",),
        "assessments_1_to_10_working_days": ("1-10_days",),
        "assessments_11_to_20_working_days": ("11-20_days",),
        "assessments_21_to_30_working_days": ("21-30_days",),
        "assessments_31_to_40_working_days": ("31-40_days",),
        "assessments_41_to_45_working_days": ("41-45_days",),
        "assessments_46_to_50_working_days": ("46-50_days",),
        "assessments_51_to_60_working_days": ("51-60_days",),
        "assessments_61_or_more_working_days": ("61+_days",),
    },
    month_day=_MARCH,
)
_SECTION_47 = PublishedTable(
    code="c4",
    title="Section 47 enquiries and initial child protection conferences (table c4)",
    publication=_CIN,
    category=re.compile(r"Section 47s and Initial Child Protection Conferences"),
    series={
        "section_47_enquiries": ("Section47",),
        "initial_conferences": ("ICPC",),
        "initial_conferences_0_to_10_working_days": ("Duration_0-10_days",),
        "initial_conferences_11_to_15_working_days": ("Duration_11-15_days",),
        "initial_conferences_16_to_20_working_days": ("Duration_16-20_days",),
        "initial_conferences_21_or_more_working_days": ("Duration_21+_days",),
        "section_47_rate_as_printed": ("Section47_rate",),
    },
    optional=frozenset({"section_47_rate_as_printed"}),
    month_day=_MARCH,
)
_PLANS_OF_THE_YEAR = PublishedTable(
    code="d1",
    title="Child protection plans in the year (table d1)",
    publication=_CIN,
    category=re.compile(r"Child Protection Plans"),
    series={
        "child_protection_plans_of_d1": ("CPP_At31",),
        "child_protection_plan_rate_as_printed": ("CPP_At31_rate",),
    },
    is_oracle=True,
    month_day=_MARCH,
)
_PLANS = PublishedTable(
    code="d5",
    title="Child protection plans at 31 March by length of time (table d5)",
    publication=_CIN,
    category=re.compile(r"Child Protection Plans by length of time"),
    series={
        "child_protection_plans": ("CPP_At31",),
    },
    month_day=_MARCH,
)
_LOOKED_AFTER = PublishedTable(
    code="looked_after",
    title="Children looked after: number and rate per 10,000",
    publication="Children looked after in England",
    category=re.compile(
        r"Children (?:looked after (?:at|on) 31 March|starting to be looked after|ceasing to be looked after) each year"
    ),
    read_category=re.compile(r"Children looked after (?:at|on) 31 March each year"),
    series={
        "children_looked_after": ("children_count", "number"),
        "looked_after_rate_per_10k": ("rate_per_10000",),
        "population_of_looked_after_rate": ("population_estimate",),
    },
    month_day=_MARCH,
)
_POPULATION = PublishedTable(
    code="population",
    title="Mid-year population estimates, children aged 0 to 17 years",
    publication="Mid-year population estimates (ONS), as DfE packs them with Children in need",
    category=re.compile(r"Children aged 0 to 17 years"),
    series={"population_0_to_17": ("population_estimate",)},
    month_day=_JUNE,
)

PUBLISHED_TABLES: Final[dict[str, PublishedTable]] = {
    table.code: table
    for table in (
        _WORKFORCE,
        _CHILDREN_IN_NEED,
        _REFERRALS,
        _ASSESSMENTS,
        _SECTION_47,
        _PLANS_OF_THE_YEAR,
        _PLANS,
        _LOOKED_AFTER,
        _POPULATION,
    )
}
"""The tables that are read, by code."""

SERIES_TABLE: Final[dict[str, str]] = {
    series: table.code for table in PUBLISHED_TABLES.values() for series in table.series
}
"""The table that each series comes from; a series has one table only."""
