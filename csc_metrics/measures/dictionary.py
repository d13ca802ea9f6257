"""The data dictionary: every measure in its own words, as markdown, CSV or JSON."""

import csv
import io
import json
from dataclasses import fields
from datetime import date
from typing import Final

from csc_metrics.contracts.vocabulary import OGL_LINE, POLARITY_WORDS
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES

_WORDS_OF: Final[dict[str, str]] = {
    "numerator": "Counted (numerator)",
    "denominator": "Out of (denominator)",
    "unit": "Unit",
    "period_type": "Period",
    "target": "Target",
    "no_target_reason": "Target",
    "source": "Source",
    "published_counterpart": "Published counterpart",
    "no_published_counterpart_reason": "Published counterpart",
    "tables": "Tables read",
    "review_on": "To be reviewed by",
}
_NOT_WORDS: Final = ("count_published",)


def as_json() -> str:
    """Return the dictionary as JSON: a list of measures, every field but the counting function."""
    return json.dumps([_plain(measure) for measure in MEASURES.values()], indent=1, ensure_ascii=False) + "\n"


def as_csv() -> str:
    """Return the dictionary as CSV, a row for each measure; several caveats or tables are joined by "; "."""
    text = io.StringIO()
    rows = [_plain(measure) for measure in MEASURES.values()]
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _joined(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def as_markdown() -> str:
    """Return the dictionary as markdown: for each measure its definition, facts and caveats."""
    parts = [
        "# Data dictionary",
        "",
        "Generated from the registry of measures by `csc-metrics dictionary`.",
        "",
        OGL_LINE,
    ]
    for measure in MEASURES.values():
        facts = _plain(measure)
        parts += ["", f"## {measure.title}", "", f"`{measure.code}` · {measure.topic}", "", measure.definition, ""]
        parts += [measure.why_it_matters, ""]
        parts += [f"* {words}: {_joined(facts[name])}" for name, words in _WORDS_OF.items() if facts[name]]
        parts += [f"* Direction: {POLARITY_WORDS[measure.polarity]}"]
        parts += [f"* Caveat: {caveat}" for caveat in measure.caveats]
    return "\n".join(parts) + "\n"


def _plain(measure: Measure) -> dict[str, object]:
    """Return a measure's words as plain values that JSON knows."""
    plain: dict[str, object] = {}
    for field in fields(measure):
        if field.name not in _NOT_WORDS:
            value = getattr(measure, field.name)
            plain[field.name] = value.isoformat() if isinstance(value, date) else value
    return plain


def _joined(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
