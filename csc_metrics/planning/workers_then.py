"""Cases and workers at another level of children in need, or of the caseload itself; agency's share as a range."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from csc_metrics.comparison.matrix import Floats

_PERCENT: Final = 100.0
_SIDES: Final = {"lower": -1.0, "then": 0.0, "upper": 1.0}
_ENDS: Final = tuple(_SIDES)


def workers_by_children(
    now: Mapping[str, Floats], *, moves: Mapping[str, Floats], chosen: float | None = None
) -> dict[str, Floats]:
    """Return cases and workers, were children in need as many cases each as now.

    The ends allow for chance in the authority's own count of children, since those of the moves do: so many children
    more or fewer are so many cases more or fewer, but no cases are fewer than none. At the present caseload the workers
    of now are as uncertain as they were rounded.
    now: cases_now, fte_now, fte_rounded_by, agency_fte and all_fte by authority, and count_now, the children in need.
    moves: how many more of these there would be, or fewer: lower, then, upper. chosen: cases that a full-time worker
    would hold; None: as many as now.

    >>> told = {"cases_now": 1685.0, "fte_now": 126.9, "fte_rounded_by": 0.05, "count_now": 2000.0}
    >>> now = {name: np.array([amount]) for name, amount in (told | {"agency_fte": 9.0, "all_fte": 140.0}).items()}
    >>> found = workers_by_children(now, moves=dict.fromkeys(("lower", "then", "upper"), np.array([0.0])))
    >>> [round(float(found[name][0]), 2) for name in ("fte_then_lower", "fte_then", "fte_then_upper")]
    [126.85, 126.9, 126.95]
    """
    each = over(now["cases_now"], now["count_now"])
    cases = {end: np.maximum(now["cases_now"] + each * moves[end], 0.0) for end in _ENDS}
    present = {
        end: over(now["cases_now"], now["fte_now"] + side * now["fte_rounded_by"]) for end, side in _SIDES.items()
    }
    held = present if chosen is None else {end: np.full_like(present[end], chosen) for end in _ENDS}
    fte = {end: over(cases[end], held[end]) for end in _ENDS}
    return _cases(cases) | {"caseload": held["then"]} | _workers(now, fte)


def workers_by_caseload(now: Mapping[str, Floats], *, caseloads: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return workers, were the cases of now held at another caseload. now: as above. caseloads: lower, then, upper."""
    fte = {
        end: over(now["cases_now"], caseloads[other])
        for end, other in zip(_ENDS, ("upper", "then", "lower"), strict=True)
    }
    cases = dict.fromkeys(_ENDS, now["cases_now"])
    return _cases(cases) | {"caseload": caseloads["then"]} | _workers(now, fte)


def _cases(cases: Mapping[str, Floats]) -> dict[str, Floats]:
    return {"cases_then": cases["then"], "cases_then_lower": cases["lower"], "cases_then_upper": cases["upper"]}


def _workers(now: Mapping[str, Floats], fte: Mapping[str, Floats]) -> dict[str, Floats]:
    changes = (fte["lower"] - now["fte_now"], fte["upper"] - now["fte_now"])
    lowest, highest = _agency_range(now["agency_fte"], now["all_fte"], changes=changes)
    return {
        "cases_now": now["cases_now"],
        "fte_now": now["fte_now"],
        "fte_then": fte["then"],
        "fte_then_lower": fte["lower"],
        "fte_then_upper": fte["upper"],
        "fte_difference": fte["then"] - now["fte_now"],
        "agency_pct_now": _PERCENT * over(now["agency_fte"], now["all_fte"]),
        "agency_pct_lowest": lowest,
        "agency_pct_highest": highest,
    }


def _agency_range(agency: Floats, all_fte: Floats, *, changes: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Return the lowest and highest share of agency workers, in per cent, whoever comes or goes first."""
    shares = []
    for change in changes:
        whole = all_fte + change
        agency_first = np.clip(agency + change, 0.0, whole)
        permanent_first = np.minimum(agency, whole)
        shares += [_PERCENT * over(some, whole) for some in (agency_first, permanent_first)]
    return np.minimum.reduce(shares), np.maximum.reduce(shares)


def over(top: Floats, bottom: Floats) -> Floats:
    """Return tops over bottoms, NaN where there is nothing below. top, bottom: an authority each.

    >>> over(np.array([3.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [1.5, nan]
    """
    ratio: Floats = np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0)
    return ratio
