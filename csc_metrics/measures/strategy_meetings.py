"""Strategy meetings, conferences and core groups: how many were held, about how many children, and the rest of it."""

from typing import Final

from csc_metrics.contracts.vocabulary import Polarity
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.meeting_attendance import ATTENDANCE
from csc_metrics.measures.meeting_delay import DELAY
from csc_metrics.measures.meeting_kinds import KINDS, MeetingMeasure
from csc_metrics.measures.meeting_waits import WAITS
from csc_metrics.measures.units import meetings as units

_NO_COUNTERPART: Final = (
    "DfE counts children of initial conferences in table c4, from the CIN census; meetings it does not count."
)
_BY_NEED: Final = "How many are held follows from the need for them."

HELD: Final = (
    MeetingMeasure(
        code="<code>s_held",
        title="<Meetings> held",
        short_title="<Short> held",
        statement="{value} <meetings> were held",
        statement_of_one="{value} <meeting> was held",
        definition="<Meetings> held in the period, each once however many children it was about.",
        numerator="<meetings> held in the period",
        denominator="none: a count",
        unit="meetings",
        decimals=0,
        polarity=Polarity.NO_JUDGEMENT,
        why_it_matters="It is the number that every share of meetings is a share of.",
        no_target_reason=_BY_NEED,
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=("A meeting of brothers and sisters counts once; the children are counted apart.",),
        words=(
            "<Meetings> with the status held, by the day on which each was held. Out of office hours is what the "
            "authority recorded of it; where it recorded nothing, that is shown."
        ),
        units=units.held_meetings,
        row="<meeting>",
        how=How.COUNT,
        reads={"meetings": ("held_at",)},
        breakdowns=("team", "out_of_hours", "format"),
    ),
    MeetingMeasure(
        code="<code>_children",
        title="Children whom <meetings> were about",
        short_title="Children of <short>",
        statement="{value} children had <meetings> about them",
        statement_of_one="{value} child had <meetings> about them",
        definition=(
            "Children whom <meetings> held in the period were about: brothers and sisters each, and a child once for "
            "each meeting."
        ),
        numerator="pairs of a child and one of the <meetings> held about it",
        denominator="none: a count",
        unit="children",
        decimals=0,
        polarity=Polarity.NO_JUDGEMENT,
        why_it_matters="One meeting may decide about several children.",
        no_target_reason=_BY_NEED,
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=(
            "A child with two meetings in the period counts twice.",
            "A meeting of which no child is recorded is set aside.",
        ),
        words="Each child of the <meetings> held, by the day of the meeting: one row per meeting and child.",
        units=units.children_of_meetings,
        row="meeting and child",
        how=How.COUNT,
        reads={"meetings": ("held_at",), "meeting_children": ("child_id",)},
        breakdowns=("team", "age_band", "ethnicity"),
    ),
)
"""How many meetings were held, and about how many children."""

MEASURES: Final = tuple(
    told.of(kind) for kind in KINDS for told in (*HELD, *ATTENDANCE, *WAITS, *DELAY) if kind in told.kinds
)
"""In the order in which reports show them: all of strategy meetings, then all of each other kind."""
