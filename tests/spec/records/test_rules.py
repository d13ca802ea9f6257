"""Every rule of an authority's records: the smallest example that breaks it, and one beside it that does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
import pytest
from made_up_drafts import DRAWN_ON, FILE, LA_CODE, Row, clean_rows, heading_of, understood, whole_row

from csc_metrics.contracts.records.assessments import STARTED_BEFORE_REFERRED
from csc_metrics.contracts.records.columns import Blank, Kind
from csc_metrics.contracts.records.rules import Rule, Severity, rules_enforced
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.across import REFERENCES, RULES_ACROSS, Across, check_across, linked_too_early


@dataclass(frozen=True, kw_only=True)
class Case:
    """A rule within a table. breaks: what a row says that breaks it; holds: what the row beside it says."""

    table: str
    rule: str
    breaks: Row
    holds: Row
    value: str


HELD = {"status": "held", "held_at": "2026-05-02 10:00:00"}
CASES = (
    Case(
        table="early_help",
        rule="completed_before_started",
        breaks={"started_on": "2026-05-02", "completed_on": "2026-05-01"},
        holds={"started_on": "2026-05-02", "completed_on": "2026-05-02"},
        value="started_on 2026-05-02, completed_on 2026-05-01",
    ),
    Case(
        table="events",
        rule="ended_before_it_occurred",
        breaks={"occurred_on": "2026-05-02", "ended_on": "2026-05-01"},
        holds={"occurred_on": "2026-05-02", "ended_on": "2026-05-02"},
        value="occurred_on 2026-05-02, ended_on 2026-05-01",
    ),
    Case(
        table="contacts",
        rule="decided_before_contacted",
        breaks={"contacted_on": "2026-05-02", "decided_on": "2026-05-01"},
        holds={"contacted_on": "2026-05-02", "decided_on": "2026-05-02"},
        value="contacted_on 2026-05-02, decided_on 2026-05-01",
    ),
    Case(
        table="referrals",
        rule="decided_before_referred",
        breaks={"referred_on": "2026-05-02", "decided_on": "2026-05-01"},
        holds={"referred_on": "2026-05-02", "decided_on": "2026-05-02"},
        value="referred_on 2026-05-02, decided_on 2026-05-01",
    ),
    Case(
        table="referrals",
        rule="closed_before_referred",
        breaks={"referred_on": "2026-05-02", "closed_on": "2026-05-01"},
        holds={"referred_on": "2026-05-02", "closed_on": "2026-05-02"},
        value="referred_on 2026-05-02, closed_on 2026-05-01",
    ),
    Case(
        table="assessments",
        rule="authorised_before_started",
        breaks={"started_on": "2026-05-02", "authorised_on": "2026-05-01"},
        holds={"started_on": "2026-05-02", "authorised_on": "2026-05-02"},
        value="started_on 2026-05-02, authorised_on 2026-05-01",
    ),
    Case(
        table="assessments",
        rule="started_before_referred",
        breaks={"referred_on": "2026-05-02", "started_on": "2026-05-01"},
        holds={"referred_on": "2026-05-02", "started_on": "2026-05-02"},
        value="referred_on 2026-05-02, started_on 2026-05-01",
    ),
    Case(
        table="section_47_enquiries",
        rule="conference_before_discussion",
        breaks={"strategy_discussion_on": "2026-05-02", "icpc_on": "2026-05-01"},
        holds={"strategy_discussion_on": "2026-05-02", "icpc_on": "2026-05-02"},
        value="strategy_discussion_on 2026-05-02, icpc_on 2026-05-01",
    ),
    Case(
        table="section_47_enquiries",
        rule="conference_though_not_required",
        breaks={"icpc_on": "2026-05-02", "is_icpc_not_required": "yes"},
        holds={"icpc_on": "2026-05-02", "is_icpc_not_required": "no"},
        value="icpc_on 2026-05-02, is_icpc_not_required true",
    ),
    Case(
        table="meetings",
        rule="held_without_a_time",
        breaks={"status": "held", "held_at": None},
        holds=HELD,
        value="status held, held_at empty",
    ),
    Case(
        table="meetings",
        rule="held_though_not_held",
        breaks=HELD | {"status": "cancelled"},
        holds={"status": "cancelled", "held_at": None},
        value="status cancelled, held_at 2026-05-02 10:00",
    ),
    Case(
        table="meetings",
        rule="held_before_decided",
        breaks=HELD | {"decided_at": "2026-05-02 10:01:00"},
        holds=HELD | {"decided_at": "2026-05-02 10:00:00"},
        value="decided_at 2026-05-02 10:01, held_at 2026-05-02 10:00",
    ),
    Case(
        table="meetings",
        rule="record_shared_before_held",
        breaks=HELD | {"record_shared_at": "2026-05-02 09:59:00"},
        holds=HELD | {"record_shared_at": "2026-05-02 10:00:00"},
        value="held_at 2026-05-02 10:00, record_shared_at 2026-05-02 09:59",
    ),
    Case(
        table="meetings",
        rule="resolved_before_escalated",
        breaks={"escalated_on": "2026-05-02", "resolved_on": "2026-05-01"},
        holds={"escalated_on": "2026-05-02", "resolved_on": "2026-05-02"},
        value="escalated_on 2026-05-02, resolved_on 2026-05-01",
    ),
    Case(
        table="workers",
        rule="left_before_started",
        breaks={"started_on": "2026-05-02", "left_on": "2026-05-01"},
        holds={"started_on": "2026-05-02", "left_on": "2026-05-02"},
        value="started_on 2026-05-02, left_on 2026-05-01",
    ),
    Case(
        table="vacancies",
        rule="filled_before_vacant",
        breaks={"vacant_from_on": "2026-05-02", "filled_on": "2026-05-01"},
        holds={"vacant_from_on": "2026-05-02", "filled_on": "2026-05-02"},
        value="vacant_from_on 2026-05-02, filled_on 2026-05-01",
    ),
    Case(
        table="allocations",
        rule="ended_before_started",
        breaks={"started_on": "2026-05-02", "ended_on": "2026-05-01"},
        holds={"started_on": "2026-05-02", "ended_on": "2026-05-02"},
        value="started_on 2026-05-02, ended_on 2026-05-01",
    ),
    Case(
        table="plans",
        rule="ended_before_started",
        breaks={"started_on": "2026-05-02", "ended_on": "2026-05-01"},
        holds={"started_on": "2026-05-02", "ended_on": "2026-05-02"},
        value="started_on 2026-05-02, ended_on 2026-05-01",
    ),
    Case(
        table="visits",
        rule="seen_alone_but_not_seen",
        breaks={"is_child_seen": "no", "is_seen_alone": "yes"},
        holds={"is_child_seen": "yes", "is_seen_alone": "yes"},
        value="is_child_seen false, is_seen_alone true",
    ),
)
IDS = [f"{case.table}-{case.rule}" for case in CASES]


def rule_of(table: str, name: str) -> Rule:
    return next(rule for rule in RECORD_TABLES[table].rules if rule.name == name)


def test_every_rule_within_a_table_has_its_case() -> None:
    rules = [(table.name, rule.name) for table in RECORD_TABLES.values() for rule in table.rules]

    assert sorted(rules) == sorted((case.table, case.rule) for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_finds_the_row_that_breaks_it_and_not_the_one_beside_it(case: Case) -> None:
    rule = rule_of(case.table, case.rule)
    broken, whole = two_rows(case)
    told = understood(case.table, whole, broken)

    [fault] = told.faults.to_dicts()
    assert (fault["rule"], fault["severity"]) == (case.rule, rule.severity.value)
    assert (fault["la_code"], fault["file"], fault["row"], fault["table"]) == (LA_CODE, FILE, 3, case.table)
    assert (fault["field"], fault["value"]) == (" ".join(rule.columns), case.value)
    assert fault["remedy"] == f"{rule.says} {rule.remedy}"
    assert fault["weakens"] == (rule.weakens or None)
    assert fault["record"]


def two_rows(case: Case) -> tuple[Row, Row]:
    """Return the row that breaks a rule and the one that does not, each of a record of its own."""
    named = next(name for name, column in RECORD_TABLES[case.table].columns.items() if column.is_key)
    whole = whole_row(case.table)
    return whole | {named: "X1"} | case.breaks, whole | {named: "X2"} | dict.fromkeys(case.breaks) | case.holds


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_an_error_keeps_its_row_aside_and_a_warning_leaves_it(case: Case) -> None:
    broken, whole = two_rows(case)
    told = understood(case.table, broken, whole)

    is_error = rule_of(case.table, case.rule).severity is Severity.ERROR
    assert told.rows["source_row"].to_list() == ([3] if is_error else [2, 3])
    assert told.aside.select("row", "rules").rows() == ([(2, case.rule)] if is_error else [])


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_says_nothing_where_one_of_its_columns_is_empty(case: Case) -> None:
    rule = rule_of(case.table, case.rule)
    for name in rule.columns:
        if RECORD_TABLES[case.table].schema.columns()[name].nullable and (case.rule, name) != NO_TIME:
            told = understood(case.table, whole_row(case.table) | case.breaks | {name: None})
            assert case.rule not in set(told.faults["rule"])


NO_TIME = ("held_without_a_time", "held_at")


def test_the_schema_of_a_table_enforces_just_the_rules_that_are_errors() -> None:
    for table in RECORD_TABLES.values():
        errors = [rule.name for rule in table.rules if rule.severity is Severity.ERROR]
        assert sorted(set(rules_enforced(table.schema)) - {"told_once"}) == sorted(errors), table.name


def test_every_table_has_a_key_that_its_schema_holds_to_even_where_a_part_may_be_empty() -> None:
    for table in RECORD_TABLES.values():
        has_blanks = any(table.columns[name].blank is not Blank.NOT_ALLOWED for name in table.key)
        assert ("told_once" in rules_enforced(table.schema)) is has_blanks, table.name
        assert table.schema.primary_key() == ([] if has_blanks else list(table.key)), table.name


def test_every_rule_says_what_is_right_and_what_to_do_and_a_warning_what_it_weakens() -> None:
    across = [rule for rules in RULES_ACROSS.values() for rule in rules]
    for rule in [rule for table in RECORD_TABLES.values() for rule in table.rules] + across:
        assert rule.says.endswith("."), rule.name
        assert rule.remedy.endswith("."), rule.name
        assert bool(rule.weakens) is (rule.severity is Severity.WARNING), rule.name


@dataclass(frozen=True, kw_only=True)
class AcrossCase:
    """A rule across tables. rows: of its table, the first of which breaks it. others: rows of other tables."""

    table: str
    rule: str
    rows: Sequence[Row]
    value: str
    others: Mapping[str, Sequence[Row]] = field(default_factory=dict)


def typed_row(table: str, **said: object) -> Row:
    """Return a row of a clean table of which nothing but what is said here matters."""
    kinds = {name: column.kind for name, column in RECORD_TABLES[table].columns.items()}
    typed: dict[Kind, object] = {Kind.NUMBER: 1.0, Kind.YES_NO: True}
    return {name: typed.get(kinds[name], cell) for name, cell in whole_row(table, **said).items()}


MEETINGS = [{"meeting_id": "M1", "meeting_type": "strategy", "status": "pending"}]
ALLOCATION = {"person_id": "C1", "person_type": "child", "started_on": "2026-05-01"}
ASSESSMENT = {"child_id": "C1", "started_on": "2026-05-01"}
ACROSS_CASES = (
    AcrossCase(
        table="invitations",
        rule="no_such_meeting",
        rows=[
            {"meeting_id": "M9", "agency": "police", "attendance": "attended"},
            {"meeting_id": "M1", "agency": "police", "attendance": "attended"},
        ],
        others={"meetings": MEETINGS},
        value="meeting_id M9",
    ),
    AcrossCase(
        table="meeting_children",
        rule="no_such_meeting",
        rows=[{"meeting_id": "M9", "child_id": "C1"}, {"meeting_id": "M1", "child_id": "C1"}],
        others={"meetings": MEETINGS},
        value="meeting_id M9",
    ),
    AcrossCase(
        table="assessment_factors",
        rule="no_such_assessment",
        rows=[{"assessment_id": "A9", "factor": "neglect"}, {"assessment_id": "A1", "factor": "neglect"}],
        others={"assessments": [ASSESSMENT | {"assessment_id": "A1"}]},
        value="assessment_id A9",
    ),
    AcrossCase(
        table="allocations",
        rule="no_such_worker",
        rows=[
            ALLOCATION | {"worker_id": "W9", "is_primary": False},
            ALLOCATION | {"worker_id": "W1"},
            ALLOCATION | {"person_id": "C2", "worker_id": None},
        ],
        others={"workers": [{"worker_id": "W1", "started_on": "2026-01-01"}]},
        value="worker_id W9",
    ),
    AcrossCase(
        table="allocations",
        rule="overlapping_allocations",
        rows=[
            ALLOCATION | {"worker_id": "W2", "started_on": "2026-05-31"},
            ALLOCATION | {"worker_id": "W1", "ended_on": "2026-06-01"},
            ALLOCATION | {"worker_id": "W3", "started_on": "2026-06-01", "is_primary": False},
            ALLOCATION | {"person_id": "C2", "worker_id": "W1"},
        ],
        value="",
    ),
    AcrossCase(
        table="assessments",
        rule="no_such_referral",
        rows=[
            ASSESSMENT | {"assessment_id": "A1", "referral_id": "R9"},
            ASSESSMENT | {"assessment_id": "A2", "referral_id": "R1"},
            ASSESSMENT | {"assessment_id": "A3", "referral_id": None},
        ],
        others={"referrals": [{"referral_id": "R1", "child_id": "C1", "referred_on": "2026-05-01"}]},
        value="referral_id R9",
    ),
    *(
        AcrossCase(
            table=name,
            rule="no_such_child",
            rows=[typed_row(name, child_id="C9"), typed_row(name, child_id="C1")],
            others={"children": [{"child_id": "C1"}, {"child_id": "C2"}]},
            value="child_id C9",
        )
        for name, table in RECORD_TABLES.items()
        if "child_id" in table.columns and name != "children"
    ),
    AcrossCase(
        table="allocations",
        rule="no_such_child",
        rows=[
            ALLOCATION | {"person_id": "C9", "worker_id": "W1"},
            ALLOCATION | {"worker_id": "W1"},
            ALLOCATION | {"person_id": "C8", "person_type": "carer", "worker_id": "W1"},
        ],
        others={"children": [{"child_id": "C1"}]},
        value="person_id C9",
    ),
)
ACROSS_IDS = [f"{case.table}-{case.rule}" for case in ACROSS_CASES]


def checked(case: AcrossCase) -> Across:
    others = {name: clean_rows(name, *rows) for name, rows in case.others.items()}
    return check_across({case.table: clean_rows(case.table, *case.rows)} | others)


def rule_across(case: AcrossCase) -> Rule:
    return next(rule for rule in RULES_ACROSS[case.table] if rule.name == case.rule)


def test_every_rule_across_tables_has_its_case() -> None:
    rules = [(table, rule.name) for table, several in RULES_ACROSS.items() for rule in several]

    assert sorted(rules) == sorted((case.table, case.rule) for case in ACROSS_CASES)
    assert {(one.table, one.rule.name) for one in REFERENCES} <= set(rules)


@pytest.mark.parametrize("case", ACROSS_CASES, ids=ACROSS_IDS)
def test_a_rule_across_tables_finds_the_first_row_and_none_beside_it(case: AcrossCase) -> None:
    rule = rule_across(case)

    [fault] = checked(case).faults.to_dicts()
    assert (fault["rule"], fault["severity"]) == (case.rule, rule.severity.value)
    assert (fault["la_code"], fault["file"], fault["row"], fault["table"]) == (LA_CODE, FILE, 2, case.table)
    assert (fault["extracted_on"], fault["field"]) == (DRAWN_ON, " ".join(rule.columns))
    assert fault["value"].startswith(case.value)
    assert fault["remedy"] == f"{rule.says} {rule.remedy}"
    assert fault["weakens"] == (rule.weakens or None)
    assert fault["record"]


@pytest.mark.parametrize("case", ACROSS_CASES, ids=ACROSS_IDS)
def test_an_error_across_tables_keeps_its_row_aside_and_a_warning_leaves_it(case: AcrossCase) -> None:
    found = checked(case)
    left = found.tables[case.table].height

    if rule_across(case).severity is Severity.ERROR:
        assert found.aside[case.table]["source_row"].to_list() == [2]
        assert left == len(case.rows) - 1
    else:
        assert (dict(found.aside), left) == ({}, len(case.rows))


@pytest.mark.parametrize("case", [case for case in ACROSS_CASES if case.others], ids=lambda case: case.table)
def test_where_the_other_table_is_not_collected_nothing_is_missed_in_it(case: AcrossCase) -> None:
    found = check_across({case.table: clean_rows(case.table, *case.rows)})

    assert case.rule not in set(found.faults["rule"])
    assert found.tables[case.table].height == len(case.rows)


CHILDREN_NAMED: Sequence[tuple[str, str, bool]] = (
    ("C9", "C1", False),
    ("123", "0123", True),
    ("000123", "0123", True),
    ("123", "1230", False),
    ("0", "00", True),
)


@pytest.mark.parametrize(("named", "known", "is_told"), CHILDREN_NAMED)
def test_a_child_whose_number_has_other_zeros_in_front_is_told_as_such(
    named: str, known: str, *, is_told: bool
) -> None:
    """Excel cuts them off when a number is not text."""
    children = clean_rows("children", {"child_id": known})
    plans = clean_rows("plans", typed_row("plans", child_id=named), typed_row("plans", child_id=known))

    [fault] = check_across({"children": children, "plans": plans}).faults.to_dicts()
    assert (fault["rule"], fault["value"]) == ("no_such_child", f"child_id {named}")
    assert ("other zeros in front" in fault["remedy"]) is is_told


def test_a_row_that_names_no_child_lacks_none() -> None:
    audits = [typed_row("audits", audit_id=f"D{number}", child_id=child) for number, child in enumerate((None, "C1"))]
    tables = {"children": clean_rows("children", {"child_id": "C1"}), "audits": clean_rows("audits", *audits)}

    assert check_across(tables).faults.is_empty()


def test_a_child_is_missed_in_each_table_that_names_it_but_not_in_rows_that_are_kept_aside() -> None:
    named = [{"meeting_id": "M1", "child_id": "C9"}, {"meeting_id": "M9", "child_id": "C9"}]
    tables = {
        "children": clean_rows("children", {"child_id": "C1"}),
        "meetings": clean_rows("meetings", *MEETINGS),
        "meeting_children": clean_rows("meeting_children", *named),
        "plans": clean_rows("plans", typed_row("plans", child_id="C9")),
    }

    assert sorted(check_across(tables).faults.select("table", "rule", "row").rows()) == [
        ("meeting_children", "no_such_child", 2),
        ("meeting_children", "no_such_meeting", 3),
        ("plans", "no_such_child", 2),
    ]


def overlapping_rows(*rows: Row) -> list[int]:
    """Return the rows, counted from 2, of allocations that overlap."""
    found = check_across({"allocations": clean_rows("allocations", *rows)}).faults
    return sorted(found.filter(pl.col("rule") == "overlapping_allocations")["row"])


def test_an_allocation_may_begin_on_the_day_that_the_one_before_ends() -> None:
    first = ALLOCATION | {"worker_id": "W1", "ended_on": "2026-06-01"}

    assert overlapping_rows(first, ALLOCATION | {"worker_id": "W2", "started_on": "2026-06-01"}) == []
    assert overlapping_rows(first, ALLOCATION | {"worker_id": "W2", "started_on": "2026-05-31"}) == [3]


def test_an_open_allocation_overlaps_with_every_later_one() -> None:
    later = [ALLOCATION | {"worker_id": f"W{month}", "started_on": f"2026-0{month}-01"} for month in (6, 7)]
    ended = [row | {"ended_on": "2026-06-15"} for row in later[:1]]

    assert overlapping_rows(ALLOCATION | {"worker_id": "W1"}, *ended, *later[1:]) == [3, 4]


def test_a_long_allocation_overlaps_past_a_short_one_between() -> None:
    rows = [
        ALLOCATION | {"worker_id": "W1", "started_on": "2026-05-01", "ended_on": "2026-08-01"},
        ALLOCATION | {"worker_id": "W2", "started_on": "2026-05-10", "ended_on": "2026-05-20"},
        ALLOCATION | {"worker_id": "W3", "started_on": "2026-06-01"},
    ]

    assert overlapping_rows(*rows) == [3, 4]


@pytest.mark.parametrize(
    "other", [{"person_id": "C2"}, {"person_type": "carer"}, {"worker_id": None}, {"is_primary": False}]
)
def test_allocations_of_another_person_or_to_nobody_or_of_helpers_do_not_overlap(other: Row) -> None:
    rows = (ALLOCATION | {"worker_id": "W1"}, ALLOCATION | {"worker_id": "W2", "started_on": "2026-06-01"} | other)

    assert overlapping_rows(*rows) == []


def test_an_assessment_linked_to_a_later_referral_is_a_warning() -> None:
    early = ASSESSMENT | {"assessment_id": "A1", "referred_on": "2026-05-02"}
    right = ASSESSMENT | {"assessment_id": "A2", "referred_on": "2026-05-01"}

    [fault] = linked_too_early(clean_rows("assessments", early, right)).to_dicts()
    assert (fault["rule"], fault["severity"], fault["row"]) == (STARTED_BEFORE_REFERRED.name, "warning", 2)
    assert fault["record"] == "A1"


def test_a_row_between_a_lost_meeting_and_a_found_one_does_not_lose_both() -> None:
    rows = [{"meeting_id": name, "agency": "police", "attendance": "attended"} for name in ("M9", "M1", "M8")]
    found = check_across(
        {"invitations": clean_rows("invitations", *rows), "meetings": clean_rows("meetings", *MEETINGS)}
    )

    assert found.tables["invitations"]["meeting_id"].to_list() == ["M1"]
    assert found.aside["invitations"]["meeting_id"].to_list() == ["M9", "M8"]


def test_a_file_that_has_not_a_rules_columns_is_not_told_of_it() -> None:
    told = understood("visits", {"child_id": "C1", "visited_on": "2026-05-01", "is_seen_alone": "yes"})

    assert told.faults.is_empty()
    assert heading_of("is_seen_alone") == "Is seen alone"
