"""Agencies that the settings expect at meetings: how they are written, and that there are such."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from csc_metrics.contracts.agencies import AGENCIES
from csc_metrics.errors import did_you_mean
from csc_metrics.settings.lines import KeyPath
from csc_metrics.settings.section import Text

if TYPE_CHECKING:
    from csc_metrics.settings.model import Settings

WRITTEN: Final = "written"
"""Under this name whoever reads a file passes where the settings are written."""
_KINDS: Final = ("strategy_meeting", "conference", "core_group")
_LISTS: Final = ("expected_agencies", "quorum")
_NOT_IN_AN_AGENCY: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class Written:
    """Where settings are written, for faults that only records show. path: None: in no file. text: of the file.

    The same settings are equal wherever they are written.
    """

    path: Path | None = field(default=None, compare=False)
    text: str = field(default="", compare=False)


def _is_as_agencies_are_written(given: str) -> str:
    usual = _NOT_IN_AN_AGENCY.sub("_", given.casefold()).strip("_")
    if given != usual:
        raise PydanticCustomError(
            "not_as_written", "agencies are written in small letters and underscores", {"known": [usual]}
        )
    return given


Agency = Annotated[Text, AfterValidator(_is_as_agencies_are_written)]
"""An agency as clean tables write it."""


def misspelt_among(expected: Sequence[str], *, wanting: Sequence[str]) -> list[str]:
    """Return the expected agencies that nobody knows and that are nearly known ones that are wanting among them.

    >>> misspelt_among(["police", "helth"], wanting=["health"])
    ['helth']
    """
    known = [agency for agency in wanting if agency in AGENCIES]
    return [agency for agency in expected if agency not in AGENCIES and did_you_mean(agency, known)]


def has_own_agencies(settings: "Settings") -> bool:
    """Whether the settings name any agency that is not known without a record."""
    return any(agency not in AGENCIES for _, agency in _named(settings))


def agency_faults(settings: "Settings", *, invited: Collection[str]) -> list[tuple[KeyPath, str]]:
    """Return the agencies that are neither known nor ever invited: the key at fault, and what is to be said of it.

    invited: every agency that the records invite.
    """
    known = {*AGENCIES, *invited}
    return [
        (
            key,
            f"no record invites {agency!r}, so that it would be told as never there.{did_you_mean(agency, known)} "
            "Write it as the extracts of invitations do, or take it out.",
        )
        for key, agency in _named(settings)
        if agency not in known
    ]


def _named(settings: "Settings") -> Iterator[tuple[KeyPath, str]]:
    """Give each agency that a kind of meeting expects or wants for its quorum, with its key."""
    for kind in _KINDS:
        for name in _LISTS:
            for place, agency in enumerate(getattr(getattr(settings, kind), name)):
                yield (kind, name, place), agency
