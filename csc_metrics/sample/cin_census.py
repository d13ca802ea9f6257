"""A made-up authority's CIN census as the XML file that goes to DfE, an element to a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

_SEXES: Final = {"female": "F", "male": "M"}
_GENDERS: Final = {"female": "2", "male": "1", "not_stated": "9"}
_SEX_SINCE: Final = 2025
"""First census whose children have a sex rather than a gender. Source: DfE, CIN census guide 2024 to 2025."""
_TRUE_SINCE: Final = 2024
"""From this census on these files say true and false, before it 1 and 0: DfE takes both."""
_HOUR: Final = "T09:30:00"
_PLANS: Final = {
    "cin_plan": ("CINPlanDates", "CINPlanStartDate", "CINPlanEndDate"),
    "cp": ("ChildProtectionPlans", "CPPstartDate", "CPPendDate"),
}
"""Type of plan → the elements of a plan, of its first day and of its last."""
Row = Mapping[str, object]
"""Column → cell."""


@dataclass(frozen=True, kw_only=True)
class CinCensus:
    """A census file. text: what it says. plan_lines: line of each plan, from 1, in the order of the plans given."""

    text: str
    plan_lines: tuple[int, ...]


def cin_census(la_code: str, tables: Mapping[str, pl.DataFrame], *, on: date) -> CinCensus:
    """Return a census: every episode that was open at any time in the year up to its day.

    Input: tables, by name, with the columns of the clean tables, as told on the day: children, referrals, assessments,
    assessment_factors, plans and section_47_enquiries. on: 31 March of its year.
    """
    return _Census(la_code, tables, on=on).done()


class _Census:
    """A census under way, line by line."""

    def __init__(self, la_code: str, tables: Mapping[str, pl.DataFrame], *, on: date) -> None:
        self.on = on
        self.lines = _header(la_code, on)
        self.plan_lines = [0] * tables["plans"].height
        first = date(on.year - 1, 4, 1)
        is_within = pl.col("closed_on").is_null() | (pl.col("closed_on") >= first)
        self.episodes = tables["referrals"].filter(is_within).sort("child_id", "referred_on", maintain_order=True)
        self.children = {row["child_id"]: row for row in tables["children"].iter_rows(named=True)}
        factors = tables["assessment_factors"].group_by("assessment_id", maintain_order=True).agg("factor")
        told = tables["assessments"].join(factors, on="assessment_id", how="left", maintain_order="left")
        self.assessments = _by(told, "referral_id")
        self.enquiries = _by(tables["section_47_enquiries"], "referral_id")
        self.plans = _by(_plans_of_episodes(tables["plans"], tables["referrals"]), "referral_id")

    def done(self) -> CinCensus:
        self.lines.append("<Children>")
        for (child,), episodes in self.episodes.group_by("child_id", maintain_order=True):
            self._child(self.children[str(child)], list(episodes.iter_rows(named=True)))
        self.lines += ["</Children>", "</Message>", ""]
        return CinCensus(text="\n".join(self.lines), plan_lines=tuple(self.plan_lines))

    def _child(self, child: Row, episodes: Sequence[Row]) -> None:
        sex = str(child["sex"])
        told = _element("Sex", _SEXES.get(sex, "U"))
        if self.on.year < _SEX_SINCE:
            told = _element("GenderCurrent", _GENDERS[sex])
        born = _element("PersonBirthDate", child["born_on"])
        disability = {"yes": "LD", "no": "NONE"}.get(str(child["disability"]))
        disabilities = f"<Disabilities>{_element('Disability', disability)}</Disabilities>" if disability else ""
        self.lines += [
            "<Child>",
            f"<ChildIdentifiers>{_element('LAchildID', child['child_id'])}{born}{told}</ChildIdentifiers>",
            f"<ChildCharacteristics>{_element('Ethnicity', child['ethnicity'])}{disabilities}</ChildCharacteristics>",
        ]
        for episode in episodes:
            self._episode(episode)
        self.lines.append("</Child>")

    def _episode(self, episode: Row) -> None:
        referral = episode["referral_id"]
        columns = {
            "CINreferralDate": "referred_on",
            "ReferralSource": "source",
            "PrimaryNeedCode": "primary_need",
            "CINclosureDate": "closed_on",
            "ReasonForClosure": "closure_reason",
        }
        self.lines.append("<CINdetails>" + "".join(_element(tag, episode[name]) for tag, name in columns.items()))
        for assessment in self.assessments.get(referral, ()):
            self.lines.append(_assessment(assessment))
        for plan in self.plans.get(referral, ()):
            self._plan(plan)
        for enquiry in self.enquiries.get(referral, ()):
            self.lines.append(self._enquiry(enquiry))
        self.lines.append(_element("ReferralNFA", self._yes(episode["is_no_further_action"])) + "</CINdetails>")

    def _plan(self, plan: Row) -> None:
        group, first, last = _PLANS[str(plan["plan_type"])]
        told = _element(first, plan["started_on"]) + _element(last, plan["ended_on"])
        self.lines.append(f"<{group}>{told}</{group}>")
        self.plan_lines[int(str(plan["place"]))] = len(self.lines)

    def _enquiry(self, enquiry: Row) -> str:
        told = _element("S47ActualStartDate", enquiry["strategy_discussion_on"])
        told += _element("DateOfInitialCPC", enquiry["icpc_on"])
        return f"<Section47>{told}{_element('ICPCnotRequired', self._yes(enquiry['is_icpc_not_required']))}</Section47>"

    def _yes(self, told: object) -> str:
        return ("true" if told else "false") if self.on.year >= _TRUE_SINCE else str(int(bool(told)))


def _header(la_code: str, on: date) -> list[str]:
    drawn = f"{on:%Y-%m-%d}"
    return [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<Message>",
        "<Header>",
        f"<CollectionDetails><Collection>CIN</Collection><Year>{on.year}</Year>"
        f"<ReferenceDate>{drawn}</ReferenceDate></CollectionDetails>",
        f"<Source><SourceLevel>L</SourceLevel><LEA>{la_code}</LEA><SoftwareCode>made up</SoftwareCode>"
        f"<DateTime>{drawn}{_HOUR}</DateTime></Source>",
        "</Header>",
    ]


def _element(tag: str, told: object) -> str:
    if told is None:
        return ""
    text = f"{told:%Y-%m-%d}" if isinstance(told, date | datetime) else str(told)
    return f"<{tag}>{text}</{tag}>"


def _assessment(row: Row) -> str:
    told = _element("AssessmentActualStartDate", row["started_on"])
    told += _element("AssessmentInternalReviewDate", row["manager_reviewed_on"])
    told += _element("AssessmentAuthorisationDate", row["authorised_on"])
    factors = row["factor"]
    if isinstance(factors, list):
        listed = "".join(_element("AssessmentFactors", factor) for factor in factors)
        told += f"<FactorsIdentifiedAtAssessment>{listed}</FactorsIdentifiedAtAssessment>"
    return f"<Assessments>{told}</Assessments>"


def _by(rows: pl.DataFrame, column: str) -> dict[object, list[Row]]:
    found: dict[object, list[Row]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(row[column], []).append(row)
    return found


def _plans_of_episodes(plans: pl.DataFrame, referrals: pl.DataFrame) -> pl.DataFrame:
    """Return plans in need and of protection with their place, and the referral before each: the last of its child."""
    told = plans.with_row_index("place").filter(pl.col("plan_type").is_in(list(_PLANS)))
    begun = referrals.select("child_id", "referral_id", pl.col("referred_on").alias("started_on")).sort("started_on")
    return told.sort("started_on", maintain_order=True).join_asof(
        begun, on="started_on", by="child_id", strategy="backward", check_sortedness=False
    )
