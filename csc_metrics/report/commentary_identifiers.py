"""Whether words hold the identifier of a child: nobody who writes about figures should name one."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_POINTING: Final = frozenset({"child", "case", "id", "identifier", "no", "number", "person", "record", "ref"})
"""After one of these even a short number says which child is meant."""
_SHORTEST_TELLING: Final = 5
"""Characters from which a number, or a word without a figure in it, cannot well be anything but an identifier."""

_Words = tuple[str, ...]


def lines_that_name_a_child(lines: Sequence[str], *, identifiers: Collection[str]) -> tuple[int, ...]:
    """Return the numbers of lines, from 1, on which an identifier begins as a whole word.

    Case of letters and marks between its parts make no difference: "C-1001" is found as "c 1001" too. A number of
    under five figures, or a short word of letters alone, counts only after a word such as "child" or "case": else no
    line could say that 12 meetings were held.

    lines: as they are shown. identifiers: of children, as the clean records hold them.

    >>> lines_that_name_a_child(["Of 12 meetings", "one, of child 12,", "and C/1001"], identifiers=["12", "C-1001"])
    (2, 3)
    """
    held = {words for one in identifiers if (words := tuple(_words_in(one)))}
    lengths = sorted({len(words) for words in held})
    told = [(number, word) for number, line in enumerate(lines, start=1) for word in _words_in(line)]
    only_words = [word for _, word in told]
    found = set()
    for at, (number, _) in enumerate(told):
        spans = (tuple(only_words[at : at + length]) for length in lengths)
        before = only_words[max(at - 1, 0) : at]
        if any(words in held and _says_who(words, before=before) for words in spans):
            found.add(number)
    return tuple(sorted(found))


def _words_in(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", text).replace("**", "").casefold()
    return (found.group() for found in _WORD.finditer(plain))


def _says_who(words: _Words, *, before: Sequence[str]) -> bool:
    joined = "".join(words)
    is_mixed = not joined.isdigit() and not joined.isalpha()
    return is_mixed or len(joined) >= _SHORTEST_TELLING or bool(_POINTING.intersection(before))
