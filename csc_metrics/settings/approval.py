"""Whether reports are drafts or approved, by whom and when: every page says so."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from csc_metrics.settings.section import NOT_SET, DayOrNotSet, Section, allowed

DRAFT: Final = "draft"
APPROVED: Final = "approved"
"""What a report may be; there is nothing between."""
MOST_CHARACTERS: Final = 100
"""Of the words that say who approved: they stand in one line at the head of a page."""


def _is_on_one_line(given: str) -> str:
    # A mark that turns the direction of writing would let a page say something else than the settings do.
    if not given.isprintable():
        raise PydanticCustomError("not_on_one_line", "it holds a line break, or a character that nobody sees")
    return given


class ReportSettings(Section):
    """Draft or approved: what every page says of itself."""

    status: Literal["draft", "approved"] = Field(
        default=DRAFT,
        description="Whether reports are drafts or approved. Source: whoever answers for them",
        json_schema_extra=allowed('"draft" or "approved", in quotes'),
    )
    approved_by: Annotated[str, AfterValidator(_is_on_one_line)] = Field(
        default="",
        max_length=MOST_CHARACTERS,
        description="Who approved them: a role or a board, not a person's name. Source: the authority",
        json_schema_extra=allowed(
            'a role in quotes, on one line, such as "Director of Children\'s Services", not a person\'s name; "" for a '
            "draft"
        ),
    )
    approved_on: DayOrNotSet = Field(
        default=None,
        description="The day on which they were approved; it does not reach figures of later days",
        json_schema_extra=allowed(f'a date such as 2026-11-21, without quotes, or "{NOT_SET}" for a draft'),
    )

    @field_validator("approved_by")
    @classmethod
    def _names_who_approved(cls, given: str, info: ValidationInfo) -> str:
        if info.data.get("status") == APPROVED and not given.strip():
            raise PydanticCustomError(
                "approved_by_nobody", 'the status is "approved", but nobody is named who approved'
            )
        return given.strip()

    @field_validator("approved_on")
    @classmethod
    def _has_a_day(cls, given: date | None, info: ValidationInfo) -> date | None:
        if info.data.get("status") == APPROVED and given is None:
            raise PydanticCustomError("approved_on_no_day", 'the status is "approved", but no day is given')
        return given
