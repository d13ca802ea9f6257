"""Walk a page: every figure of a measure stands in the table that it names, printed half up with its unit."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
from lxml import html

PRINTED = str.maketrans({",": "", "\N{MINUS SIGN}": "-"})


def figures_not_in_tables(page: Path) -> tuple[int, list[str]]:
    """Return how many figures a page has, and those that its tables do not hold as they are printed."""
    tree = html.document_fromstring(page.read_text(encoding="utf-8"))
    figures = tree.xpath("//data[@class='figure']")
    held: dict[str, dict[tuple[str, str, str], list[dict[str, str | None]]]] = {}
    wrong = []
    for figure in figures:
        table = figure.get("data-table", "measures")
        if table not in held:
            held[table] = _rows(page.parent / f"{table}.csv")
        key = (figure.get("data-measure"), figure.get("data-breakdown", "all"), figure.get("data-period-end"))
        told = [row for row in held[table].get(key, []) if _is_of(row, figure)]
        if not any(_is_printed(row.get(figure.get("data-column")), figure) for row in told):
            wrong.append(f"{figure.text} {dict(figure.attrib)}")
    return len(figures), wrong


def _rows(path: Path) -> dict[tuple[str, str, str], list[dict[str, str | None]]]:
    found: dict[tuple[str, str, str], list[dict[str, str | None]]] = {}
    for row in pl.read_csv(path, infer_schema=False).to_dicts():
        found.setdefault((row["measure"], row["breakdown"], row["period_end"]), []).append(row)
    return found


def _is_of(row: dict[str, str | None], figure: html.HtmlElement) -> bool:
    return all(figure.get(f"data-{name}") in (None, row[name.replace("-", "_")]) for name in ("period-type", "source"))


def _is_printed(held: str | None, figure: html.HtmlElement) -> bool:
    """Whether a number of a table is what is printed: rounded half up, binary noise left out; the size of a change."""
    if held is None:
        return False
    places = Decimal(1).scaleb(-int(figure.get("data-decimals")))
    rounded = Decimal(f"{float(held):.9f}").quantize(places, rounding=ROUND_HALF_UP)
    text = "".join(sign for sign in figure.text.translate(PRINTED) if sign in "-.0123456789")
    return Decimal(text) in (rounded, abs(rounded)) and _has_thousands_apart(figure.text)


def _has_thousands_apart(text: str) -> bool:
    whole = text.split(".", maxsplit=1)[0].lstrip("+-\N{MINUS SIGN}")
    digits = "".join(sign for sign in whole if sign.isdigit())
    return not digits or f"{int(digits):,}" in text
