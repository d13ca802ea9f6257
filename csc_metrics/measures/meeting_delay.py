"""Meetings that came late, and for whom they waited; escalations to partners; the record shared in time."""

from dataclasses import replace
from typing import Final

from csc_metrics.contracts.vocabulary import Polarity
from csc_metrics.measures.counting.how import SNAPSHOT, How
from csc_metrics.measures.meeting_kinds import OTHER_KINDS, STRATEGY, MeetingMeasure
from csc_metrics.measures.units import meeting_delay as units
from csc_metrics.measures.units import meetings

_NO_COUNTERPART: Final = "DfE prints no figure of delayed meetings, nor of what they waited for."
_NO_COUNTERPART_OF_ESCALATIONS: Final = "DfE prints no figure of what authorities escalate to their partners."
_NO_TARGET: Final = "No share is set nationally; an authority and its partners set their own."
_READS_AGREED: Final = {"meetings": ("held_at", "first_scheduled_at")}
_LATE: Final = (
    "longer than the hours of the setting strategy_meeting.target_hours after the start of the clock "
    "(strategy_meeting.clock)"
)
_LATER: Final = "on a later day than was agreed at first"
_BY_TARGET: Final = (
    f"<Meetings> by the day on which each was held. One was delayed if it was held {_LATE}; one whose start is not "
    "known, or later than the meeting, is set aside."
)
_BY_AGREEMENT: Final = (
    f"<Meetings> by the day on which each was held. One was delayed if it was held {_LATER}; one of which no first "
    "time is recorded is set aside."
)
_UNKNOWN_SHOWN: Final = "Delays of which no agency or reason is recorded are shown as a part of their own."
_AS_WRITTEN: Final = "Agency and reason are what the authority wrote down; its partners may see it otherwise."
_WHY: Final = "Only a delay of which it is told what it waited for can be mended."
_ESCALATION_PARTS: Final = ("delay_agency", "team")

_DELAYED: Final = MeetingMeasure(
    code="<code>s_delayed",
    title="Delayed <meetings>",
    short_title="Delayed <short>",
    statement="{value} <meetings> were delayed",
    statement_of_one="{value} <meeting> was delayed",
    definition=f"<Meetings> held in the period {_LATE}.",
    numerator="delayed <meetings>",
    denominator="none: a count",
    unit="meetings",
    decimals=0,
    polarity=Polarity.LOW_IS_GOOD,
    why_it_matters=_WHY,
    no_target_reason="None should be delayed; no national number is set.",
    no_published_counterpart_reason=_NO_COUNTERPART,
    caveats=(_UNKNOWN_SHOWN, _AS_WRITTEN),
    words=_BY_TARGET,
    units=units.delayed_by_target,
    row="<meeting>",
    how=How.COUNT,
    reads={"meetings": ("held_at",)},
    breakdowns=("delay_agency", "delay_reason", "team"),
    kinds=(STRATEGY,),
)
_DELAYED_SHARE: Final = replace(
    _DELAYED,
    code="<code>_delayed_pct",
    title="Share of <meetings> that were delayed",
    short_title="Share of <short> delayed",
    statement="{value} of <meetings> were delayed",
    statement_of_one=None,
    definition=f"Of the <meetings> held in the period, those held {_LATE}.",
    denominator="<meetings> held of which that is known",
    unit="%",
    decimals=1,
    no_target_reason=_NO_TARGET,
    caveats=("Only meetings that were held are in it: those that still wait are counted apart.",),
    units=units.later_than_target,
    how=How.SHARE,
    breakdowns=("team", "out_of_hours"),
)
_UNATTRIBUTED: Final = replace(
    _DELAYED,
    code="<code>_delay_agency_not_recorded_pct",
    title="Delayed <meetings> with no agency recorded",
    short_title="Unattributed delays, <short>",
    statement="for {value} of delayed <meetings> no agency was recorded that they waited for",
    statement_of_one=None,
    definition=f"Of the <meetings> held {_LATE}, those with no agency recorded that they waited for.",
    numerator="delayed <meetings> with no agency recorded",
    denominator="delayed <meetings>",
    unit="%",
    decimals=1,
    why_it_matters="The more delays have no agency to their name, the less is known of those that have.",
    no_target_reason=_NO_TARGET,
    caveats=("A delay that waited for no agency, as where a family could not be found, has none to record.",),
    units=units.unattributed_by_target,
    how=How.SHARE,
    breakdowns=("delay_reason", "team"),
)
_AGREED: Final = tuple(
    replace(one, words=_BY_AGREEMENT, units=make, definition=definition, reads=_READS_AGREED, kinds=OTHER_KINDS)
    for one, make, definition in (
        (_DELAYED, units.delayed_by_agreement, f"<Meetings> held in the period {_LATER}."),
        (_DELAYED_SHARE, units.later_than_agreed, f"Of the <meetings> held in the period, those held {_LATER}."),
        (
            _UNATTRIBUTED,
            units.unattributed_by_agreement,
            f"Of the <meetings> held {_LATER}, those with no agency recorded that they waited for.",
        ),
    )
)

_SHARED: Final = MeetingMeasure(
    code="<code>_record_shared_in_one_working_day_pct",
    title="Records of <meetings> shared within one working day",
    short_title="Record shared, <short>",
    statement="the record of {value} of <meetings> was shared within one working day",
    definition=(
        "Of the <meetings> held in the period, those whose record was sent to the people invited no more than one "
        "working day after the meeting; days off that follow that working day are still within it."
    ),
    numerator="<meetings> whose record was shared within one working day",
    denominator="<meetings> held in the period",
    unit="%",
    polarity=Polarity.HIGH_IS_GOOD,
    why_it_matters="What was agreed is done by people who have it in writing.",
    no_target_reason="Local procedures usually want every record shared so soon; no share is set nationally.",
    no_published_counterpart_reason="DfE prints no figure of when records of meetings are shared.",
    caveats=("A record that was shared, and whose sharing nobody recorded, counts as not shared.",),
    words=(
        "<Meetings> by the day on which each was held, day 0. A record not shared yet is not shared in time; a period "
        "is told once the working day after it is over. One shared before the meeting is set aside."
    ),
    units=units.records_shared,
    row="<meeting>",
    how=How.SHARE,
    reads={"meetings": ("held_at", "record_shared_at")},
    breakdowns=("team", "out_of_hours"),
    known_after=units.sharing_known_after,
)
_ESCALATED: Final = MeetingMeasure(
    code="<code>_escalations",
    title="Delays of <meetings> that were escalated",
    short_title="Escalations, <short>",
    statement="{value} delays of <meetings> were escalated to partners",
    statement_of_one="{value} delay of <meetings> was escalated to partners",
    definition="Delays of <meetings> that were escalated to a partner in the period, held or not.",
    numerator="<meetings> whose delay was escalated in the period",
    denominator="none: a count",
    unit="escalations",
    decimals=0,
    polarity=Polarity.NO_JUDGEMENT,
    why_it_matters="Delays that nobody escalates go on.",
    no_target_reason="Fewer may mean fewer delays, or that nobody speaks up.",
    no_published_counterpart_reason=_NO_COUNTERPART_OF_ESCALATIONS,
    caveats=("Of a meeting one escalation is told, the newest word on it.", _UNKNOWN_SHOWN),
    words="Each <meeting> with a day of escalation, by that day; with the agency that it waited for.",
    units=meetings.escalations,
    row="<meeting>",
    how=How.COUNT,
    reads={"meetings": ("escalated_on",)},
    breakdowns=_ESCALATION_PARTS,
)
_RESOLVED: Final = replace(
    _ESCALATED,
    code="<code>_escalation_median_working_days",
    title="Working days until escalations about <meetings> are resolved",
    short_title="Resolving escalations, <short>",
    statement="half of the escalations about <meetings> were resolved within {value}",
    statement_of_one=None,
    definition="The median of the working days from the escalation of a delay of <meetings> until it was resolved.",
    numerator="none: the median of working days until it was resolved",
    denominator="escalations resolved in the period",
    unit="working days",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    why_it_matters="It tells whether partners answer when they are pressed.",
    no_target_reason="Local procedures set their own steps and times.",
    caveats=("Escalations that are still open are not in it: they are counted apart.",),
    words=(
        "Each <meeting> whose escalation was resolved, by that day; the day of the escalation is day 0. One resolved "
        "before it was escalated, or without that day, is set aside."
    ),
    units=meetings.resolved_escalations,
    how=How.QUANTILE,
    quantile=0.5,
    reads={"meetings": ("escalated_on", "resolved_on")},
)
_OPEN: Final = replace(
    _ESCALATED,
    code="<code>_escalations_open",
    title="Escalations about <meetings> not yet resolved",
    short_title="Open escalations, <short>",
    statement="{value} escalations about <meetings> were not resolved",
    statement_of_one="{value} escalation about <meetings> was not resolved",
    definition="Delays of <meetings> that had been escalated, and were not resolved at the end of the month.",
    numerator="escalations open at the end of the month",
    polarity=Polarity.LOW_IS_GOOD,
    why_it_matters="These are the delays about which a partner has been asked and has not answered.",
    no_target_reason="None should stay open for long; no number is set.",
    caveats=("An escalation that was resolved, and of which nobody recorded it, looks open.", _UNKNOWN_SHOWN),
    words=(
        "Each <meeting> with an escalation that was not resolved at the month end; one resolved on that day is not "
        "open."
    ),
    units=meetings.open_escalations,
    reads={"meetings": ("escalated_on", "resolved_on")},
    periods=SNAPSHOT,
)

DELAY: Final = (_DELAYED, _DELAYED_SHARE, _UNATTRIBUTED, *_AGREED, _SHARED, _ESCALATED, _RESOLVED, _OPEN)
"""Delays: by the target of hours for strategy meetings, by the first agreed time for the other kinds."""
