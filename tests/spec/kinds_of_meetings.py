"""Worked examples that hold for every kind of meeting: written of strategy meetings, told of the other kinds too."""

from collections.abc import Sequence
from dataclasses import replace

from spec.worked_records import RecordsExample, RecordsSpec

from csc_metrics.measures.meeting_kinds import KINDS, MeetingKind
from csc_metrics.settings.model import ConferenceSettings, CoreGroupSettings, Settings


def specs_of_kinds(
    code: str, examples: Sequence[RecordsExample], *, kinds: Sequence[MeetingKind] = KINDS
) -> tuple[RecordsSpec, ...]:
    """Return a spec for each kind of meeting: all examples for the first, and the first example for each other.

    code: with <code> where that of the kind goes. examples: their records are of the first kind; where one has
    meetings of another kind to show that these do not count, the two change places.
    """
    first, *others = kinds
    told = {kind: (_told_of(examples[0], first, kind),) for kind in others}
    return tuple(RecordsSpec(code=kind.said(code), examples=told.get(kind, examples)) for kind in kinds)


def _told_of(example: RecordsExample, first: MeetingKind, kind: MeetingKind) -> RecordsExample:
    """Return an example with the words of two kinds of meeting in each other's place."""
    words = {first.word: kind.word, kind.word: first.word}
    return replace(
        example,
        rule=_in_words_of(kind, example.rule, first),
        given={table: _laid_out(text, words) for table, text in example.given.items()},
        settings=_with_the_same_agencies(example.settings),
    )


def _with_the_same_agencies(settings: Settings) -> Settings:
    """Return settings by which every kind of meeting needs whom a strategy meeting needs."""
    who = settings.strategy_meeting.model_dump(include={"expected_agencies", "quorum"})
    same = {"conference": ConferenceSettings(**who), "core_group": CoreGroupSettings(**who)}
    return settings.model_copy(update=same)


def _in_words_of(kind: MeetingKind, rule: str, first: MeetingKind) -> str:
    for mark in ("<Meetings>", "<meetings>", "<meeting>"):
        rule = rule.replace(first.said(mark), kind.said(mark))
    return rule


def _laid_out(text: str, words: dict[str, str]) -> str:
    lines = [[words.get(cell, cell) for cell in line.split()] for line in text.strip().splitlines()]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        " ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
