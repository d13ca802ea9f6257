"""How every chart looks: colours, sizes and the settings that make two runs give the same bytes."""

from contextlib import AbstractContextManager
from functools import cache
from typing import Final

import matplotlib as mpl
import seaborn as sns
from matplotlib import RcParams

DARK_BLUE: Final = "#12436D"
TURQUOISE: Final = "#28A197"
DARK_PINK: Final = "#801650"
ORANGE: Final = "#F46A25"
DARK_GREY: Final = "#3D3D3D"
LILAC: Final = "#A285D1"
ANALYSIS_FUNCTION_COLOURS: Final = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE, DARK_GREY, LILAC)
"""Government Analysis Function's categorical palette, in order. Turquoise, orange and lilac are marks, never text."""

TEXT_COLOUR: Final = "#0b0c0c"
PANEL_COLOUR: Final = "#ffffff"
GRID_COLOUR: Final = "#d9dde1"
BAND_COLOUR: Final = "#d5e0ea"
RANGE_EDGE_COLOUR: Final = "#7d868e"
"""The band alone is too faint to be seen by everyone: its edges stand out from the panel by more than 3 to 1."""
LEADER_COLOUR: Final = "#8a9299"

LABEL_SIZE: Final = 12.5
VALUE_SIZE: Final = 15.0
TICK_SIZE: Final = 12.0
NOTE_SIZE: Final = 11.5
"""Text sizes in points. A chart is 400 points wide: the smallest is 9 px on a screen of 320 px, 16 px at full width."""

POINTS_PER_INCH: Final = 72
"""So many points make an inch, and a pixel is a point."""

_OUR_LOOK: Final = {
    "figure.dpi": POINTS_PER_INCH,
    "figure.facecolor": PANEL_COLOUR,
    "text.color": TEXT_COLOUR,
    "xtick.labelsize": TICK_SIZE,
    "ytick.labelsize": TICK_SIZE,
    "xtick.color": TEXT_COLOUR,
    "ytick.color": TEXT_COLOUR,
    "axes.edgecolor": DARK_GREY,
}

_DECIDES_BYTES: Final = {
    "svg.fonttype": "none",
    "svg.hashsalt": "csc-metrics",
    "path.simplify": False,
    # DejaVu Sans travels with matplotlib, so places are the same on every machine; it is wider than what pages use.
    "font.family": "DejaVu Sans",
    "text.parse_math": False,
}

_NO_LOOKS: Final = ("backend", "interactive", "timezone", "toolbar", "tk.", "macosx.", "webagg.")
"""How the names of settings begin that say where matplotlib shows its figures, not how they look: left alone."""


def chart_style() -> AbstractContextManager[None]:
    """Return a context in which matplotlib draws as every chart of ours is drawn."""
    return mpl.rc_context(_settings())


@cache
def _settings() -> RcParams:
    """Return matplotlib's defaults, whatever a notebook or a matplotlibrc has set; seaborn's white theme; our look.

    What decides the bytes comes last.
    """
    defaults = {name: value for name, value in mpl.rcParamsDefault.items() if not name.startswith(_NO_LOOKS)}
    theme = sns.axes_style("white") | sns.plotting_context("notebook")
    return RcParams(defaults | theme | _OUR_LOOK | _DECIDES_BYTES)
