"""Every error that a user can meet, worded once: what, where, and what to do."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from textwrap import wrap

_MOST_FAULTS_SHOWN = 10
_MOST_SUGGESTIONS = 3
_SHORTEST_PART = 3
_WIDTH = 100


class CscMetricsError(Exception):
    """Base of all errors that carry a message for the person at the keyboard. Exit code 1: the data is at fault."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows of it, which asks by this name: the message alone, broken between words."""
        return [part for line in str(self).splitlines() for part in wrap(line, _WIDTH, break_long_words=False)]


class WrongUse(CscMetricsError):
    """The command was called in a way that cannot work. Exit code 2."""

    exit_code = 2


def did_you_mean(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """Return " Did you mean …?" with the nearest valid names, or nothing where none is near.

    word: as it was given. known: the valid names.
    likeness: from 0 to 1; names of places look alike, so they want more than columns do.

    >>> did_you_mean("average_caselod", ["average_caseload", "agency_rate_pct"])
    ' Did you mean average_caseload?'
    """
    by_folded = {name.casefold(): name for name in known}
    folded = word.strip().casefold()
    close = get_close_matches(folded, by_folded, n=_MOST_SUGGESTIONS, cutoff=likeness)
    containing = [name for name in by_folded if len(folded) >= _SHORTEST_PART and folded in name]
    nearest = list(dict.fromkeys(close + containing))[:_MOST_SUGGESTIONS]
    return f" Did you mean {' or '.join(by_folded[name] for name in nearest)}?" if nearest else ""


def list_faults(faults: Sequence[str]) -> str:
    """Return the faults one to a line; beyond ten, the number left out.

    >>> print(list_faults(["a: first", "b: second"]))
      a: first
      b: second
    """
    shown = [f"  {fault}" for fault in faults[:_MOST_FAULTS_SHOWN]]
    if len(faults) > _MOST_FAULTS_SHOWN:
        shown.append(f"  … and {len(faults) - _MOST_FAULTS_SHOWN} more of the same kind")
    return "\n".join(shown)
