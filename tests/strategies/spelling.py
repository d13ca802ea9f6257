"""How a value may be written in a file: each spelling means the value and nothing else."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from csc_metrics.contracts.codes import code_sets
from csc_metrics.contracts.records.columns import Column, Kind

_T = TypeVar("_T")
_LONDON: Final = ZoneInfo("Europe/London")
_FIRST_SERIAL, _LAST_SERIAL = date(1954, 10, 3), date(2064, 4, 8)
"""Days that may be written as Excel counts them, in text."""
_ZONES_FROM, _ZONES_TO = 1972, 2037
"""Years in which every list of time zones says the same of London."""
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
YES, NO = ("yes", "Yes", "Y", "TRUE", "1", "t", "a) Yes"), ("no", "No", "N", "False", "0", "f", "b) No")


@cache
def spellings_of(code_set: str) -> dict[str, tuple[str, ...]]:
    """Return word → how it may be written, leaving out what could mean another word of the set."""
    told = {
        code.word: (code.word, code.word.upper(), code.word.replace("_", " "), code.meaning, *code.also)
        for code in code_sets()[code_set]
    }
    folded = {word: {" ".join(one.casefold().split()) for one in ways} for word, ways in told.items()}
    counted = Counter(way for ways in folded.values() for way in ways)
    return {
        word: tuple(one for one in ways if one == word or counted[" ".join(one.casefold().split())] == 1)
        for word, ways in told.items()
    }


class Spelling:
    """Writes cells of one file. seed: of the choices; 0 writes everything in the plainest way."""

    def __init__(self, seed: int) -> None:
        self.is_plain = seed == 0
        self._random = Random(seed)

    def one_of(self, *ways: str) -> str:
        """Choose a way to write something; the first is the plainest."""
        return ways[0] if self.is_plain else self._random.choice(ways)

    def cell(self, column: Column, value: object) -> str | None:
        """Return a cell of text that means a value; None for an empty cell."""
        if value is None:
            return None
        if isinstance(value, float):
            return self._number(value)
        return self.one_of(*self._ways(column, value))

    def _ways(self, column: Column, value: object) -> Sequence[str]:
        """Return how a value may be written that is no number, the plainest way first."""
        text = str(value)
        match column.kind:
            case Kind.YES_NO:
                return YES if value else NO
            case Kind.MOMENT if isinstance(value, datetime):
                return _moments(value)
            case Kind.DAY if isinstance(value, date):
                return _days(value)
            case Kind.AGENCY:
                return text, text.replace("_", " ").title(), text.replace("_", " & ").upper()
            case Kind.TEXT:
                return text, text, text.replace(" ", "  "), f" {text}\u00a0", text.replace(" ", "\u00a0")
        return spellings_of(column.code_set)[text] if column.code_set else (text, text, f"  {text} ")

    def heading(self, name: str) -> str:
        """Return a heading as people and systems write it."""
        spaced = name.replace("_", " ")
        return self.one_of(name, spaced, spaced.title(), name.upper(), f" {spaced}: ", spaced.replace(" ", "\u00a0"))

    def order_of(self, things: Sequence[_T]) -> list[_T]:
        """Return things in another order."""
        return list(things) if self.is_plain else self._random.sample(things, len(things))

    def _number(self, number: float) -> str:
        plain = repr(number)
        whole = str(int(number)) if number.is_integer() else plain
        return self.one_of(plain, whole, f"{plain}0" if "e" not in plain else plain, f"{number:e}")


def _days(day: date) -> list[str]:
    ways = [
        day.isoformat(),
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day.day:02}-{day:%b}-{day.year}",
        f"{day.isoformat()}T00:00:00",
        f"{day.day:02}/{day.month:02}/{day.year} 00:00",
    ]
    if _FIRST_SERIAL <= day <= _LAST_SERIAL:
        ways += [str((day - _EXCEL_DAY_ZERO).days), f"{day:%Y%m%d}"]
    return ways


def _moments(at: datetime) -> list[str]:
    day, seconds = f"{at.day:02}/{at.month:02}/{at.year}", "" if at.second == 0 else f":{at.second:02}"
    hour = at.hour % 12 or 12
    ways = [
        f"{at:%Y-%m-%d %H:%M:%S}" if at.year >= 1000 else at.isoformat(" "),
        at.isoformat(),
        f"{at.isoformat()}.000",
        f"{day} {at.hour:02}:{at.minute:02}{seconds}",
        f"{day} {hour}:{at.minute:02}{seconds} {'AM' if at.hour < 12 else 'PM'}",
        f"{day} {hour}:{at.minute:02}{seconds}{'am' if at.hour < 12 else 'pm'}",
    ]
    return ways + _with_zones(at)


def _with_zones(at: datetime) -> list[str]:
    """Return how a moment is written with its zone, if the clock on the wall shows it just once."""
    if not _ZONES_FROM <= at.year <= _ZONES_TO or at.time() == time.min:
        return []
    local = at.replace(tzinfo=_LONDON)
    utc = local.astimezone(ZoneInfo("UTC"))
    is_shown_once = (
        utc.astimezone(_LONDON).replace(tzinfo=None) == at and local.utcoffset() == local.replace(fold=1).utcoffset()
    )
    plain = utc.replace(tzinfo=None)
    return [f"{plain.isoformat()}Z", f"{(plain + timedelta(hours=1)).isoformat()}+01:00"] if is_shown_once else []
