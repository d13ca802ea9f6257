"""The kinds of meetings, and measures that are told of each of them in the same words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.counting.how import FLOW, FromRecords, How
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.units.meetings import MakesRows, OfKind, whole_with

TOPIC: Final = "Strategy meetings, conferences and core groups"
_REVIEW_ON: Final = date(2027, 3, 31)
_SOURCE: Final = "The authority's own records: its lists of meetings, of the children in them, and of invitations"


@dataclass(frozen=True, kw_only=True)
class MeetingKind:
    """A kind of meeting. word: of meeting_type. code: with which codes of measures begin.

    one, many: what it is called. short: the plural in two words, for headings of few words. setting: the table of the
    settings that says who must come. quorum: without whom it is not quorate by default, in words.
    """

    word: str
    code: str
    one: str
    many: str
    short: str
    setting: str
    quorum: str = "a social worker, the police and health"

    def said(self, text: str) -> str:
        """Return a text with this kind in the place of each mark in it, such as <meetings>. text: with marks."""
        words = {
            "<code>": self.code,
            "<meeting>": self.one,
            "<meetings>": self.many,
            "<Meetings>": self.many[0].upper() + self.many[1:],
            "<short>": self.short,
            "<Short>": self.short[0].upper() + self.short[1:],
            "<setting>": self.setting,
            "<quorum>": self.quorum,
        }
        for mark, word in words.items():
            text = text.replace(mark, word)
        return text


STRATEGY: Final = MeetingKind(
    word="strategy",
    code="strategy_meeting",
    one="strategy meeting",
    many="strategy meetings",
    short="strategy meetings",
    setting="strategy_meeting",
)
"""Meetings at which it is decided whether a child may be suffering significant harm."""
INITIAL_CONFERENCE: Final = MeetingKind(
    word="initial_conference",
    code="initial_conference",
    one="initial child protection conference",
    many="initial child protection conferences",
    short="initial conferences",
    setting="conference",
)
"""Meetings at which it is decided whether a child needs a child protection plan."""
REVIEW_CONFERENCE: Final = MeetingKind(
    word="review_conference",
    code="review_conference",
    one="review child protection conference",
    many="review child protection conferences",
    short="review conferences",
    setting="conference",
)
"""Meetings at which it is decided whether a child still needs one."""
CORE_GROUP: Final = MeetingKind(
    word="core_group",
    code="core_group",
    one="core group",
    many="core groups",
    short="core groups",
    setting="core_group",
    quorum="a social worker and health",
)
"""Meetings of those who carry out a child protection plan."""
KINDS: Final = (STRATEGY, INITIAL_CONFERENCE, REVIEW_CONFERENCE, CORE_GROUP)
"""In the order in which reports show them."""
OTHER_KINDS: Final = KINDS[1:]
"""All but strategy meetings: those for which no target of hours is set."""


@dataclass(frozen=True, kw_only=True)
class MeetingMeasure:
    """A measure that is told alike of several kinds of meeting; its texts have <meetings> where the kind's name goes.

    kinds: those of which it is told. units: gives the unit rows of any kind. words: how it is counted.
    The other fields are those of `Measure` and `FromRecords`.
    """

    code: str
    title: str
    short_title: str
    statement: str
    definition: str
    numerator: str
    denominator: str
    unit: str
    polarity: Polarity
    why_it_matters: str
    no_target_reason: str
    no_published_counterpart_reason: str
    caveats: tuple[str, ...]
    words: str
    units: MakesRows
    row: str
    how: How
    reads: Mapping[str, tuple[str, ...]]
    breakdowns: tuple[str, ...]
    decimals: int = 1
    periods: tuple[PeriodType, ...] = FLOW
    quantile: float | None = None
    known_after: Callable[[date], date] | None = None
    kinds: tuple[MeetingKind, ...] = KINDS
    statement_of_one: str | None = None

    def of(self, kind: MeetingKind) -> Measure:
        """Return the measure for one kind of meeting. kind: one of `kinds`."""
        return Measure(
            code=kind.said(self.code),
            topic=TOPIC,
            title=kind.said(self.title),
            short_title=kind.said(self.short_title),
            statement=kind.said(self.statement),
            statement_of_one=kind.said(self.statement_of_one) if self.statement_of_one is not None else None,
            parts_statement=None,
            definition=kind.said(self.definition),
            numerator=kind.said(self.numerator),
            denominator=kind.said(self.denominator),
            unit=self.unit,
            decimals=self.decimals,
            polarity=self.polarity,
            period_type=self.periods[0],
            why_it_matters=kind.said(self.why_it_matters),
            target=None,
            no_target_reason=kind.said(self.no_target_reason),
            source=_SOURCE,
            published_counterpart=None,
            no_published_counterpart_reason=kind.said(self.no_published_counterpart_reason),
            caveats=tuple(map(kind.said, self.caveats)),
            review_on=_REVIEW_ON,
            from_records=self._counted(kind),
        )

    def _counted(self, kind: MeetingKind) -> FromRecords:
        return FromRecords(
            words=kind.said(self.words),
            units=OfKind(func=self.units, kind=kind.word),
            row=kind.said(self.row),
            how=self.how,
            reads=self.reads,
            dates=whole_with(kind.word),
            breakdowns=self.breakdowns,
            periods=self.periods,
            quantile=self.quantile,
            known_after=self.known_after,
        )
