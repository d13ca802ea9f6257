"""What a finished page says first, for the index that lists it."""

from typing import Final

from lxml import etree

_FIRST_SENTENCE: Final = (
    "normalize-space((//section[contains(concat(' ', normalize-space(@class), ' '), ' opening ')]//li)[1]/p[1])"
)


def headline_of(page: bytes) -> str:
    """Return the first sentence of what a page opens with, as text; empty where it opens with none.

    page: HTML in UTF-8, as `csc_metrics.report.page.render` writes it. Read from the page itself, so that the index
    cannot say what the page does not.

    >>> headline_of(b"<section class='opening'><ol><li><p>Caseloads <data>fell</data>.</p></li></ol></section>")
    'Caseloads fell.'
    """
    try:
        root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8"))
    except etree.XMLSyntaxError:  # there is nothing in it
        return ""
    return "" if root is None else str(root.xpath(_FIRST_SENTENCE))
