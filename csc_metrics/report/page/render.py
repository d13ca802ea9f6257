"""A page as one HTML file that needs nothing from outside and says the same twice; the index alone runs a script."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from csc_metrics.contracts.vocabulary import OGL_LINE, POLARITY_WORDS, Source
from csc_metrics.narrative.numbers import format_date
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.report.page.model import (
    OWN,
    Block,
    Cell,
    Count,
    DisplayTable,
    IndexPage,
    InternalPage,
    PagePart,
    Picture,
    ScrutinyPage,
    Told,
)
from csc_metrics.report.page.sorting import as_value

_PAGE_FOLDER: Final = "csc_metrics.report.page"
_BUNDLE: Final = "cscMetricsTables"
"""By what name, and at what event, scripts of a notebook find the code that makes tables interactive."""


def render_page(page: ScrutinyPage) -> str:
    """Return a scrutiny page as HTML.

    Everything that comes from data is escaped; only the charts, which csc_metrics.charts drew, stand as they are.
    Each figure is a <data> element that says which row and column of measures.csv it was taken from.

    Returns: one document, the same text for the same page.
    Raises: ValueError if a chart is not an <svg> element or brings a script, a style or an address.
    """
    return _environment().get_template("template.html.jinja").render(page=page)


def render_internal(page: InternalPage) -> str:
    """Return a page for an authority's own people as HTML, under the same policy as a scrutiny page.

    Everything on it is escaped. Returns: one document, the same text for the same page.
    """
    return _environment().get_template("internal.html.jinja").render(page=page)


def render_blocks(blocks: Sequence[Block]) -> str:
    """Return blocks of a chapter as the HTML that a notebook shows under a cell, with a style for them alone."""
    return _environment().get_template("blocks.html.jinja").render(blocks=blocks)


def render_interactive(blocks: Sequence[Block], *, name: str, plan: Sequence[Mapping[str, object]]) -> str:
    """Return blocks as `render_blocks` does, and a script that lets a reader search and sort their larger tables.

    name: of this output, unlike any other's. plan: of each such table its place among all and by what its cells are
    sorted. Without what `render_bundle` returns on the same page, tables stand as printed.
    """
    shown = Markup(render_blocks(blocks))  # escaped when it was rendered
    template = _environment().get_template("interactive.html.jinja")
    return template.render(blocks=shown, name=name, plan=plan, bundle=_BUNDLE)


def render_bundle(*, script: bytes, style: bytes) -> str:
    """Return the code that makes tables interactive as HTML that brings it into a notebook's page, from no address.

    script: a JavaScript module whose default is DataTables. style: its style sheet.
    """
    carried = {"script": b64encode(script).decode(), "style": b64encode(style).decode()}
    return _environment().get_template("bundle.html.jinja").render(name=_BUNDLE, **carried)


def render_in_notebook(*, sentences: Sequence[Sentence] = (), part: PagePart | None = None) -> str:
    """Return sentences, or a part of a public page, as the HTML that a notebook shows under a cell; no page.

    part: its measures and blocks are shown as on the page.
    Raises: ValueError as `render_page` does.
    """
    return _environment().get_template("in_notebook.html.jinja").render(sentences=sentences, part=part)


def render_index(index: IndexPage) -> str:
    """Return the index over several reports as HTML; it needs nothing from outside.

    Its one script, which finds and sorts rows, is let in by its hash; without scripts the table is whole.
    """
    return _environment().get_template("index.html.jinja").render(index=index)


@cache
def _environment() -> Environment:
    """Return the templates with style sheet and script in them and the hashes by which the policy lets these in."""
    environment = Environment(
        loader=PackageLoader(_PAGE_FOLDER, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "as_chart": _as_chart,
        "as_date": format_date,
        "as_value": as_value,
        "anchor_in": _anchor_in,
        "anchors_of": _anchors_of,
        "is_count": _is_count,
        "is_picture": _is_picture,
        "is_told": _is_told,
        "numeric_columns": _numeric_columns,
    }
    environment.globals |= _own_files(environment) | {"polarity_words": POLARITY_WORDS, "licence": OGL_LINE}
    return environment


def _own_files(environment: Environment) -> dict[str, str]:
    """Return our style sheets and our script as markup, and the hashes by which a page's policy lets them in."""
    names = ("style.css", "notebook.css", "index.js", "interactive.js")
    style, notebook_style, script, interactive = (Markup(_own_file(environment, name)) for name in names)
    return {
        "style": style,
        "style_hash": _hash(style),
        "notebook_style": notebook_style,
        "script": script,
        "interactive_script": interactive,
        "script_hash": _hash(script),
    }


def _own_file(environment: Environment, name: str) -> str:
    """Return a style sheet or script with the line ends by which a browser hashes it, whatever the checkout's."""
    read = environment.loader.get_source(environment, name)[0] if environment.loader else ""
    return read.replace("\r\n", "\n")


def _hash(content: str) -> str:
    """Return the hash by which a page's policy lets in what stands in the page."""
    return b64encode(sha256(content.encode()).digest()).decode()


def _as_chart(svg: str) -> Markup:
    """Return a chart as markup, once it is seen to be one <svg> element with nothing in it that could act."""
    if not svg.startswith("<svg ") or not svg.endswith("</svg>"):
        raise ValueError("A chart is one <svg> element, as csc_metrics.charts draws it.")
    tags = " ".join(re.findall(r"<[^<>]+>", svg)).casefold()
    if re.search(r"<(script|style|foreignobject|image|a)\b|\s(on\w+|style)=|(href|src)=\"[^#]|url\([^#]", tags):
        raise ValueError("A chart carries no script, style or address: draw it with csc_metrics.charts.")
    return Markup(svg)  # checked above, and its text was escaped when it was drawn


def _anchors_of(page: ScrutinyPage) -> dict[str, str]:
    """Return the title of each measure on a page by what names its part of the page."""
    sections = [section for part in page.parts for section in part.sections]
    return {section.anchor: section.measure.title for section in sections}


def _anchor_in(sentence: Sentence, anchors: dict[str, str]) -> str:
    """Return what names the part of the page that a sentence speaks of: of own records, where its figures are theirs.

    Returns: nothing where the page has no such part.
    """
    is_own = any(isinstance(part, Figure) and part.source == Source.LOCAL.value for part in sentence.parts)
    anchor = f"{OWN}{sentence.measure}" if is_own else sentence.measure
    return anchor if anchor in anchors else ""


def _numeric_columns(table: DisplayTable) -> tuple[bool, ...]:
    """Return, for each column after the row headings, whether it holds a figure: such a column is aligned right."""
    cells_of_rows = [cells for _, cells in table.rows]
    return tuple(any(_has_figure(cell) for cell in column) for column in zip(*cells_of_rows, strict=True))


def _is_count(cell: Cell) -> bool:
    return isinstance(cell, Count)


def _is_picture(cell: Cell) -> bool:
    return isinstance(cell, Picture)


def _is_told(cell: Cell) -> bool:
    return isinstance(cell, Told)


def _has_figure(cell: Cell) -> bool:
    return isinstance(cell, Figure | Count) or (
        isinstance(cell, tuple) and any(isinstance(part, Figure) for part in cell)
    )
