"""England's children's services authorities: codes, names, regions, and when each existed."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Self

from csc_metrics.errors import WrongUse, did_you_mean

_COUNCIL_WORDS: Final = re.compile(
    r" (?:(?:city|county|borough|metropolitan borough|district|metropolitan district) )?(?:council|corporation)$"
    r"| (?:mbc|cc|bc)$"
)
_STYLES: Final = re.compile(
    r"^(?:the )?(?:london borough of|royal borough of|metropolitan borough of|borough of|city of) "
)
_STYLE_BEHIND: Final = re.compile(r", (?:city|county) of$", re.IGNORECASE)
_BETWEEN_NAMES: Final = r"[,;]"

_LIKENESS_OF_PLACES: Final = 0.75
JOINT_RETURNS: Final = (("314", "318"), ("940", "941"))
"""Authorities that make one workforce return together. Source: DfE, Children's social work workforce."""


class UnknownAuthority(WrongUse):
    """No current authority has this code or name, and no defunct one this code."""

    @classmethod
    def named(cls, name: str, known: Iterable[str]) -> Self:
        """Word the error for a name or code given on the command line or in a notebook."""
        names = list(known)
        hint = did_you_mean(name, names, likeness=_LIKENESS_OF_PLACES) or did_you_mean(
            name, map(_without_style, names), likeness=_LIKENESS_OF_PLACES
        )
        return cls(f"No authority is called {name!r}.{hint} Give DfE's three-digit code (357) or the name (Tameside).")

    @classmethod
    def several(cls, names: str) -> Self:
        """Word the error for several authorities where one belongs."""
        return cls(f"{names!r} names several authorities. Give each by itself: --authority NAME, as often as needed.")

    @classmethod
    def ended(cls, authority: "Authority", successors: Iterable["Authority"]) -> Self:
        """Word the error for the name of an authority that no longer exists."""
        heirs = " and ".join(f"{heir.name} ({heir.la_code})" for heir in successors)
        return cls(
            f"{authority.name} no longer exists: after {authority.existed_to} its area belongs to {heirs}. "
            f"Name one of these, or give the old code {authority.la_code} for the old figures."
        )


@dataclass(frozen=True, kw_only=True)
class Authority:
    """One authority. existed_from, existed_to: first and last day, None where open; predecessors: la_codes."""

    la_code: str
    name: str
    region_code: str
    ons_codes: tuple[str, ...]
    other_names: tuple[str, ...]
    existed_from: date | None
    existed_to: date | None
    predecessors: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The name as part of a folder's name: "st-helens"."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.casefold()).strip("-")

    @property
    def is_current(self) -> bool:
        """Whether the authority exists today."""
        return self.existed_to is None

    def existed_on(self, day: date) -> bool:
        """Whether the authority existed on a day."""
        return (self.existed_from is None or self.existed_from <= day) and (
            self.existed_to is None or day <= self.existed_to
        )


def _date_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def authorities() -> dict[str, Authority]:
    """Return every authority that DfE has published since 2013, by la_code: 153 current and 5 defunct.

    Returns: la_code → Authority, in order of code.
    Source: DfE's tables and code list; names differ between files, so every spelling is kept.

    >>> authorities()["357"].name
    'Tameside'
    """
    text = (files("csc_metrics.contracts") / "authorities.csv").read_text(encoding="utf-8")
    return {
        row["la_code"]: Authority(
            la_code=row["la_code"],
            name=row["name"],
            region_code=row["region_code"],
            ons_codes=tuple(row["ons_codes"].split()),
            other_names=tuple(name for name in row["other_names"].split("|") if name),
            existed_from=_date_or_none(row["existed_from"]),
            existed_to=_date_or_none(row["existed_to"]),
            predecessors=tuple(row["predecessors"].split()),
        )
        for row in csv.DictReader(text.splitlines())
    }


def current_authorities() -> list[Authority]:
    """Return the 153 authorities that exist today, in order of code."""
    return [authority for authority in authorities().values() if authority.is_current]


def authority_codes_on(day: date) -> set[str]:
    """Return the la_codes of the authorities that existed on a day.

    >>> sorted(authority_codes_on(date(2020, 3, 31)) - authority_codes_on(date(2019, 3, 31)))
    ['838', '839']
    """
    return {code for code, authority in authorities().items() if authority.existed_on(day)}


def find_authority(name_or_code: str) -> Authority:
    """Return the authority that a person means, by DfE's code, ONS code or any of its names.

    Names mean current authorities; one that no longer exists goes by its code.
    Raises: UnknownAuthority with the nearest right names.

    >>> find_authority("bedford borough council").la_code
    '822'
    """
    found = authority_called(name_or_code)
    if found is None:
        raise _refusal(name_or_code)
    return found


def authority_called(name_or_code: str) -> Authority | None:
    """Return the authority of this code or name, as `find_authority` does; None where there is none of it."""
    wanted = name_or_code.strip()
    if wanted in authorities():
        return authorities()[wanted]
    if wanted.upper() in _by_ons_code():
        return _by_ons_code()[wanted.upper()]
    by_name = _by_folded_name()
    folded = _fold(wanted)
    for spelling in (folded, _COUNCIL_WORDS.sub("", folded)):
        for candidate in (spelling, _STYLES.sub("", spelling)):
            if candidate in by_name:
                return by_name[candidate]
    return None


def _refusal(name: str) -> UnknownAuthority:
    """Return the error that says most of a name that is no current authority's."""
    ended = _ended_by_folded_name().get(_fold(name))
    if ended:
        return UnknownAuthority.ended(
            ended, [heir for heir in authorities().values() if ended.la_code in heir.predecessors]
        )
    parts = [_fold(part) for part in re.split(_BETWEEN_NAMES, name)]
    if len(parts) > 1 and all(part in authorities() or part in _by_folded_name() for part in parts):
        return UnknownAuthority.several(name)
    known = [name for authority in current_authorities() for name in (authority.name, *authority.other_names)]
    return UnknownAuthority.named(name, known)


def _fold(name: str) -> str:
    words = re.sub(r"[^a-z0-9,]+", " ", name.casefold().replace("&", " and ").replace("'", ""))
    return re.sub(r" *, *", ", ", words).strip(" ,")


def _without_style(name: str) -> str:
    """Return "Bristol, City of" as people say it; in whatever case."""
    return _STYLE_BEHIND.sub("", name)


@cache
def _by_ons_code() -> dict[str, Authority]:
    return {code: authority for authority in current_authorities() for code in authority.ons_codes}


@cache
def _by_folded_name() -> dict[str, Authority]:
    """Map every spelling of a current authority's name, also without ", City of", to the authority."""
    spellings: dict[str, Authority] = {}
    for authority in current_authorities():
        for name in (authority.name, *authority.other_names):
            folded = _fold(name)
            spellings[folded] = authority
            spellings[folded.replace(",", "")] = authority
            spellings[_without_style(folded)] = authority
    return spellings


@cache
def _ended_by_folded_name() -> dict[str, Authority]:
    return {_fold(authority.name): authority for authority in authorities().values() if not authority.is_current}
