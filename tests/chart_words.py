"""Where the words on a chart stand, as matplotlib's own renderer measures them: all inside, none over another."""

from itertools import combinations
from typing import NamedTuple

from matplotlib.text import Text

from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.style import chart_style


class Box(NamedTuple):
    """The room that words take, in points from the lower left corner."""

    words: str
    left: float
    low: float
    right: float
    high: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any room; boxes that only touch do not."""
        across = self.left < other.right and other.left < self.right
        return across and self.low < other.high and other.low < self.high


def boxes_of(drawing: Drawing) -> list[Box]:
    """Return the room that each piece of writing takes; DejaVu Sans, which measures, is wider than pages' fonts."""
    with chart_style():
        texts = [text for text in drawing._canvas.artists if isinstance(text, Text)]
        return [Box(text.get_text(), *text.get_window_extent().extents) for text in texts]


def faults_of_words(drawing: Drawing) -> list[str]:
    """Return what is wrong with where the words stand; nothing where all is well."""
    boxes = boxes_of(drawing)
    assert boxes, "a chart without words says nothing"
    cut = [
        f"{box.words!r} is cut off"
        for box in boxes
        if box.left < 0 or box.low < 0 or box.right > drawing.width or box.high > drawing.height
    ]
    over = [f"{one.words!r} lies over {other.words!r}" for one, other in combinations(boxes, 2) if one.overlaps(other)]
    return cut + over
