"""The sections of reports that the service can write about, and what a heading may call each of them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from csc_metrics.measures.registry import MEASURES

QUALITY_OF_RECORDING: Final = "Quality of recording"
"""Title of the chapter on how well an authority records."""
OTHER_SECTIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "what-matters": ("What matters",),
        "demand": ("Demand",),
        "what-it-would-take": ("What it would take",),
        "scorecard": ("Partner measures", "Scorecard"),
        "changes": ("Before and after", "Dated changes"),
        "actions": ("Actions",),
        "asked": ("What could be asked", "Questions"),
        "data-quality": (QUALITY_OF_RECORDING, "Data quality"),
        "not-known": ("What this page cannot tell you", "What we do not know"),
    }
)
"""Sections that are neither a measure nor a topic: the key of each, and what it is called, its title first."""
_FIRST_PART: Final = re.compile(r"(?:The )?(?P<words>.+?)(?:,| and ).*|The (?P<rest>.+)")
_MARKS: Final = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'"})


def title_of_section(key: str) -> str:
    """Return what a section is called, be it a measure, a topic or another part of a report.

    key: the code of a measure, a topic of measures as it is written there, or a key of `OTHER_SECTIONS`.

    >>> title_of_section("agency_rate_pct"), title_of_section("asked")
    ('Agency social workers', 'What could be asked')
    """
    if key in MEASURES:
        return MEASURES[key].title
    return OTHER_SECTIONS[key][0] if key in OTHER_SECTIONS else key


def sections_called(heading: str) -> tuple[str, ...]:
    """Return the keys of the sections that a heading may mean: none, one, or several where it is not clear.

    heading: the title or code of a measure, a topic or its first words ("Caseloads", "Strategy meetings", "Front
    door"), or the name of another section, in any case of letters.

    >>> sections_called("caseloads"), sections_called("average_caseload"), sections_called("weather")
    (('Caseloads and workforce',), ('average_caseload',), ())
    """
    return _keys_by_name().get(_folded(heading), ())


def names_of_sections() -> tuple[str, ...]:
    """Return every name that a heading may use, as it is written in reports."""
    return tuple(dict.fromkeys(name for name, _ in _names()))


def names_of_topics() -> tuple[str, ...]:
    """Return a short name for each section that is no single measure, topics first, in the order of reports."""
    topics = dict.fromkeys(measure.topic for measure in MEASURES.values())
    short = (part if sections_called(part := _first_part(topic)) == (topic,) else topic for topic in topics)
    return (*short, *(names[0] for names in OTHER_SECTIONS.values()))


@cache
def _keys_by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, key in _names():
        found.setdefault(_folded(name), {})[key] = None
    return {name: tuple(keys) for name, keys in found.items()}


def _names() -> Iterator[tuple[str, str]]:
    """Give every name of a section with the key of what it names."""
    titles = {_folded(measure.title) for measure in MEASURES.values()}
    for code, measure in MEASURES.items():
        yield from ((measure.title, code), (code, code))
    for topic in dict.fromkeys(measure.topic for measure in MEASURES.values()):
        yield topic, topic
        if _folded(_first_part(topic)) not in titles:  # "Children in need" is a measure, and the start of a topic
            yield _first_part(topic), topic
    for key, names in OTHER_SECTIONS.items():
        yield from ((name, key) for name in (*names, key))


def _first_part(topic: str) -> str:
    """Return the words of a topic up to a comma or "and", without the article that begins it."""
    found = _FIRST_PART.fullmatch(topic)
    words = (found["words"] or found["rest"]) if found else topic
    return words[:1].upper() + words[1:]


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).translate(_MARKS).casefold()
    return " ".join(plain.split()).removesuffix(":").rstrip()
