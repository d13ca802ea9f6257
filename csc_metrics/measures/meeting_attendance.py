"""Who came to meetings: invited, attended of those invited, attended of all meetings, and whether each was quorate."""

from typing import Final

from csc_metrics.contracts.vocabulary import Polarity
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.meeting_kinds import MeetingMeasure
from csc_metrics.measures.units import attendance as units

_NO_COUNTERPART: Final = (
    "There is no national figure: no statutory return tells who was invited to meetings and who came."
)
_NO_TARGET: Final = "No share is set nationally; an authority and its partners set their own."
_READS: Final = {"meetings": ("held_at",), "invitations": ("attendance",)}
_PARTS: Final = ("agency", "team")
_ROW: Final = "meeting and agency"
_EXPECTED: Final = (
    "Every <meeting> held, with each agency of the setting <setting>.expected_agencies, by the day of the meeting."
)
_INVITED: Final = (
    "Every <meeting> held, with each agency of which a person was invited, expected or not, by the day of the meeting."
)
_CAME: Final = "An agency attended if one of its people came, or somebody in their place."
_LISTED: Final = (
    "An expected agency that the list of invitations does not name was not invited; a meeting without a list is set "
    "aside."
)
_ASIDE: Final = (
    "Where nobody of an agency came and of one who was invited nothing is recorded, the pair is set aside and never "
    "counts as absence."
)
_ONE_FOR_TWO: Final = "Somebody who comes for two agencies counts for the one under which they were recorded."
_BY_DEFAULT: Final = (
    "A jump may be a change of recording: staff who share an office are in some places recorded as there by default."
)

ATTENDANCE: Final = (
    MeetingMeasure(
        code="<code>_invited_pct",
        title="Expected agencies that were invited to <meetings>",
        short_title="Invited to <short>",
        statement="{value} of the agencies expected at <meetings> were invited",
        definition=(
            "Of the agencies that the authority's settings expect at each of the <meetings> held, those of which at "
            "least one person was invited."
        ),
        numerator="pairs of a meeting and an expected agency that was invited",
        denominator="<meetings> held, times the agencies expected at each",
        unit="%",
        polarity=Polarity.HIGH_IS_GOOD,
        why_it_matters="An agency that nobody invited cannot come: that is for the authority to mend.",
        no_target_reason=_NO_TARGET,
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=("An invitation of which no attendance is recorded is an invitation all the same.",),
        words=f"{_EXPECTED} {_LISTED}",
        units=units.agencies_invited,
        row=_ROW,
        how=How.SHARE,
        reads=_READS,
        breakdowns=_PARTS,
    ),
    MeetingMeasure(
        code="<code>_attended_of_invited_pct",
        title="Attendance at <meetings>, of the agencies invited",
        short_title="Invited, attended <short>",
        statement="{value} of the agencies invited to <meetings> attended",
        definition="Of the agencies invited to each of the <meetings> held, those of which somebody came.",
        numerator="pairs of a meeting and an invited agency that attended",
        denominator="pairs of a meeting and an invited agency of which attendance is recorded",
        unit="%",
        polarity=Polarity.HIGH_IS_GOOD,
        why_it_matters="It tells whether partners come when they are asked.",
        no_target_reason=_NO_TARGET,
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=("An agency that was not invited is not in it; see how many were.", _ONE_FOR_TWO, _BY_DEFAULT),
        words=f"{_INVITED} {_CAME} {_ASIDE}",
        units=units.invited_that_came,
        row=_ROW,
        how=How.SHARE,
        reads=_READS,
        breakdowns=_PARTS,
    ),
    MeetingMeasure(
        code="<code>_attended_pct",
        title="Attendance at <meetings>, of all that were held",
        short_title="Attendance at <short>",
        statement="expected agencies attended in {value} of the places that <meetings> had for them",
        definition=(
            "Of the agencies that the authority's settings expect at each of the <meetings> held, those of which "
            "somebody came, whether invited or not."
        ),
        numerator="pairs of a meeting and an expected agency that attended",
        denominator="<meetings> held, times the agencies expected at each, without those not recorded",
        unit="%",
        polarity=Polarity.HIGH_IS_GOOD,
        why_it_matters="A child is discussed without what an absent agency knows, whatever the reason for its absence.",
        no_target_reason=_NO_TARGET,
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=("An agency that was not invited counts as one that did not attend.", _BY_DEFAULT),
        words=f"{_EXPECTED} {_CAME} {_LISTED} {_ASIDE}",
        units=units.expected_that_came,
        row=_ROW,
        how=How.SHARE,
        reads=_READS,
        breakdowns=_PARTS,
    ),
    MeetingMeasure(
        code="<code>_report_only_pct",
        title="Reports in the place of a person at <meetings>",
        short_title="Reports only, <short>",
        statement="{value} of the agencies invited to <meetings> sent a report and nobody",
        definition="Of the agencies invited to each of the <meetings> held, those that sent a report and nobody.",
        numerator="pairs of a meeting and an invited agency that sent a report alone",
        denominator="pairs of a meeting and an invited agency of which attendance is recorded",
        unit="%",
        polarity=Polarity.NO_JUDGEMENT,
        why_it_matters="A report is better than nothing, and cannot be asked a question.",
        no_target_reason="It is better than absence and less than attendance, so that no direction is good in itself.",
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=("An agency that came and sent a report, too, counts as one that attended.",),
        words=f"{_INVITED} {_ASIDE}",
        units=units.reports_only,
        row=_ROW,
        how=How.SHARE,
        reads=_READS,
        breakdowns=_PARTS,
    ),
    MeetingMeasure(
        code="<code>_not_recorded_pct",
        title="Attendance at <meetings> that nobody recorded",
        short_title="Unrecorded attendance, <short>",
        statement="for {value} of the agencies invited to <meetings> nobody recorded whether they came",
        definition=(
            "Of the agencies invited to each of the <meetings> held, those of which it is not recorded whether anybody "
            "came."
        ),
        numerator="pairs of a meeting and an invited agency of which attendance is not recorded",
        denominator="pairs of a meeting and an invited agency",
        unit="%",
        polarity=Polarity.LOW_IS_GOOD,
        why_it_matters="The more is not recorded, the less the shares of attendance prove.",
        no_target_reason="Everything should be recorded; no share is set nationally.",
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=("Meetings without any list of invitations are set aside, and counted beside the figure.",),
        words=(f"{_INVITED} It is not recorded where nobody of an agency came, and of one who was invited nothing is."),
        units=units.attendance_unrecorded,
        row=_ROW,
        how=How.SHARE,
        reads=_READS,
        breakdowns=_PARTS,
    ),
    MeetingMeasure(
        code="<code>_quorate_pct",
        title="<Meetings> that were quorate",
        short_title="Quorate <short>",
        statement="{value} of <meetings> were quorate",
        definition=(
            "Of the <meetings> held, those that every agency of the setting <setting>.quorum attended; unless the "
            "authority says otherwise, <quorum>."
        ),
        numerator="<meetings> that every agency of the quorum attended",
        denominator="<meetings> held of which that is known",
        unit="%",
        polarity=Polarity.HIGH_IS_GOOD,
        why_it_matters="A decision about a child's safety needs what all of these agencies know.",
        no_target_reason=_NO_TARGET,
        no_published_counterpart_reason=_NO_COUNTERPART,
        caveats=(
            "If three agencies each attend independently in nine of ten meetings, seven of ten are quorate.",
            _BY_DEFAULT,
        ),
        words=(
            "Every <meeting> held, by its day. If one agency of the quorum was certainly not there, or not invited, it "
            "is not quorate; else, if of one it is not recorded, it is set aside, as is one without a list of "
            f"invitations. {_CAME}"
        ),
        units=units.quorate_meetings,
        row="<meeting>",
        how=How.SHARE,
        reads=_READS,
        breakdowns=("team", "out_of_hours"),
    ),
)
"""Attendance, told alike of every kind of meeting."""
