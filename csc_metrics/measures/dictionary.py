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
    "tables": "DfE's tables read",
    "from_records": "From an authority's own records",
    "records_read": "Clean tables and columns read",
    "breakdowns": "Parts it is broken down by",
    "periods_from_records": "Periods from records",
    "review_on": "To be reviewed by",
}
_NOT_WORDS: Final = ("count_published",)
_FROM_RECORDS: Final = ("from_records", "records_read", "breakdowns", "periods_from_records")
"""What the dictionary says of how a measure is counted from records."""


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
        if field.name not in {*_NOT_WORDS, *_FROM_RECORDS}:
            value = getattr(measure, field.name)
            plain[field.name] = value.isoformat() if isinstance(value, date) else value
    return plain | _of_records(measure)


def _of_records(measure: Measure) -> dict[str, object]:
    """Return how a measure is counted from records, as plain values; null and empty where it is not."""
    about = measure.from_records
    if about is None:
        return dict(zip(_FROM_RECORDS, (None, (), (), ()), strict=True))
    read = tuple(f"{table} ({', '.join(columns)})" if columns else table for table, columns in about.reads.items())
    periods = tuple(period_type.value for period_type in about.periods)
    return dict(zip(_FROM_RECORDS, (about.words, read, about.breakdowns, periods), strict=True))


def _joined(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
