"""Returns have no identifiers of contacts or referrals: where the authority's own extract has one, it names both."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.history import Part

NATURAL_KEYS: Final[Mapping[str, tuple[str, str]]] = {
    "contacts": ("child_id", "contacted_on"),
    "referrals": ("child_id", "referred_on"),
    "assessments": ("child_id", "started_on"),
    "section_47_enquiries": ("child_id", "strategy_discussion_on"),
}
"""What tells a record where a return has no identifiers of its own: the child and a day."""
TOLD_APART_BY: Final = {"contacts": "source"}
"""Column that tells records of one child and day apart: a school and the police may both make contact on one day."""
_MADE, _OWN, _OTHER = "_made", "_own", "_other"
_BOTH: Final = [_MADE, _OWN]


def with_own_identifiers(parts: Mapping[str, Sequence[Part]]) -> dict[str, list[Part]]:
    """Return the parts of all tables, with the authority's own identifier wherever one of its extracts has it.

    Annex A and the CIN census have no identifiers, so that one was made of child and day. Where an extract of the case
    system tells of the same child and day under an identifier of its own, both are one record.
    parts: by table. Returns: the same tables and rows.
    """
    known = {name: _own_identifiers(name, parts[name]) for name in NATURAL_KEYS if name in parts}
    renamed = {name: ids for name, ids in known.items() if not ids.is_empty()}
    return {
        table: [_renamed(part, table, renamed) for part in several] if renamed else list(several)
        for table, several in parts.items()
    }


def _own_identifiers(name: str, parts: Sequence[Part]) -> pl.DataFrame:
    """Return made identifier → own identifier, where the authority's own is the only one that can be meant."""
    told, made = own_and_made(name, parts)
    if told.is_empty() or made.is_empty():
        return pl.DataFrame(schema={_MADE: pl.String, _OWN: pl.String})
    day, apart = list(NATURAL_KEYS[name]), TOLD_APART_BY.get(name)
    if apart is None:
        return _pairs(made, told, key=day)[_BOTH]
    alike = _pairs(made, told, key=[*day, apart])[_BOTH]
    others = _pairs(
        made.join(alike, on=_MADE, how="anti", maintain_order="left"),
        told.join(alike, on=_OWN, how="anti", maintain_order="left").rename({apart: _OTHER}),
        key=day,
    )
    is_one_empty = pl.col(apart).is_null() | pl.col(_OTHER).is_null()
    return pl.concat([alike, others.filter(is_one_empty)[_BOTH]])


def own_and_made(name: str, parts: Sequence[Part]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the records that parts tell of under an identifier of their own, and those under one that was made.

    name: of the table. Returns: child, day, what tells apart where there is such a column, and `_own` or `_made`.
    """
    apart = TOLD_APART_BY.get(name)
    key = [*NATURAL_KEYS[name], *([apart] if apart else [])]
    identifier = RECORD_TABLES[name].key[0]
    empty = RECORD_TABLES[name].empty
    told = [empty, *(part.rows for part in parts if identifier not in part.made)]
    made = [empty, *(part.rows for part in parts if identifier in part.made)]
    if len(told) == 1 or len(made) == 1:
        told, made = told[:1], made[:1]
    return (
        pl.concat(one.select(*key, pl.col(identifier).alias(_OWN)) for one in told).unique(maintain_order=True),
        pl.concat(one.select(*key, pl.col(identifier).alias(_MADE)) for one in made).unique(maintain_order=True),
    )


def _pairs(made: pl.DataFrame, told: pl.DataFrame, *, key: Sequence[str]) -> pl.DataFrame:
    """Return the made and own identifiers of records that are alone in their key on either side."""
    alone = [rows.filter(pl.len().over(key) == 1) for rows in (made, told)]
    return alone[0].join(alone[1], on=key, how="inner", validate="1:1", nulls_equal=True, maintain_order="left")


def _renamed(part: Part, table: str, renamed: Mapping[str, pl.DataFrame]) -> Part:
    rows = part.rows
    for name, ids in renamed.items():
        column = RECORD_TABLES[name].key[0]
        if column in rows.columns and (part.made or table == "assessment_factors"):
            found = rows.join(ids, left_on=column, right_on=_MADE, how="left", validate="m:1", maintain_order="left")
            rows = found.with_columns(pl.coalesce(_OWN, column).alias(column)).drop(_OWN)
    return replace(part, rows=rows)
