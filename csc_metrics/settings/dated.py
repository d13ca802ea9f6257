"""Settings with a day: changes of practice and of recording, times past to set figures beside, new limits."""

from datetime import date
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from csc_metrics.settings.section import NOT_SET, DayOrNotSet, MeasureCode, Section, Text, allowed


class DatedChange(Section):
    """A change of practice whose effect is tested before and after its date; stated beforehand."""

    changed_on: date = Field(
        description="First day of the change", json_schema_extra=allowed("a date such as 2025-04-01, without quotes")
    )
    name: Text = Field(description="What changed, in a few words", json_schema_extra=allowed("text in quotes"))
    measures: tuple[MeasureCode, ...] = Field(
        min_length=1,
        description="Codes of the measures that it should move",
        json_schema_extra=allowed('a list of codes of measures in quotes, such as ["re_referral_pct"]'),
    )
    expected_shape: Literal["level", "slope", "level_and_slope"] = Field(
        description="How they should move: a step, a new direction, or both",
        json_schema_extra=allowed('"level", "slope" or "level_and_slope"'),
    )
    transition_months: int = Field(
        default=1,
        ge=0,
        le=12,
        description="Months from its first day on in which it was only coming in; one run leaves them out",
        json_schema_extra=allowed("a whole number from 0 to 12"),
    )
    baseline_from: DayOrNotSet = Field(
        default=None,
        description="First day of what it is compared with. Not set: all that the records tell",
        json_schema_extra=allowed(f'a date such as 2024-04-01, without quotes, or "{NOT_SET}"'),
    )


class ReferencePeriod(Section):
    """A named time past that figures are set beside, such as the years before the pandemic."""

    name: Text = Field(
        description='What it is called, such as "before the pandemic"', json_schema_extra=allowed("text in quotes")
    )
    first_on: date = Field(
        description="Its first day", json_schema_extra=allowed("a date such as 2018-04-01, without quotes")
    )
    last_on: date = Field(
        description="Its last day",
        json_schema_extra=allowed("a date such as 2020-03-31, without quotes, after first_on"),
    )

    @field_validator("last_on")
    @classmethod
    def _comes_after(cls, given: date, info: ValidationInfo) -> date:
        if "first_on" in info.data and given <= info.data["first_on"]:
            raise PydanticCustomError("not_after", "it is not after first_on")
        return given


class Rebase(Section):
    """A day from which the limits of process charts are drawn anew: only a person may say that a process is another."""

    rebased_on: date = Field(
        description="First day of the new limits; with fewer than 7 figures from then on the old ones still hold",
        json_schema_extra=allowed("a date such as 2025-04-01, without quotes"),
    )
    reason: Text = Field(description="Why, in a few words", json_schema_extra=allowed("text in quotes"))
    measures: tuple[MeasureCode, ...] = Field(
        min_length=1,
        description="Codes of the measures whose limits are drawn anew",
        json_schema_extra=allowed('a list of codes of measures in quotes, such as ["re_referral_pct"]'),
    )


class RecordingChange(Section):
    """A day on which a figure began to be recorded or defined otherwise, so that what moved then may be that alone."""

    changed_on: date = Field(
        description="First day of it", json_schema_extra=allowed("a date such as 2025-04-01, without quotes")
    )
    what: Text = Field(description="What changed, in a few words", json_schema_extra=allowed("text in quotes"))
    measures: tuple[MeasureCode, ...] = Field(
        min_length=1,
        description="Codes of the measures that it touches",
        json_schema_extra=allowed('a list of codes of measures in quotes, such as ["re_referral_pct"]'),
    )
