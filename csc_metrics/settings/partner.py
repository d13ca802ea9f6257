"""Measures of the improvement board's scorecard: what each is, who answers for it, its target and its baseline."""

from datetime import date
from typing import Final

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from csc_metrics.settings.section import NOT_SET, DayOrNotSet, MeasureCode, NumberOrNotSet, Section, Text, allowed

WHOLE: Final = "all"
"""How measure values name the figure of all units, beside parts such as "agency=police"."""

_OF_A_PERCENTAGE: Final = "_pct"
"""How codes of measures in % end, and no others."""
_WHOLE_PER_CENT: Final = 100


class PartnerMeasure(Section):
    """A measure of the improvement board's scorecard."""

    measure: MeasureCode = Field(
        description="Code of the measure", json_schema_extra=allowed("the code of a measure in quotes")
    )
    part: Text = Field(
        default=WHOLE,
        description='"all", or the part that is looked at, such as "agency=police"',
        json_schema_extra=allowed('"all", or a part of the measure in quotes, such as "agency=police"'),
    )
    owner: Text = Field(
        description="Agency or post that answers for it, not a person's name",
        json_schema_extra=allowed("text in quotes"),
    )
    target: NumberOrNotSet = Field(
        default=None,
        description="Target, in the unit of the measure",
        json_schema_extra=allowed(f'a number, of a percentage from 0 to 100, or "{NOT_SET}"'),
    )
    baseline_from: DayOrNotSet = Field(
        default=None,
        description="First day of what it is compared with. Not set: the first year of figures",
        json_schema_extra=allowed(f'a date such as 2024-04-01, without quotes, or "{NOT_SET}"'),
    )
    baseline_to: DayOrNotSet = Field(
        default=None,
        description="Last day of what it is compared with. Not set: a year from baseline_from on",
        json_schema_extra=allowed(
            f'a date such as 2025-03-31, without quotes, after a baseline_from that is set, or "{NOT_SET}"'
        ),
    )

    @field_validator("target")
    @classmethod
    def _is_a_percentage_of_one(cls, given: float | None, info: ValidationInfo) -> float | None:
        is_percentage = str(info.data.get("measure", "")).endswith(_OF_A_PERCENTAGE)
        if given is not None and is_percentage and not 0 <= given <= _WHOLE_PER_CENT:
            raise PydanticCustomError(
                "not_a_percentage", "{measure} is a percentage", {"measure": info.data["measure"]}
            )
        return given

    @field_validator("baseline_to")
    @classmethod
    def _comes_after(cls, given: date | None, info: ValidationInfo) -> date | None:
        begins = info.data.get("baseline_from")
        if given is not None and "baseline_from" in info.data and (begins is None or given <= begins):
            raise PydanticCustomError("not_after", "it is not after baseline_from")
        return given


_CHAIR: Final = "Safeguarding partners"
PROPOSED: Final = (
    PartnerMeasure(measure="strategy_meeting_attended_pct", part="agency=police", owner="Police"),
    PartnerMeasure(measure="strategy_meeting_attended_pct", part="agency=health", owner="Integrated care board"),
    PartnerMeasure(
        measure="strategy_meeting_attended_of_invited_pct",
        part="agency=education",
        owner="Schools and education services",
    ),
    PartnerMeasure(measure="strategy_meeting_within_target_pct", owner="Assistant director, safeguarding"),
    PartnerMeasure(measure="strategy_meetings_delayed", part="delay_agency=police", owner="Police"),
    PartnerMeasure(measure="strategy_meeting_quorate_pct", owner=_CHAIR),
    PartnerMeasure(measure="initial_conference_attended_pct", owner=_CHAIR),
    PartnerMeasure(measure="core_group_quorate_pct", owner="Head of children in need and protection"),
    PartnerMeasure(measure="contacts_became_referrals_pct", part="source=6", owner="Police"),
    PartnerMeasure(
        measure="strategy_meeting_record_shared_in_one_working_day_pct", owner="Assistant director, safeguarding"
    ),
)
"""The ten that a board begins with; no source sets a target for any of them.

Education is not one of the agencies that must come to every strategy meeting, so that it is told of those to which it
was invited. Source: what improvement boards in public reports asked for (needs of the suite).
"""
