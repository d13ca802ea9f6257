"""A sentence made of words and figures, each figure tied to the row and column that it was taken from."""

from dataclasses import dataclass
from datetime import date

from csc_metrics.narrative.sentence_types import SentenceType


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number as printed, and where it stands in measures.csv.

    text: as the reader sees it. measure, period_end, breakdown, period_type, source: the row; of an empty one of the
    last two nothing is said. column: of measures.csv. decimals: places printed. table: the file that it stands in,
    without its ending.
    """

    text: str
    measure: str
    period_end: date
    column: str
    decimals: int
    breakdown: str = "all"
    period_type: str = ""
    source: str = ""
    table: str = "measures"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence. kind: its type. measure: its code, empty for one about the authority itself.

    parts: words and figures, in reading order.
    """

    kind: SentenceType
    measure: str
    parts: tuple[str | Figure, ...]

    @property
    def plain(self) -> str:
        """The sentence as text alone, for alternative text and for tests."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)
