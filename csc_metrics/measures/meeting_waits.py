"""How long meetings take to be held after they are decided on, which wait now, and which waited too long."""

from typing import Final

from csc_metrics.contracts.vocabulary import Polarity
from csc_metrics.measures.counting.how import SNAPSHOT, How
from csc_metrics.measures.meeting_kinds import STRATEGY, MeetingMeasure
from csc_metrics.measures.units import meeting_waits as units

_NO_COUNTERPART: Final = "DfE prints no figure of how long a meeting waits to be held after it is decided on."
_NO_TARGET: Final = "No national limit exists; local procedures set one for strategy meetings."
_READS: Final = {"meetings": ("held_at",)}
"""Of the start of the clock, which a setting names, a meeting without it is set aside."""
_PARTS: Final = ("team", "out_of_hours")
_CLOCK: Final = (
    "The clock starts at the decision to hold the meeting; where the setting strategy_meeting.clock says referral, at "
    "the start of the day of the referral."
)
_BY_HELD: Final = (
    f"<Meetings> by the day on which each was held. {_CLOCK} One whose start is not known, or later than the meeting, "
    "is set aside."
)
_IN_HOURS: Final = "Hours are those that passed, also over the nights in which the clocks change."
_IN_DAYS: Final = "Working days by dates; the day on which the clock starts is day 0."
_OF_HELD_ONLY: Final = "Only meetings that were held are in it: those that still wait are counted apart."
_WHY: Final = "Until it is held, nobody has decided together what the child needs."
_DENOMINATOR: Final = "<meetings> held in the period whose clock is known"

WAITS: Final = (
    MeetingMeasure(
        code="<code>_wait_median_hours",
        title="Hours until <meetings> are held: the median",
        short_title="<Short>, median hours",
        statement="half of <meetings> were held within {value} by the authority's clock",
        definition=f"The median of the hours until <meetings> were held. {_CLOCK}",
        numerator="none: the median of hours until the meeting",
        denominator=_DENOMINATOR,
        unit="hours",
        polarity=Polarity.LOW_IS_GOOD,
        why_it_matters=_WHY,
        no_target_reason=_NO_TARGET,
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=(_OF_HELD_ONLY, "Nights and weekends count: harm does not wait for office hours."),
        words=f"{_BY_HELD} {_IN_HOURS}",
        units=units.waits_in_hours,
        row="<meeting>",
        how=How.QUANTILE,
        quantile=0.5,
        reads=_READS,
        breakdowns=_PARTS,
    ),
    MeetingMeasure(
        code="<code>_wait_90th_percentile_hours",
        title="Hours until <meetings> are held: the 90th percentile",
        short_title="<Short>, 90th-percentile hours",
        statement="nine in ten <meetings> were held within {value} by the authority's clock",
        definition=f"The 90th percentile of the hours until <meetings> were held. {_CLOCK}",
        numerator="none: the 90th percentile of hours until the meeting",
        denominator=_DENOMINATOR,
        unit="hours",
        polarity=Polarity.LOW_IS_GOOD,
        why_it_matters="The longest waits are those of the children whom the median does not see.",
        no_target_reason=_NO_TARGET,
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=(_OF_HELD_ONLY, "Of few meetings it follows the longest one or two."),
        words=f"{_BY_HELD} {_IN_HOURS}",
        units=units.waits_in_hours,
        row="<meeting>",
        how=How.QUANTILE,
        quantile=0.9,
        reads=_READS,
        breakdowns=_PARTS,
    ),
    MeetingMeasure(
        code="<code>_wait_median_working_days",
        title="Working days until <meetings> are held: the median",
        short_title="<Short>, median working days",
        statement="half of <meetings> were held within {value} by the authority's clock",
        definition=f"The median of the working days until <meetings> were held. {_CLOCK}",
        numerator="none: the median of working days until the meeting",
        denominator=_DENOMINATOR,
        unit="working days",
        polarity=Polarity.LOW_IS_GOOD,
        why_it_matters=_WHY,
        no_target_reason=_NO_TARGET,
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=(_OF_HELD_ONLY, "A meeting on the Saturday after a decision on the Friday took 0 working days."),
        words=f"{_BY_HELD} {_IN_DAYS}",
        units=units.waits_in_working_days,
        row="<meeting>",
        how=How.QUANTILE,
        quantile=0.5,
        reads=_READS,
        breakdowns=_PARTS,
    ),
    MeetingMeasure(
        code="<code>_wait_90th_percentile_working_days",
        title="Working days until <meetings> are held: the 90th percentile",
        short_title="<Short>, 90th-percentile working days",
        statement="nine in ten <meetings> were held within {value} by the authority's clock",
        definition=f"The 90th percentile of the working days until <meetings> were held. {_CLOCK}",
        numerator="none: the 90th percentile of working days until the meeting",
        denominator=_DENOMINATOR,
        unit="working days",
        polarity=Polarity.LOW_IS_GOOD,
        why_it_matters="The longest waits are those of the children whom the median does not see.",
        no_target_reason=_NO_TARGET,
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=(_OF_HELD_ONLY, "Of few meetings it follows the longest one or two."),
        words=f"{_BY_HELD} {_IN_DAYS}",
        units=units.waits_in_working_days,
        row="<meeting>",
        how=How.QUANTILE,
        quantile=0.9,
        reads=_READS,
        breakdowns=_PARTS,
    ),
    MeetingMeasure(
        code="<code>_within_target_pct",
        title="<Meetings> held within the authority's target",
        short_title="<Short> in time",
        statement="{value} of <meetings> were held within the authority's target time",
        definition=(
            "Of the <meetings> held, those that took no more than the hours of the setting "
            f"strategy_meeting.target_hours. {_CLOCK}"
        ),
        numerator="<meetings> held within the target's hours",
        denominator=_DENOMINATOR,
        unit="%",
        polarity=Polarity.HIGH_IS_GOOD,
        why_it_matters="A meeting that is put off leaves a risk unassessed.",
        no_target_reason="The setting says how long a meeting may take; nobody sets what share must keep to it.",
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=(_OF_HELD_ONLY, "The share rises while late meetings wait, and falls while they are held at last."),
        words=f"{_BY_HELD} {_IN_HOURS} One that takes the target's hours to the minute is in time.",
        units=units.held_within_target,
        row="<meeting>",
        how=How.SHARE,
        reads=_READS,
        breakdowns=_PARTS,
        kinds=(STRATEGY,),
    ),
    MeetingMeasure(
        code="<code>s_waiting",
        title="<Meetings> waiting to be held",
        short_title="<Short> waiting",
        statement="{value} <meetings> were waiting to be held",
        statement_of_one="{value} <meeting> was waiting to be held",
        definition=(
            "<Meetings> that had been decided on or asked for by the end of the month, and were not held by then."
        ),
        numerator="<meetings> waiting at the end of the month",
        denominator="none: a count",
        unit="meetings",
        decimals=0,
        polarity=Polarity.NO_JUDGEMENT,
        why_it_matters="Those that wait are in no figure of how long meetings took.",
        no_target_reason="Some always wait; for how long is what matters.",
        no_published_counterpart_reason="DfE prints no figure of meetings that wait.",
        caveats=(
            "When a meeting was cancelled is not told, so that one that was cancelled never counts as having waited.",
            "Reviews and core groups are decided on long beforehand: most of those that wait are not late.",
            "Out of hours is not known before a meeting is held.",
        ),
        words=(
            "<Meetings> at each month end, from the day of the decision or the request, whichever came first, until "
            "the day before each was held. Of those that still wait, one without either day is set aside."
        ),
        units=units.waiting_meetings,
        row="<meeting>",
        how=How.COUNT,
        reads=_READS,
        breakdowns=("team",),
        periods=SNAPSHOT,
    ),
    MeetingMeasure(
        code="<code>s_overdue",
        title="<Meetings> overdue",
        short_title="<Short> overdue",
        statement="{value} <meetings> were waiting for longer than the authority's target time",
        statement_of_one="{value} <meeting> was waiting for longer than the authority's target time",
        definition=(
            "Waiting <meetings> that by the end of the last day of the month had waited for longer than the hours of "
            f"the setting strategy_meeting.target_hours. {_CLOCK}"
        ),
        numerator="<meetings> that wait, beyond the target's hours",
        denominator="none: a count",
        unit="meetings",
        decimals=0,
        polarity=Polarity.LOW_IS_GOOD,
        why_it_matters="Each is a risk that nobody has assessed, though the time for it is over.",
        no_target_reason="None should be overdue; no national number is set.",
        no_published_counterpart_reason="DfE prints no figure of meetings that wait.",
        caveats=("A meeting that was held, and not recorded as held, looks overdue.",),
        words=(
            f"Waiting <meetings> at each month end, timed until midnight. {_CLOCK} One whose start is not known is set "
            "aside."
        ),
        units=units.overdue_meetings,
        row="<meeting>",
        how=How.COUNT,
        reads=_READS,
        breakdowns=("team",),
        periods=SNAPSHOT,
        kinds=(STRATEGY,),
    ),
)
"""How long meetings wait; the target of hours is told of strategy meetings alone."""
