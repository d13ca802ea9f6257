"""What every part of the settings is made of: the kinds of value that a setting can hold."""

from datetime import date
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

NOT_SET: Final = "not set"
"""How a settings file says that there is no number; TOML has no word for it."""

MEASURE_CODES: Final = "measure_codes"
"""Under this name whoever reads a file passes the codes of all measures, which the settings do not know themselves."""

Text = Annotated[str, Field(min_length=1)]
"""Text that says something: never empty."""


def _is_a_measure(given: str, info: ValidationInfo) -> str:
    known = (info.context or {}).get(MEASURE_CODES)
    if known is not None and given not in known:
        raise PydanticCustomError("not_a_measure", "no measure has this code", {"known": known})
    return given


MeasureCode = Annotated[Text, AfterValidator(_is_a_measure)]
"""Code of a measure that the registry holds."""
NumberOrNotSet = Annotated[float | None, BeforeValidator(lambda given: None if given == NOT_SET else given)]
"""A number, or None where the file says "not set"."""
DayOrNotSet = Annotated[date | None, BeforeValidator(lambda given: None if given == NOT_SET else given)]
"""A day, or None where the file says "not set"."""


def refuse_all_but_whole_numbers(given: object) -> object:
    """Return a whole number as it is given. Raises: PydanticCustomError for anything else."""
    # To a choice of 0 and 1, true and 1.0 would be equal to 1.
    if type(given) is not int:
        raise PydanticCustomError("not_a_whole_number", "it is not a whole number")
    return given


def allowed(words: str) -> dict[str, JsonValue]:
    """Return what may stand in a setting, in words for an error. words: read on from "write"."""
    return {"allowed": words}


class Section(BaseModel):
    """A part of the settings: strict, frozen, and without a key that it does not know."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False, validate_default=True)
