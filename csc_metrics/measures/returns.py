"""Children who come back after their case was closed: how soon, and with what need."""

from typing import Final

from csc_metrics.contracts.vocabulary import Polarity
from csc_metrics.measures.counting.how import FromRecords, How
from csc_metrics.measures.front_door import TOPIC
from csc_metrics.measures.local import LocalMeasure
from csc_metrics.measures.units import returns as units

_SOURCE: Final = "The authority's own records: Annex A list 3, CIN census or case system"
_PARTS: Final = ("closure_reason", "primary_need", "age_band")
_WITHIN: Final = f"{units.RETURN_WITHIN} months"
_NO_TARGET: Final = "No national target; none at all is no aim, since some families do well to ask again."
_CAVEATS: Final = (
    "A child who moved away, was adopted or turned 18 cannot be seen to come back here, and counts as one who did not.",
    "The months since the newest closures must have gone by, so the newest periods are not known yet.",
)

RETURNED: Final = LocalMeasure(
    code="returned_within_six_months_pct",
    topic=TOPIC,
    title=f"Children who come back within {_WITHIN} of closure",
    short_title="Back after closure",
    statement=f"{{value}} of closed cases came back within {_WITHIN}",
    definition=f"Episodes of need that closed, and whose child was referred again within {_WITHIN}.",
    numerator=f"episodes whose child was referred again within {_WITHIN} of closure",
    denominator="episodes of need that closed in the period",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    why_it_matters="A case that was closed too early comes back; re-referrals alone do not say what closed it.",
    no_target_reason=_NO_TARGET,
    source=_SOURCE,
    caveats=_CAVEATS,
    from_records=FromRecords(
        words=(
            "Episodes of need by the day on which they closed. The child comes back with its next referral on the "
            f"day of closure or later, up to the same day {_WITHIN} on. Referrals with no further action begin no "
            "episode; where that is not recorded the episode is set aside. An episode that closed because the child "
            "died is left out."
        ),
        units=units.episodes_and_returns,
        row="episode",
        how=How.SHARE,
        reads={"referrals": ("referred_on", "is_no_further_action", "closed_on")},
        breakdowns=_PARTS,
        known_after=units.returned_by,
    ),
)

RETURNED_FOR_SAME_NEED: Final = LocalMeasure(
    code="returned_for_same_need_pct",
    topic=TOPIC,
    title=f"Children who come back within {_WITHIN} with the same need",
    short_title="Back with the same need",
    statement=f"{{value}} of closed cases came back within {_WITHIN} with the same need",
    definition=f"Episodes of need that closed, and whose child was referred again within {_WITHIN} with the same need.",
    numerator=f"episodes whose child was referred again within {_WITHIN} with the same primary need",
    denominator="episodes of need that closed in the period",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    why_it_matters="The same need again says that the help did not last; another need may be something new.",
    no_target_reason=_NO_TARGET,
    source=_SOURCE,
    caveats=(*_CAVEATS, "Most needs are recorded as abuse or neglect, so that the same code can hide another worry."),
    from_records=FromRecords(
        words=(
            f"Episodes of need by the day on which they closed, as for a return within {_WITHIN}; the primary need is "
            "that of the child's next referral. Where the child came back and one of the two needs is not stated, the "
            "episode is set aside."
        ),
        units=units.returns_for_the_same_need,
        row="episode",
        how=How.SHARE,
        reads={"referrals": ("referred_on", "is_no_further_action", "closed_on", "primary_need")},
        breakdowns=_PARTS,
        known_after=units.returned_by,
    ),
)

MEASURES: Final = (RETURNED, RETURNED_FOR_SAME_NEED)
"""In the order in which reports show them."""
