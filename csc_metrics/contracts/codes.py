"""Words that a coded column may hold, what each means, and how the same is written elsewhere (codes.csv)."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_LETTER_BEFORE: Final = re.compile(r"^[a-z]\)\s*")
_MEANING_BEHIND: Final = re.compile(r"\s*(?::|\s[-\N{EN DASH}]\s).*$")
_APOSTROPHES: Final = str.maketrans("\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}", "''")


@dataclass(frozen=True, kw_only=True)
class Code:
    """One word of a code set. meaning: in plain words. also: other spellings that mean the same."""

    word: str
    meaning: str
    also: tuple[str, ...]


@cache
def code_sets() -> dict[str, tuple[Code, ...]]:
    """Return the words of every code set, in the order in which a page lists them.

    Source: DfE, CIN census guide 2023 to 2024 (code sets); Ofsted, Annex A; contracts/README.md says which is whose.

    >>> [code.word for code in code_sets()["rag"]]
    ['red', 'amber', 'green']
    """
    text = (files("csc_metrics.contracts") / "codes.csv").read_text(encoding="utf-8")
    found: dict[str, list[Code]] = {}
    for row in csv.DictReader(text.splitlines()):
        also = tuple(spelling for spelling in row["also"].split("|") if spelling)
        found.setdefault(row["code_set"], []).append(Code(word=row["word"], meaning=row["meaning"], also=also))
    return {name: tuple(codes) for name, codes in found.items()}


def words_of(code_set: str) -> tuple[str, ...]:
    """Return the words that a column of this code set may hold. code_set: its name in codes.csv."""
    return tuple(code.word for code in code_sets()[code_set])


def word_meant(code_set: str, written: str) -> str | None:
    """Return the word of a code set that a cell means; None where it means none for certain.

    A cell may be the word, its meaning or another spelling, in whatever case, and as Annex A writes codes: with a
    letter before ("a) Male") and the meaning behind ("N1 - Abuse or neglect").
    code_set: its name in codes.csv. written: the cell.

    >>> word_meant("referral_source", "q) 6: Police"), word_meant("sex", "b) Female"), word_meant("sex", "blue")
    ('6', 'female', None)
    """
    spellings = _by_spelling(code_set)
    folded = _fold(written)
    bare = _LETTER_BEFORE.sub("", folded)
    candidates = (folded, bare, _MEANING_BEHIND.sub("", bare))
    return next((spellings[candidate] for candidate in candidates if candidate in spellings), None)


@cache
def _by_spelling(code_set: str) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for code in code_sets()[code_set]:
        for spelling in (code.word, code.word.replace("_", " "), code.meaning, *code.also):
            spellings.setdefault(_fold(spelling), code.word)
    return spellings


def _fold(text: str) -> str:
    return " ".join(text.translate(_APOSTROPHES).casefold().split())
