"""Annex A: Ofsted's child-level workbook of eleven lists, of which the first eight are read.

A list is told by its headings, whatever its sheet or file is called. It has no identifiers of referrals, assessments
or enquiries: each is told by child and day. Source: Ofsted, inspecting local authority children's services, Annex A.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from csc_metrics.records.headings import folded, heading_of
from csc_metrics.records.sources import Feed

CHILD: Final = ("Child Unique ID", "Child ID", "Child Unique Identifier")
"""Headings of the child's identifier."""
_CHILDREN: Final = Feed(
    table="children",
    columns={
        "child_id": CHILD,
        "born_on": ("Date of Birth", "DoB"),
        "sex": ("Sex", "Gender"),
        "ethnicity": ("Ethnicity",),
        "disability": ("Does the Child have a Disability", "Does the child have a disability?", "Disability"),
    },
    is_repeated=True,
)
_DAY_OF: Final = {
    "referred_on": ("Date of Referral", "Referral Date"),
    "assessed_on": ("Continuous Assessment Start Date", "Assessment Start Date"),
}


@dataclass(frozen=True, kw_only=True)
class AnnexAList:
    """One list of the workbook.

    number: as Ofsted counts. title: what it lists. told_by: headings that no other list has, of which one is enough.
    feeds: the clean tables that it fills; none for a list that is not used.
    """

    number: int
    title: str
    told_by: tuple[str, ...]
    feeds: tuple[Feed, ...] = ()

    @property
    def name(self) -> str:
        """As a person calls it."""
        return f"{self.source}, {self.title}"

    @property
    def source(self) -> str:
        """As rows that were read from it say."""
        return f"list {self.number}"


ANNEX_A: Final = (
    AnnexAList(
        number=1,
        title="contacts",
        told_by=("Date of Contact",),
        feeds=(
            Feed(
                table="contacts",
                columns={"child_id": CHILD, "contacted_on": ("Date of Contact",), "source": ("Contact Source",)},
                id_from={"contact_id": ("child_id", "contacted_on", "source")},
            ),
            _CHILDREN,
        ),
    ),
    AnnexAList(
        number=2,
        title="early help assessments",
        told_by=("Organisation completing assessment", "Assessment completion date"),
        feeds=(
            Feed(
                table="early_help",
                columns={
                    "child_id": CHILD,
                    "started_on": ("Assessment start date",),
                    "completed_on": ("Assessment completion date",),
                    "organisation": ("Organisation completing assessment",),
                },
            ),
            _CHILDREN,
        ),
    ),
    AnnexAList(
        number=3,
        title="referrals",
        told_by=_DAY_OF["referred_on"],
        feeds=(
            Feed(
                table="referrals",
                columns={
                    "child_id": CHILD,
                    "referred_on": _DAY_OF["referred_on"],
                    "source": ("Referral Source",),
                    "is_no_further_action": ("Referral NFA?", "Referral NFA"),
                },
                id_from={"referral_id": ("child_id", "referred_on")},
            ),
            _CHILDREN,
        ),
    ),
    AnnexAList(
        number=4,
        title="assessments",
        told_by=("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"),
        feeds=(
            Feed(
                table="assessments",
                columns={
                    "child_id": CHILD,
                    "started_on": _DAY_OF["assessed_on"],
                    "authorised_on": ("Continuous Assessment Date of Authorisation",),
                    "outcome": ("Was the child assessed as requiring LA children's social care support?",),
                    "team": ("Allocated Team",),
                },
                id_from={"assessment_id": ("child_id", "started_on")},
            ),
            _CHILDREN,
        ),
    ),
    AnnexAList(
        number=5,
        title="section 47 enquiries and initial child protection conferences",
        told_by=("Strategy discussion initiating Section 47 Enquiry Start Date",),
        feeds=(
            Feed(
                table="section_47_enquiries",
                columns={
                    "child_id": CHILD,
                    "strategy_discussion_on": ("Strategy discussion initiating Section 47 Enquiry Start Date",),
                    "icpc_on": ("Date of Initial Child Protection Conference",),
                    "is_icpc_not_required": ("Was an Initial Child Protection Conference deemed unnecessary?",),
                },
                id_from={"enquiry_id": ("child_id", "strategy_discussion_on")},
            ),
            _CHILDREN,
        ),
    ),
    AnnexAList(
        number=6,
        title="children in need",
        told_by=("CIN Start Date", "CIN Closure Date"),
        feeds=(
            Feed(
                table="referrals",
                columns={
                    "child_id": CHILD,
                    "referred_on": ("CIN Start Date",),
                    "closed_on": ("CIN Closure Date",),
                    "closure_reason": ("Reason for Closure",),
                    "primary_need": ("Primary Need Code", "Primary Need"),
                },
                id_from={"referral_id": ("child_id", "referred_on")},
            ),
            Feed(
                table="visits",
                columns={"child_id": CHILD, "visited_on": ("Date Child Was Last Seen",)},
                constants={"is_child_seen": "yes"},
                needs=("visited_on",),
            ),
            _CHILDREN,
        ),
    ),
    AnnexAList(
        number=7,
        title="child protection plans",
        told_by=("Child Protection Plan Start Date", "Child Protection Plan End Date"),
        feeds=(
            Feed(
                table="plans",
                columns={
                    "child_id": CHILD,
                    "started_on": ("Child Protection Plan Start Date",),
                    "ended_on": ("Child Protection Plan End Date",),
                },
                constants={"plan_type": "cp"},
            ),
            Feed(
                table="visits",
                columns={
                    "child_id": CHILD,
                    "visited_on": ("Date of the Last Statutory Visit",),
                    "is_seen_alone": ("Was the Child Seen Alone?",),
                },
                needs=("visited_on",),
            ),
            _CHILDREN,
        ),
    ),
    AnnexAList(
        number=8,
        title="children looked after",
        told_by=("Date Started to be Looked After", "Date Ceased to be Looked After"),
        feeds=(
            Feed(
                table="plans",
                columns={
                    "child_id": CHILD,
                    "started_on": ("Date Started to be Looked After",),
                    "ended_on": ("Date Ceased to be Looked After",),
                    "end_reason": ("Reason Ceased to be Looked After",),
                },
                constants={"plan_type": "cla"},
            ),
            Feed(
                table="visits",
                columns={"child_id": CHILD, "visited_on": ("Date of Last Social Work Visit",)},
                needs=("visited_on",),
            ),
            _CHILDREN,
        ),
    ),
    AnnexAList(number=9, title="care leavers", told_by=("Allocated Personal Advisor", "Eligibility Category")),
    AnnexAList(number=10, title="adoption", told_by=("Date of Decision that Child Should be Placed for Adoption",)),
    AnnexAList(number=11, title="adopters", told_by=("Individual adopter identifier", "Date enquiry received")),
)
"""Every list, in Ofsted's order."""
_WITHOUT_A_CHILD: Final = 11


def list_told_by(headings: Sequence[str]) -> AnnexAList | None:
    """Return the list of Annex A that these headings are of; None for anything else. headings: as written."""
    has_child = heading_of(CHILD, headings) is not None
    return next((one for one in _lists_told_by(headings) if has_child or one.number == _WITHOUT_A_CHILD), None)


def list_without_child(headings: Sequence[str]) -> AnnexAList | None:
    """Return the list of Annex A, of those that are read, that has all but the child. headings: as written."""
    has_child = heading_of(CHILD, headings) is not None
    return next((one for one in _lists_told_by(headings) if one.feeds and not has_child), None)


def _lists_told_by(headings: Sequence[str]) -> Iterator[AnnexAList]:
    written = {folded(heading) for heading in headings}
    return (one for one in ANNEX_A if any(folded(name) in written for name in one.told_by))


def missing_headings(one: AnnexAList, headings: Sequence[str]) -> list[str]:
    """Return the headings without which a list cannot be read, of those that a file lacks. headings: as written."""
    if not one.feeds:
        return []
    first = one.feeds[0]
    needed = {"child_id", *(part for parts in first.id_from.values() for part in parts[:2])}
    needed |= {"started_on"} if "started_on" in first.columns else set()
    return [first.columns[name][0] for name in sorted(needed) if heading_of(first.columns[name], headings) is None]


def is_annex_a(headings: Sequence[str]) -> int:
    """Return how many cells of a row are Annex A's own headings: the row with most is the row of headings.

    headings: the cells of the row.
    """
    written = {folded(heading) for heading in headings if heading}
    return sum(folded(name) in written for name in _OWN_HEADINGS)


_OWN_HEADINGS: Final = sorted(
    {*CHILD}
    | {name for one in ANNEX_A for name in one.told_by}
    | {name for one in ANNEX_A for feed in one.feeds for names in feed.columns.values() for name in names}
)
