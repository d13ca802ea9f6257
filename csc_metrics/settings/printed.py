"""The settings as a report prints them, and as stable text for a manifest."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from csc_metrics.settings.model import Settings
from csc_metrics.settings.section import NOT_SET


@dataclass(frozen=True, kw_only=True)
class PrintedSetting:
    """One line of the table of settings. key: in dotted words; a number is the place in a list, from 1."""

    key: str
    value: str
    is_default: bool


def printed_settings(settings: Settings) -> tuple[PrintedSetting, ...]:
    """Return every setting as a reader sees it, in the order of the model, an empty list or table included.

    Returns: one row per setting, per entry of a table of words, and per field of an entry of a list.

    >>> printed_settings(Settings())[0]
    PrintedSetting(key='caseload.limit_cases_per_fte', value='not set', is_default=True)
    """
    defaults = dict(_leaves("", Settings().model_dump(mode="json")))
    return tuple(
        PrintedSetting(key=key, value=value, is_default=defaults.get(key) == value)
        for key, value in _leaves("", settings.model_dump(mode="json"))
    )


def differing_settings(settings: Settings) -> str:
    """Return the settings that differ from the defaults, as one line.

    >>> differing_settings(Settings())
    'all as by default'
    """
    told = [f"{one.key} = {one.value}" for one in printed_settings(settings) if not one.is_default]
    return "; ".join(told) or "all as by default"


def as_json(settings: Settings) -> str:
    """Return all settings as JSON: the same settings give the same text, whatever the order they were written in.

    >>> json.loads(as_json(Settings()))["strategy_meeting"]["target_hours"]
    24.0
    """
    return json.dumps(settings.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)


def _leaves(key: str, value: object) -> Iterator[tuple[str, str]]:
    match value:
        case {**entries} if entries:
            for name, entry in entries.items():
                yield from _leaves(_joined(key, str(name)), entry)
        case [Mapping(), *_]:
            for number, entry in enumerate(value, start=1):
                yield from _leaves(_joined(key, str(number)), entry)
        case _:
            yield key, _in_words(value)


def _joined(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _in_words(value: object) -> str:
    match value:
        case None:
            return NOT_SET
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.10g}"
        case list() | tuple() | dict():
            return ", ".join(map(str, value)) or "none"
        case _:
            return str(value)
