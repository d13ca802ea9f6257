"""The CIN census and the workforce census: which element fills which clean table.

Source: DfE, Children in need census guide 2023 to 2024; Children's social work workforce census guide 2022.
"""

from dataclasses import replace
from typing import Final

import polars as pl

from csc_metrics.records.raw import RawTable, places_in
from csc_metrics.records.sources import Feed

_CHILD: Final = ("LAchildID",)
_REFERRED: Final = ("CINreferralDate",)
CIN_FEEDS: Final[dict[str, tuple[Feed, ...]]] = {
    "Child": (
        Feed(
            table="children",
            columns={
                "child_id": _CHILD,
                "born_on": ("PersonBirthDate",),
                "sex": ("Sex",),
                "ethnicity": ("Ethnicity",),
                "disability": ("Disability",),
            },
        ),
    ),
    "CINdetails": (
        Feed(
            table="referrals",
            columns={
                "child_id": _CHILD,
                "referred_on": _REFERRED,
                "source": ("ReferralSource",),
                "is_no_further_action": ("ReferralNFA",),
                "closed_on": ("CINclosureDate",),
                "closure_reason": ("ReasonForClosure",),
                "primary_need": ("PrimaryNeedCode",),
            },
            id_from={"referral_id": ("child_id", "referred_on")},
        ),
    ),
    "Assessments": (
        Feed(
            table="assessments",
            columns={
                "child_id": _CHILD,
                "referred_on": _REFERRED,
                "started_on": ("AssessmentActualStartDate",),
                "authorised_on": ("AssessmentAuthorisationDate",),
                "manager_reviewed_on": ("AssessmentInternalReviewDate",),
            },
            id_from={"assessment_id": ("child_id", "started_on"), "referral_id": ("child_id", "referred_on")},
        ),
    ),
    "Factors": (
        Feed(table="assessment_factors", columns={"assessment_id": ("assessment_id",), "factor": ("factor",)}),
    ),
    "Section47": (
        Feed(
            table="section_47_enquiries",
            columns={
                "child_id": _CHILD,
                "referral_id": ("referral_id",),
                "strategy_discussion_on": ("S47ActualStartDate",),
                "icpc_on": ("DateOfInitialCPC",),
                "is_icpc_not_required": ("ICPCnotRequired",),
            },
            id_from={"enquiry_id": ("child_id", "strategy_discussion_on")},
        ),
    ),
    "CINPlanDates": (
        Feed(
            table="plans",
            columns={"child_id": _CHILD, "started_on": ("CINPlanStartDate",), "ended_on": ("CINPlanEndDate",)},
            constants={"plan_type": "cin_plan"},
        ),
    ),
    "ChildProtectionPlans": (
        Feed(
            table="plans",
            columns={"child_id": _CHILD, "started_on": ("CPPstartDate",), "ended_on": ("CPPendDate",)},
            constants={"plan_type": "cp"},
        ),
    ),
}
"""Element of the CIN census → the clean tables that it fills."""

WORKFORCE_FEEDS: Final[dict[str, tuple[Feed, ...]]] = {
    "CSWWWorker": (
        Feed(
            table="workers",
            columns={
                "worker_id": ("SWENo",),
                "role": ("OrgRole",),
                "employment": ("AgencyWorker",),
                "fte": ("FTE",),
                "started_on": ("RoleStartDate",),
                "left_on": ("RoleEndDate",),
            },
        ),
    ),
}
"""Element of the workforce census → the clean tables that it fills."""

ROLES: Final = {
    "1": "senior manager",
    "2": "middle manager",
    "3": "first line manager",
    "4": "senior practitioner",
    "5": "case holder",
    "6": "qualified without cases",
}
"""Code of `OrgRole` → the post in words. Source: DfE, Children's social work workforce census guide 2022."""
_NO_DISABILITY: Final = "NONE"
_ASSESSMENT: Final = ("LAchildID", "AssessmentActualStartDate")
"""What the identifier of an assessment is made of."""


def prepared_cin(name: str, raw: RawTable) -> RawTable:
    """Return an element's rows as its feeds take them.

    Children have one column of sex, of the day of birth (an unborn child's expected day) and of disability (yes or
    no); an enquiry has the identifier that the referral around it is given. name: of the element.
    """
    if name == "Section47":
        referral = pl.concat_str("LAchildID", "CINreferralDate", separator=" ")
        return RawTable(name=raw.name, cells=raw.cells.with_columns(referral.alias("referral_id")), faults=raw.faults)
    if name != "Child":
        return raw
    codes = pl.col("Disability")
    cells = raw.cells.with_columns(
        pl.coalesce("Sex", "GenderCurrent").alias("Sex"),
        pl.coalesce("PersonBirthDate", "ExpectedPersonBirthDate").alias("PersonBirthDate"),
        pl.when(codes == _NO_DISABILITY)
        .then(pl.lit("no"))
        .when(codes.is_not_null())
        .then(pl.lit("yes"))
        .alias("Disability"),
    )
    return RawTable(name=raw.name, cells=cells, faults=raw.faults)


def factors_of(assessments: RawTable) -> RawTable:
    """Return a row for each factor of each assessment, under the identifier that the assessment is given.

    What is doubtful in that identifier is doubtful of the whole row.
    Input: the element Assessments, codes of factors with spaces between. Returns: assessment_id, factor, and where the
    assessment stands.
    """
    told = assessments.cells.select(
        *places_in(assessments.cells),
        pl.concat_str(list(_ASSESSMENT), separator=" ").alias("assessment_id"),
        pl.col("AssessmentFactors").str.split(" ").alias("factor"),
    )
    faults = tuple(replace(fault, column="") for fault in assessments.faults if fault.column in _ASSESSMENT)
    cells = told.explode("factor").filter(pl.col("factor").is_not_null())
    return RawTable(name="Factors", cells=cells, faults=faults)


def prepared_workforce(raw: RawTable) -> RawTable:
    """Return the rows of workers with FTE as at 30 September where it is told, and the post in words."""
    present = raw.cells.columns
    fte = [pl.col(name) for name in ("FTE30", "FTE") if name in present]
    changed = [pl.coalesce(fte).alias("FTE")] if fte else []
    if "OrgRole" in present:
        changed.append(pl.col("OrgRole").replace(ROLES))
    return RawTable(name=raw.name, cells=raw.cells.with_columns(changed), faults=raw.faults)
