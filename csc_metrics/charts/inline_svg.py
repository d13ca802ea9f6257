"""From the file that matplotlib writes to an <svg> element that can stand inside a page under a strict policy."""

import re
from typing import Final

_TAG: Final = re.compile(r"<[^<>]+>")
_LEFT_OUT: Final = re.compile(r"<metadata>.*?</metadata>|<style\b[^>]*>.*?</style>|<!--.*?-->", re.DOTALL)
_EMPTY: Final = re.compile(r"<(defs|g)>\s*</\1>|<g ?/>")
_BETWEEN_TAGS: Final = re.compile(r">\s+<")
_STYLE: Final = re.compile(r' style="([^"]*)"')
_DECLARATION: Final = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_ID: Final = re.compile(r' id="([^"]*)"')
_REFERENCE: Final = re.compile(r'(?:xlink:)?href="#([^"]*)"|url\(#([^)]*)\)')
_NO_TURN: Final = re.compile(r' transform="rotate\(-?0 [^"]*\)"')
_VIEW_BOX: Final = re.compile(r'viewBox="([^"]*)"')
_INHERITED_FROM_PAGE: Final = frozenset({"font-family"})


def make_inline_svg(svg: str, *, id_prefix: str) -> str:
    """Return the <svg> element of a chart, fit to stand inside an HTML page beside other charts.

    Style attributes become presentation attributes, since a Content-Security-Policy blocks the former; the style
    sheet, the metadata and the namespaces go; only ids that something refers to stay, each behind `id_prefix`, since
    all charts of a page share one set of ids. The element is hidden from screen readers: the page says what it shows.

    Input: an SVG file as matplotlib writes it. In such a file "<" and ">" stand at the ends of tags only.
    Returns: one <svg> element as wide as its container; text takes the page's font.
    """
    body = _LEFT_OUT.sub("", svg[svg.index("<svg") :])
    referred = {first or second for first, second in _REFERENCE.findall(body)}
    body = _TAG.sub(lambda tag: _rewrite_tag(tag.group(), id_prefix=id_prefix, referred=referred), body)
    return _EMPTY.sub("", _EMPTY.sub("", _BETWEEN_TAGS.sub("><", body))).strip()


def _rewrite_tag(tag: str, *, id_prefix: str, referred: set[str]) -> str:
    """Return one tag with presentation attributes, references inside the page, and prefixed ids."""
    if tag.startswith("<svg"):
        return _opening_tag(tag)
    tag = _NO_TURN.sub("", " ".join(tag.split()))
    tag = _ID.sub(lambda name: f' id="{id_prefix}{name[1]}"' if name[1] in referred else "", tag)
    tag = re.sub(r'xlink:href="#', f'href="#{id_prefix}', tag)
    tag = tag.replace("url(#", f"url(#{id_prefix}")
    return _STYLE.sub(lambda style: _as_attributes(style[1]), tag)


def _opening_tag(tag: str) -> str:
    """Return the <svg> tag without a fixed size; the line joins are what matplotlib's style sheet would have said."""
    view_box = _VIEW_BOX.search(tag)
    box = view_box[1] if view_box else ""
    joins = 'stroke-linejoin="round" stroke-linecap="butt"'
    return f'<svg class="chart" viewBox="{box}" width="100%" aria-hidden="true" focusable="false" {joins}>'


def _as_attributes(style: str) -> str:
    """Return the declarations of a style attribute as attributes of their own."""
    pairs = (pair for pair in _DECLARATION.findall(style) if pair[0] not in _INHERITED_FROM_PAGE)
    return "".join(f' {name}="{value.strip()}"' for name, value in pairs)
