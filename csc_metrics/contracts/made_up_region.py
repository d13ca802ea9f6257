"""A made-up region of eleven authorities: nobody's records, to try the suite with and to test it by.

DfE gives no code below 201 to an authority, so that these can be taken for nobody's.
"""

from datetime import date
from functools import cache
from typing import Final

from csc_metrics.contracts.authorities import Authority, authorities

MADE_UP_REGION: Final = "made-up region"
"""In the place of a region's ONS code."""
MADE_UP_NOTE: Final = (
    "This authority is made up, and so is every figure about it. No national figures of attendance at strategy "
    "meetings exist: those here are invented, too."
)
"""What every page about a made-up authority says first."""
MADE_UP_AMONG: Final = (
    "Authorities that are marked as made up do not exist, and every figure about them is invented; that holds for "
    "attendance at strategy meetings, too, of which no national figures exist."
)
"""What a page says that lists made-up authorities among others."""
_NAMES: Final = (
    *("Alderbeck", "Brackenholt", "Carrowmere", "Dunstanleigh", "Elverdale", "Farrowgate"),
    *("Gorsewick", "Hallowmoor", "Ivelbridge", "Juniper Vale", "Kestrelby"),
)
_CHILDREN: Final = (21_000, 15_200, 11_900, 25_600, 9_400, 13_700, 18_400, 6_300, 16_500, 10_800, 22_900)
"""Children aged 0 to 17 who live in each, in order of code: made up, the same in every year."""
_MID_YEARS: Final = range(2019, 2027)
_MID_YEAR: Final = (6, 30)


@cache
def made_up_authorities() -> dict[str, Authority]:
    """Return the made-up authorities, la_code → Authority, in order of code.

    >>> made_up_authorities()["001"].name
    'Alderbeck'
    """
    return {
        f"{number:03d}": Authority(
            la_code=f"{number:03d}",
            name=name,
            region_code=MADE_UP_REGION,
            ons_codes=(),
            other_names=(),
            existed_from=None,
            existed_to=None,
            predecessors=(),
        )
        for number, name in enumerate(_NAMES, start=1)
    }


def note_on(la_code: str) -> str:
    """Return what a page about an authority says first: MADE_UP_NOTE of a made-up one, nothing of another.

    >>> note_on("357"), note_on("001") == MADE_UP_NOTE
    ('', True)
    """
    return MADE_UP_NOTE if la_code in made_up_authorities() else ""


def made_up_neighbours(la_code: str) -> tuple[str, ...]:
    """Return the statistical neighbours of a made-up authority: the other ten. la_code: of one of them.

    >>> made_up_neighbours("002")[:3]
    ('001', '003', '004')
    """
    return tuple(code for code in made_up_authorities() if code != la_code)


def made_up_population(la_code: str) -> dict[date, float]:
    """Return the children aged 0 to 17 of a made-up authority by mid-year day; nothing of a real one.

    >>> made_up_population("001")[date(2025, 6, 30)], made_up_population("357")
    (21000.0, {})
    """
    if la_code not in made_up_authorities():
        return {}
    return {date(year, *_MID_YEAR): float(_CHILDREN[int(la_code) - 1]) for year in _MID_YEARS}


def authority_with_records(la_code: str) -> Authority | None:
    """Return the authority, real or made up, whose records bear a code; None where nobody has it. la_code: the code."""
    return authorities().get(la_code) or made_up_authorities().get(la_code)
