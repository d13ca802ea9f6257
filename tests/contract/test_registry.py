"""The registry is complete: every field of every measure says something, and each is held by a spec and an oracle."""

import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Final

import polars as pl
import pytest
from spec.worked import MeasureSpec, specs

from csc_metrics import measures
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES, PUBLISHED_MEASURES
from csc_metrics.published.tables import PUBLISHED_TABLES, SERIES_TABLE

REASON_BESIDE: Final = {
    "target": "no_target_reason",
    "published_counterpart": "no_published_counterpart_reason",
}
"""A field that may be empty, and the one beside it that then says why."""
MAY_BE_EMPTY: Final = {"parts_statement", "statement_of_one", *REASON_BESIDE, *REASON_BESIDE.values()}
OF_PUBLISHED: Final = {"tables", "count_published"}
OF_RECORDS: Final = {"from_records"}
UNIT_OF_ENDING: Final = {
    "_pct": "%",
    "_per_10k": "per 10,000 children",
    "_caseload": "cases per social worker",
    "_working_days": "working days",
    "_hours": "hours",
}
MOST_WORDS_OF_A_FINDING: Final = 5

each_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


def gaps_of(measure: Measure) -> list[str]:
    """Return the fields that a measure leaves empty, and facts that stand beside a reason for having none."""
    empty = [name for name in (field.name for field in fields(measure)) if not says_something(getattr(measure, name))]
    may_be_empty = MAY_BE_EMPTY | (OF_RECORDS if measure.tables else OF_PUBLISHED)
    gaps = [name for name in empty if name not in may_be_empty]
    for fact, reason in REASON_BESIDE.items():
        if (getattr(measure, fact) is None) == (getattr(measure, reason) is None):
            gaps.append(f"either {fact} or {reason}")
    return gaps


def says_something(value: object) -> bool:
    """Return whether a field is filled; 0 decimals are."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, tuple):
        return bool(value) and all(says_something(part) for part in value)
    return value is not None


@each_measure
def test_every_field_is_filled_or_says_why_not(measure: Measure) -> None:
    assert gaps_of(measure) == []


@pytest.mark.parametrize(
    ("spoilt", "gap"),
    [
        ({"definition": " "}, "definition"),
        ({"caveats": ()}, "caveats"),
        ({"caveats": ("",)}, "caveats"),
        ({"no_target_reason": None}, "either target or no_target_reason"),
        ({"target": "all of them"}, "either target or no_target_reason"),
    ],
)
def test_a_field_left_empty_is_seen(spoilt: dict, gap: str) -> None:
    assert gaps_of(replace(next(iter(MEASURES.values())), **spoilt)) == [gap]


@each_measure
def test_a_code_says_its_unit_and_is_spelt_as_a_code(measure: Measure) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", measure.code)
    endings = [ending for ending in UNIT_OF_ENDING if measure.code.endswith(ending)]
    assert [UNIT_OF_ENDING[ending] for ending in endings[:1]] in ([], [measure.unit])
    assert measure.tables == () or endings


@each_measure
def test_its_words_fit_where_they_are_used(measure: Measure) -> None:
    assert measure.statement.count("{value}") == 1
    assert measure.statement[0].islower() or measure.statement.startswith("{value}")
    assert not measure.statement.endswith(".")
    is_count = measure.from_records is not None and measure.from_records.how in {How.COUNT, How.DISTINCT}
    assert (measure.statement_of_one is not None) == is_count, "a count needs the words in which 1 is told"
    if measure.statement_of_one is not None:
        assert measure.statement_of_one.count("{value}") == 1
        assert measure.statement_of_one != measure.statement
    assert measure.definition.endswith((".", ")."))
    assert len(measure.short_title.split()) <= MOST_WORDS_OF_A_FINDING
    assert measure.decimals >= 0
    assert measure.review_on > date(2026, 1, 1)


@pytest.mark.parametrize("measure", PUBLISHED_MEASURES.values(), ids=PUBLISHED_MEASURES)
def test_its_tables_are_known_and_hold_what_it_counts(measure: Measure) -> None:
    """Counted from nothing but the series of its own tables, it has the columns that every measure gives."""
    assert set(measure.tables) <= set(PUBLISHED_TABLES)
    assert not any(PUBLISHED_TABLES[table].is_oracle for table in measure.tables)
    example = specs()[measure.code].examples[0]
    assert {SERIES_TABLE[series] for series in example.given} == set(measure.tables)


@pytest.mark.parametrize("measure", LOCAL_MEASURES.values(), ids=LOCAL_MEASURES)
def test_it_reads_columns_that_clean_tables_have(measure: Measure) -> None:
    about = measure.from_records
    for table, columns in about.reads.items():
        assert set(columns) <= set(RECORD_TABLES[table].columns)
    assert {name.partition(".")[0] for name in about.dates} <= set(RECORD_TABLES)
    assert (about.how is How.QUANTILE) == (about.quantile is not None)
    assert about.words.endswith(".")
    assert about.row in about.words.lower() or about.row.split()[-1] in about.words.lower()


def declared_in(module: ModuleType) -> Iterator[Measure]:
    """Give the measures that a module names, and those of its lists that a factory made."""
    for value in vars(module).values():
        yield from (one for one in (value if isinstance(value, tuple) else [value]) if isinstance(one, Measure))


def test_every_subject_s_measures_are_registered_once() -> None:
    modules = [import_module(f"{measures.__name__}.{found.name}") for found in pkgutil.iter_modules(measures.__path__)]
    declared = {id(one): one for module in modules for one in declared_in(module)}.values()
    assert sorted(measure.code for measure in declared) == sorted(MEASURES)
    assert len({measure.title for measure in declared}) == len(MEASURES)
    assert len({measure.short_title for measure in declared}) == len(MEASURES)


def test_measures_of_a_topic_stand_together() -> None:
    topics = [measure.topic for measure in MEASURES.values()]
    assert topics == sorted(topics, key=list(dict.fromkeys(topics)).index)


@pytest.mark.parametrize("spec", specs().values(), ids=specs())
def test_each_has_an_independent_check_or_the_reason_for_having_none(spec: MeasureSpec) -> None:
    """tests/golden/test_lait.py compares the one named here in more than a thousand cells."""
    assert (spec.lait is None) == bool(spec.no_lait_reason)


@pytest.mark.shared
def test_the_checks_that_are_named_are_in_laits_database(shared_dfe) -> None:
    held = set(pl.read_parquet(shared_dfe / "bds_long_0.parquet", columns=["Short Desc"])["Short Desc"].unique())
    assert {spec.lait for spec in specs().values() if spec.lait} <= held
