"""On which line of a TOML file each key stands; `tomllib` reads the values but keeps no line numbers."""

import re
import tomllib
from typing import Final, NamedTuple

KeyPath = tuple[str | int, ...]
"""A key from the top down; a number is a place in a list, counted from 0."""

_TOKEN: Final = re.compile(
    r"""(?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"""|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<mark>[\[\]{}=,.])|(?P<bare>[^\s\[\]{}=,.\#"']+)""",
    re.DOTALL,
)
_END: Final = ""


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def lines_of_keys(text: str) -> dict[KeyPath, int]:
    r"""Return the line, counted from 1, on which each key, table and list entry of a valid TOML text first stands.

    >>> lines_of_keys("[clock]\nfirst_day = 1")
    {('clock',): 1, ('clock', 'first_day'): 2}
    """
    scanner = _Scanner(text)
    scanner.scan()
    return scanner.lines


class _Scanner:
    """Reads a text that `tomllib` has accepted: it looks for keys only, and checks nothing."""

    def __init__(self, text: str) -> None:
        text = text.replace("\r\n", "\n")
        self.lines: dict[KeyPath, int] = {}
        self._entries: dict[KeyPath, int] = {}
        self._place = 0
        self._tokens = [
            _Token(str(found.lastgroup), found.group(), text.count("\n", 0, found.start()) + 1)
            for found in _TOKEN.finditer(text)
            if found.lastgroup != "comment"
        ]

    def scan(self) -> None:
        table: KeyPath = ()
        while self._next().kind != _END:
            if self._next().kind == "newline":
                self._take()
            elif self._next().text == "[":
                table = self._heading()
            else:
                self._pair(table)

    def _next(self) -> _Token:
        return self._tokens[self._place] if self._place < len(self._tokens) else _Token(_END, "", 0)

    def _take(self) -> _Token:
        token = self._next()
        self._place += 1
        return token

    def _note(self, path: KeyPath, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _heading(self) -> KeyPath:
        line = self._take().line
        is_list = self._next().text == "["
        if is_list:
            self._take()
        keys = self._key(up_to="]")
        if is_list:
            self._take()
        return self._note_heading(keys, line=line, is_list=is_list)

    def _note_heading(self, keys: tuple[str, ...], *, line: int, is_list: bool) -> KeyPath:
        path: KeyPath = ()
        for number, key in enumerate(keys, start=1):
            path = (*path, key)
            if is_list and number == len(keys):
                self._entries[path] = self._entries.get(path, -1) + 1
            if path in self._entries:
                path = (*path, self._entries[path])
        self._note(path, line)
        return path

    def _key(self, *, up_to: str) -> tuple[str, ...]:
        """Take a key, dotted or not, and the mark that ends it."""
        parts: list[str] = []
        while (token := self._take()).text != up_to and token.kind != _END:
            if token.kind == "string":
                parts.append(tomllib.loads(f"key = {token.text}")["key"])
            elif token.kind == "bare":
                parts.append(token.text)
        return tuple(parts)

    def _pair(self, table: KeyPath) -> None:
        line = self._next().line
        path = (*table, *self._key(up_to="="))
        self._note(path, line)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._next().text == "[":
            self._list(path)
        elif self._next().text == "{":
            self._inline_table(path)
        else:
            while self._next().kind not in {_END, "newline"} and self._next().text not in {",", "]", "}"}:
                self._take()

    def _list(self, path: KeyPath) -> None:
        self._take()
        number = 0
        while self._next().text != "]":
            if self._next().kind == "newline" or self._next().text == ",":
                self._take()
            else:
                self._note((*path, number), self._next().line)
                self._value((*path, number))
                number += 1
        self._take()

    def _inline_table(self, path: KeyPath) -> None:
        self._take()
        while self._next().text != "}":
            if self._next().kind == "newline" or self._next().text == ",":
                self._take()
            else:
                self._pair(path)
        self._take()
