"""A picture on which everything is placed in points by who draws it: nothing is laid out, so nothing is laid out twice.

matplotlib's axes work out ticks, labels and clipping again for every picture, and that takes most of a chart's time.
Our charts know beforehand where all of it goes, so they are drawn without axes, by the same library.
"""

from io import StringIO
from typing import Final, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform
from numpy.typing import NDArray

from csc_metrics.charts import style

_NO_METADATA: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}

Numbers = NDArray[np.float64]
"""A number for each place; NaN where there is none."""


class Drawing:
    """A picture, width by height in points; what is drawn later lies on top. Use it within `style.chart_style()`."""

    def __init__(self, *, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._canvas = Canvas(figsize=(width / style.POINTS_PER_INCH, height / style.POINTS_PER_INCH))
        self._drawn = 0

    def line(
        self,
        x: Numbers,
        y: Numbers,
        *,
        colour: str,
        width: float,
        dash: tuple[float, float] | None = None,
        has_marks: bool = False,
    ) -> None:
        """Draw a line of one colour through points; NaN breaks it.

        dash: stroke and gap, in widths of the line. has_marks: whether a dot stands at each point.
        """
        line = Line2D(x, y, color=colour, lw=width, ls=(0, dash) if dash else "-")
        if has_marks:
            line.set(marker="o", markersize=2 * width, markeredgecolor=style.PANEL_COLOUR, markeredgewidth=0.4 * width)
        self._add(line)

    def band(self, x: Numbers, lowest: Numbers, highest: Numbers, *, colour: str) -> None:
        """Fill the room between the lowest and the highest with a colour, where both have a value."""
        is_held = ~(np.isnan(lowest) | np.isnan(highest))
        self._add(FillBetweenPolyCollection("x", x, lowest, highest, where=is_held.tolist(), color=colour, lw=0))

    def write(
        self,
        words: str,
        *,
        at: tuple[float, float],
        size: float,
        colour: str = style.TEXT_COLOUR,
        ha: Literal["left", "center", "right"] = "left",
        va: Literal["top", "bottom", "baseline"] = "top",
        weight: Literal["normal", "bold"] = "normal",
    ) -> None:
        """Write words in a colour, lines parted by line breaks, with an edge or their middle at a place."""
        if words:
            text = Text(*at, words, size=size, color=colour, ha=ha, va=va, linespacing=1.2, weight=weight)
            self._add(text)

    def as_svg(self) -> str:
        """Return the picture as an SVG file in which text is text; the same bytes each time."""
        written = StringIO()
        self._canvas.savefig(written, format="svg", metadata=_NO_METADATA)
        return written.getvalue()

    def _add(self, artist: Artist) -> None:
        """Put an artist on top of what is there. A point is a pixel here (style), so no place is transformed."""
        artist.set_transform(IdentityTransform())
        artist.set_zorder(self._drawn)
        self._drawn += 1
        self._canvas.add_artist(artist)
