"""Pieces of bars that are told apart by their texture, so that no colour has to be seen: solid, striped or dotted."""

from dataclasses import dataclass

import numpy as np

from csc_metrics.charts.drawing import Drawing, Numbers


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A level piece of a bar, in points from the lower left corner."""

    left: float
    right: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Texture:
    """How a piece is drawn. width: of its strokes, in points. dash: of them, or none.

    lean: points that a stroke leans to the right on its way up, negative to the left. every: points from stroke to
    stroke; 0 for a piece that is filled. is_level: whether strokes lie level.
    """

    colour: str
    width: float = 0.0
    dash: tuple[float, float] | None = None
    lean: float = 0.0
    every: float = 0.0
    is_level: bool = False


def add_piece(drawing: Drawing, *, piece: Piece, texture: Texture) -> None:
    """Draw a piece of a bar: filled, or outlined with strokes in it, all as one line with breaks.

    piece: where it lies. texture: how it looks.
    """
    if not texture.every:
        ends = np.array([piece.left, piece.right])
        drawing.band(ends, np.full(2, piece.low), np.full(2, piece.high), colour=texture.colour)
        return
    half = min(texture.width, piece.right - piece.left) / 2
    inner = Piece(left=piece.left + half, right=piece.right - half, low=piece.low + half, high=piece.high - half)
    strokes = _level_strokes(inner, texture) if texture.is_level else _strokes(inner, texture)
    x, y = (np.concatenate([edge, inside]) for edge, inside in zip(_outline(inner), strokes, strict=True))
    drawing.line(x, y, colour=texture.colour, width=texture.width, dash=texture.dash)


def _outline(piece: Piece) -> tuple[Numbers, Numbers]:
    """Return the edge of a piece."""
    left, right, low, high = piece.left, piece.right, piece.low, piece.high
    return np.array([left, right, right, left, left, np.nan]), np.array([low, low, high, high, low, np.nan])


def _strokes(piece: Piece, texture: Texture) -> tuple[Numbers, Numbers]:
    """Return strokes from the lower to the upper edge, upright or leaning, cut off at the sides."""
    reach = abs(texture.lean)
    starts = np.arange(piece.left - reach + texture.every / 2, piece.right + reach, texture.every)
    if texture.lean:
        at_sides = (np.array([[piece.left], [piece.right]]) - starts) / texture.lean
        first, last = np.clip(np.sort(at_sides, axis=0), 0.0, 1.0)
    else:
        first, last = np.zeros(starts.size), np.where((starts > piece.left) & (starts < piece.right), 1.0, 0.0)
    share = np.column_stack([first, last, np.full(starts.size, np.nan)])[last > first]
    x = starts[last > first, np.newaxis] + share * texture.lean
    return x.ravel(), (piece.low + share * (piece.high - piece.low)).ravel()


def _level_strokes(piece: Piece, texture: Texture) -> tuple[Numbers, Numbers]:
    """Return strokes from the left to the right edge."""
    up = np.arange(piece.low + texture.every, piece.high - texture.every / 2, texture.every)
    return np.tile([piece.left, piece.right, np.nan], up.size), np.repeat(up, 3)
