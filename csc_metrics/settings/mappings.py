"""Mappings of local extracts: every table, column and word of ours that the settings name is one that there is."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from csc_metrics.contracts.authorities import UnknownAuthority, find_authority
from csc_metrics.errors import did_you_mean
from csc_metrics.settings.lines import KeyPath
from csc_metrics.settings.model import Settings

ATTENDANCE: Final = "attendance"
"""Name of an extract with a column for each agency, which fills the invitations."""
RecordWords = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Clean table → its columns → the words that each may hold; none where it may hold anything."""
_AGENCY: Final = re.compile(r"[a-z0-9_]+")
_CODE: Final = re.compile(r"[0-9]{3}")


def mapping_faults(settings: Settings, known: RecordWords) -> list[tuple[KeyPath, str]]:
    """Return what is wrong with the mappings: the key at fault, and what is to be said of it.

    known: every clean table with its columns and words.
    """
    return [
        *_of_authority(settings),
        *_of_files(settings, known),
        *_of_columns(settings, known),
        *_of_codes(settings, known),
    ]


def _of_authority(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    name = settings.records.authority
    if name and not _CODE.fullmatch(name):
        try:
            find_authority(name)
        except UnknownAuthority as error:
            yield ("records", "authority"), str(error)


def _of_files(settings: Settings, known: RecordWords) -> Iterator[tuple[KeyPath, str]]:
    for file, table in settings.records.files.items():
        if table not in {*known, ATTENDANCE}:
            yield ("records", "files", file), _no_table(table, known)


def _of_columns(settings: Settings, known: RecordWords) -> Iterator[tuple[KeyPath, str]]:
    for table, columns in settings.columns.items():
        if table == ATTENDANCE:
            yield from _of_agencies(columns)
        elif table not in known:
            yield ("columns", table), _no_table(table, known)
        else:
            for column in columns.keys() - known[table].keys():
                yield ("columns", table, column), _no_column(table, column, known)


def _of_agencies(columns: Mapping[str, str]) -> Iterator[tuple[KeyPath, str]]:
    for agency in columns:
        if not _AGENCY.fullmatch(agency):
            yield (
                ("columns", ATTENDANCE, agency),
                f"{agency!r} is not how an agency is written. Use small letters and underscores: social_worker.",
            )


def _of_codes(settings: Settings, known: RecordWords) -> Iterator[tuple[KeyPath, str]]:
    for table, columns in settings.codes.items():
        if table not in known:
            yield ("codes", table), _no_table(table, known)
            continue
        for column, words in columns.items():
            if column not in known[table]:
                yield ("codes", table, column), _no_column(table, column, known)
            else:
                yield from _of_words(("codes", table, column), words, allowed=known[table][column])


def _of_words(path: KeyPath, words: Mapping[str, str], *, allowed: tuple[str, ...]) -> Iterator[tuple[KeyPath, str]]:
    for theirs, ours in words.items():
        if allowed and ours not in allowed:
            yield (
                (*path, theirs),
                f"{ours!r} is none of our words.{did_you_mean(ours, allowed)} Write one of {', '.join(allowed)}.",
            )


def _no_table(table: str, known: RecordWords) -> str:
    return f"{table!r} is none of our tables.{did_you_mean(table, known)} They are {', '.join(known)}, {ATTENDANCE}."


def _no_column(table: str, column: str, known: RecordWords) -> str:
    columns = known[table]
    return f"{column!r} is no column of {table}.{did_you_mean(column, columns)} They are {', '.join(columns)}."
