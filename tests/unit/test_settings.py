"""Settings: the committed example is the defaults, and a faulty file gets one error that a person can act on."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES
from csc_metrics.settings.dated import DatedChange, Rebase, RecordingChange, ReferencePeriod
from csc_metrics.settings.lines import lines_of_keys
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PartnerMeasure
from csc_metrics.settings.printed import as_json, printed_settings
from csc_metrics.settings.read import SettingsFault, SettingsFileMissing, read_settings

EXAMPLE = Path(__file__).parents[2] / "settings.toml"


def write(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(SettingsFault) as error:
        read_settings(path)
    heading, *faults = str(error.value).splitlines()
    assert heading.startswith(f"{path}: {len(faults)} fault")
    return [fault.strip() for fault in faults]


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield kind


def keys_of(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        if is_model(field.annotation):
            yield from keys_of(field.annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def value_at(table: dict[str, object], dotted: str) -> object:
    found: object = table
    for name in dotted.split("."):
        assert isinstance(found, dict)
        found = found[name]
    return found


# The committed example


def test_example_is_the_defaults() -> None:
    assert read_settings(EXAMPLE) == Settings()
    assert all(row.is_default for row in printed_settings(read_settings(EXAMPLE)))


@pytest.mark.parametrize("key", list(keys_of(Settings)))
def test_example_holds_every_setting_below_a_comment(key: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    value_at(tomllib.loads(text), key)  # fails if the example does not name it
    line = lines_of_keys(text)[tuple(key.split("."))]
    assert text.splitlines()[line - 2].startswith("#")


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("changes", DatedChange),
        ("partner_measures", PartnerMeasure),
        ("reference_periods", ReferencePeriod),
        ("rebases", Rebase),
        ("recording_changes", RecordingChange),
    ],
)
def test_example_shows_an_entry_of_each_list_that_works_when_uncommented(
    tmp_path: Path, name: str, entry: type[BaseModel]
) -> None:
    settings = read_settings(write(tmp_path, EXAMPLE.read_text(encoding="utf-8").replace("    # {", "    {")))
    shown = getattr(settings, name)[-1]
    assert len(getattr(settings, name)) == len(getattr(Settings(), name)) + 1
    assert isinstance(shown, entry)
    assert shown.model_fields_set == set(entry.model_fields)


def test_example_of_words_works_when_uncommented(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for start in ('"neighbours from', "meetings.held_at", "meetings.status"):
        assert f"# {start}" in text
        text = text.replace(f"# {start}", start)
    settings = read_settings(write(tmp_path, text))
    assert settings.columns == {"meetings": {"held_at": "Date of meeting"}}
    assert settings.codes == {"meetings": {"status": {"Completed": "held"}}}
    assert settings.neighbours.workbooks == {"neighbours from the regional team.xlsx": "2021"}


# The model


def all_models(model: type[BaseModel] = Settings) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        for inner in models_in(field.annotation):
            yield from all_models(inner)


@pytest.mark.parametrize("model", list(all_models()), ids=lambda model: model.__name__)
def test_every_setting_says_what_it_means_and_what_is_allowed(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        if not is_model(field.annotation):
            assert field.description, name
            assert isinstance(field.json_schema_extra, dict), name
            assert field.json_schema_extra["allowed"], name


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValidationError):
        Settings().publication.threshold = 1


# Reading


def test_without_a_file_the_defaults_hold() -> None:
    settings = read_settings(None)
    assert settings.caseload.limit_cases_per_fte is None
    assert settings.strategy_meeting.target_hours == 24
    assert settings.strategy_meeting.quorum == ("social_worker", "police", "health")
    assert settings.strategy_meeting.expected_agencies == ("social_worker", "police", "health")
    assert (settings.neighbours.model, settings.clock.first_day) == ("2025", 0)
    assert (settings.publication.threshold, settings.publication.is_process_exempt) == (5, False)


def test_a_file_need_name_only_what_differs(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        [caseload]
        limit_cases_per_fte = 16.5
        newly_qualified_limit_cases_per_fte = 12
        [[changes]]
        changed_on = 2025-04-01
        name = "New front door"
        measures = ["re_referral_pct", "referral_rate_per_10k"]
        expected_shape = "level_and_slope"
        [[partner_measures]]
        measure = "icpc_within_15_working_days_pct"
        owner = "Police"
        target = 90
        """,
    )
    settings = read_settings(path)
    assert settings.caseload.limit_cases_per_fte == 16.5
    assert settings.caseload.newly_qualified_limit_cases_per_fte == 12
    assert settings.changes[0].changed_on == date(2025, 4, 1)
    assert settings.changes[0].measures == ("re_referral_pct", "referral_rate_per_10k")
    assert settings.partner_measures[0].target == 90
    assert settings.publication == Settings().publication


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_a_file_saved_on_windows_is_read(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(mark + b"[clock]\r\nfirst_day = 1\r\n")
    assert read_settings(path).clock.first_day == 1


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    assert read_settings(write(tmp_path, "")) == Settings()


def test_a_named_file_that_is_missing_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(SettingsFileMissing, match="there is no such settings file") as error:
        read_settings(tmp_path / "setings.toml")
    assert error.value.exit_code == 2


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="cannot be read"):
        read_settings(tmp_path)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes("[clock]".encode("utf-16"))
    with pytest.raises(SettingsFault, match="not UTF-8 text"):
        read_settings(path)


# Faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "[publication]\ntreshold = 5",
            "line 2: publication.treshold is not a setting. Did you mean threshold?",
        ),
        (
            "[caseload]\nquantity = 16",
            "line 2: caseload.quantity is not a setting. The settings here are limit_cases_per_fte, "
            "manager_roles, newly_qualified_limit_cases_per_fte.",
        ),
        ("\n[publicaton]\nthreshold = 5", "line 2: publicaton is not a setting. Did you mean publication?"),
        (
            '[caseload]\nlimit_cases_per_fte = "16"',
            'line 2: caseload.limit_cases_per_fte = "16" is not allowed. '
            'Write a number above 0 and up to 100, or "not set".',
        ),
        (
            "[caseload]\nlimit_cases_per_fte = nan",
            "line 2: caseload.limit_cases_per_fte = nan is not allowed. "
            'Write a number above 0 and up to 100, or "not set".',
        ),
        (
            "[caseload]\nlimit_cases_per_fte = 12\nnewly_qualified_limit_cases_per_fte = 16",
            "line 3: caseload.newly_qualified_limit_cases_per_fte = 16: it is above limit_cases_per_fte. "
            'Write a number above 0 and not above limit_cases_per_fte, or "not set".',
        ),
        (
            "strategy_meeting.target_hours = 0",
            "line 1: strategy_meeting.target_hours = 0 is not allowed. "
            "Write a number of hours above 0 and up to 744 (31 days).",
        ),
        (
            "[strategy_meeting]\n\nclock = 'referal'",
            'line 3: strategy_meeting.clock = "referal" is not allowed. '
            'Write "decision" or "referral". Did you mean referral?',
        ),
        (
            'strategy_meeting = { target_hours = 24, quorum = ["social_worker", "education"] }',
            'line 1: strategy_meeting.quorum = ["social_worker", "education"]: education not in expected_agencies. '
            "Write a list of different agencies in quotes, each one of expected_agencies.",
        ),
        (
            '[strategy_meeting]\nexpected_agencies = ["police", "police", "health", "social_worker"]',
            'line 2: strategy_meeting.expected_agencies = ["police", "police", "health", "social_worker"]: '
            "an agency is named twice. "
            'Write a list of different agencies in quotes, such as ["social_worker", "police"].',
        ),
        (
            "[neighbours]\nmodel = 2025",
            'line 2: neighbours.model = 2025 is not allowed. Write "2021" or "2025", in quotes.',
        ),
        (
            '[neighbours.workbooks]\n"a b.xlsx" = "2023"',
            'line 2: neighbours.workbooks."a b.xlsx" = "2023" is not allowed. '
            'Write a line "file name.xlsx" = "2021" or "2025", in quotes.',
        ),
        (
            "[publication]\nthreshold = 0",
            "line 2: publication.threshold = 0 is not allowed. Write a whole number from 1 to 50.",
        ),
        (
            "[publication]\nthreshold = 5.0",
            "line 2: publication.threshold = 5.0 is not allowed. Write a whole number from 1 to 50.",
        ),
        (
            "[publication]\nis_process_exempt = 'yes'",
            'line 2: publication.is_process_exempt = "yes" is not allowed. Write true or false, without quotes.',
        ),
        ("[clock]\nfirst_day = 2", "line 2: clock.first_day = 2 is not allowed. Write 0 or 1."),
        ("[clock]\nfirst_day = 1.0", "line 2: clock.first_day = 1.0 is not allowed. Write 0 or 1."),
        ("[clock]\nfirst_day = true", "line 2: clock.first_day = true is not allowed. Write 0 or 1."),
        ("clock = 1", "line 1: clock = 1 is not allowed. Write a table, such as [clock]."),
        (
            "[columns.meetings]\nheld_at = 3",
            "line 2: columns.meetings.held_at = 3 is not allowed. "
            'Write a table such as [columns.meetings] with lines such as held_at = "Date of meeting".',
        ),
        (
            "[columns.clock]\nfirst_day = 3",
            "line 2: columns.clock.first_day = 3 is not allowed. "
            'Write a table such as [columns.meetings] with lines such as held_at = "Date of meeting".',
        ),
        (
            "[codes]\nmeetings.status = 'held'",
            'line 2: codes.meetings.status = "held" is not allowed. '
            'Write a table such as [codes.meetings.status] with lines such as "Completed" = "held".',
        ),
        (
            "changes = 3",
            "line 1: changes = 3 is not allowed. "
            "Write a list of tables with changed_on, name, measures and expected_shape.",
        ),
    ],
)
def test_a_fault_names_line_key_value_and_what_is_allowed(tmp_path: Path, text: str, fault: str) -> None:
    assert faults_of(write(tmp_path, text)) == [fault]


MEASURE_CODES = ["average_caseload", "re_referral_pct", "agency_rate_pct"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '[[changes]]\nchanged_on = 2025-04-01\nname = "Hub"\nmeasures = ["re_referral_pct", "average_caselod"]\n'
            'expected_shape = "level"',
            'line 4: changes[1].measures[2] = "average_caselod": no measure has this code. '
            "Did you mean average_caseload? `csc-metrics dictionary` lists them all.",
        ),
        (
            '[[partner_measures]]\nmeasure = "re_referral_pct"\nowner = "police"\n\n'
            '[[partner_measures]]\nmeasure = "agency_rate"\nowner = "police"',
            'line 6: partner_measures[2].measure = "agency_rate": no measure has this code. '
            "Did you mean agency_rate_pct? `csc-metrics dictionary` lists them all.",
        ),
        (
            '[[partner_measures]]\nmeasure = "zzz"\nowner = "police"',
            'line 2: partner_measures[1].measure = "zzz": no measure has this code. '
            "`csc-metrics dictionary` lists them all.",
        ),
        (
            '[strategy_meeting]\nquorum = ["social_worker", "polcie"]',
            'line 2: strategy_meeting.quorum = ["social_worker", "polcie"]: polcie not in expected_agencies. '
            "Did you mean police? Write a list of different agencies in quotes, each one of expected_agencies.",
        ),
    ],
)
def test_a_misspelt_measure_or_agency_is_told_by_line_with_the_nearest(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(SettingsFault) as error:
        read_settings(write(tmp_path, text), measure_codes=MEASURE_CODES)
    assert str(error.value).splitlines()[1:] == [f"  {fault}"]


def test_all_faults_come_at_once_in_order_of_line(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """# a comment with [brackets] and a = sign
[publication]
threshold = 99
[[changes]]
changed_on = 2025-04-01
name = "First"
measures = ["re_referral_pct"]
expected_shape = "level"
[[changes]]
changed_on = "2025-04-01"
measures = []
expected_shape = "slop"
[clock]
firstday = 1
""",
    )
    assert faults_of(path) == [
        "line 3: publication.threshold = 99 is not allowed. Write a whole number from 1 to 50.",
        "line 9: changes[2].name is missing. Write text in quotes.",
        'line 10: changes[2].changed_on = "2025-04-01" is not allowed. '
        "Write a date such as 2025-04-01, without quotes.",
        "line 11: changes[2].measures = [] is not allowed. "
        'Write a list of codes of measures in quotes, such as ["re_referral_pct"].',
        'line 12: changes[2].expected_shape = "slop" is not allowed. '
        'Write "level", "slope" or "level_and_slope". Did you mean slope or level_and_slope?',
        "line 14: clock.firstday is not a setting. Did you mean first_day?",
    ]


def test_more_than_ten_faults_are_all_listed(tmp_path: Path) -> None:
    text = "[neighbours.workbooks]\n" + "\n".join(f"'{number}.xlsx' = '2020'" for number in range(12))
    assert len(faults_of(write(tmp_path, text))) == 12


def test_a_setting_left_out_that_no_longer_fits_is_placed_at_its_table(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, '\n[strategy_meeting]\nexpected_agencies = ["social_worker", "police"]'))
    assert fault.startswith("line 2: strategy_meeting.quorum = ")
    assert "health not in expected_agencies" in fault


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("[clock]\nfirst_day 1\n", "line 2: first_day 1: not TOML (Expected '=' after a key in a key/value pair)."),
        ("[clock]\nfirst_day = ", "line 2: first_day =: not TOML (Invalid value)."),
        ("[clock]\nfirst_day = 1\nfirst_day = 0\n", "line 3: first_day = 0: not TOML (Cannot overwrite a value)."),
    ],
)
def test_a_file_that_is_not_toml_names_its_line(tmp_path: Path, text: str, start: str) -> None:
    (fault,) = faults_of(write(tmp_path, text))
    assert fault.startswith(start)


def test_a_syntax_fault_says_what_to_write(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, "[clock]\nfirst_day = one\n"))
    assert fault.endswith('Write name = value; text stands in "quotes", a list in [ ], and each name once.')


# Lines of keys


def test_lines_are_found_through_every_way_of_writing_a_key() -> None:
    text = '''# top = 0
a.b = 1
"c.d" = """
[not] a = heading
"""
e = [ # first
    { f = 1 }, "x",

    { f = [1,
           2] },
]
[g."h i"]
j = '#'
[[k]]
l = 2025-01-01 07:30:00
[[k]]
l = 1.5
[k.m]
n = true
'''
    assert lines_of_keys(text) == {
        ("a",): 2,
        ("a", "b"): 2,
        ("c.d",): 3,
        ("e",): 6,
        ("e", 0): 7,
        ("e", 0, "f"): 7,
        ("e", 1): 7,
        ("e", 2): 9,
        ("e", 2, "f"): 9,
        ("e", 2, "f", 0): 9,
        ("e", 2, "f", 1): 10,
        ("g",): 12,
        ("g", "h i"): 12,
        ("g", "h i", "j"): 13,
        ("k",): 14,
        ("k", 0): 14,
        ("k", 0, "l"): 15,
        ("k", 1): 16,
        ("k", 1, "l"): 17,
        ("k", 1, "m"): 18,
        ("k", 1, "m", "n"): 19,
    }


names = st.text(st.sampled_from("ab1_.-é \"'#[]="), min_size=1, max_size=5)
scalars = st.integers() | st.booleans() | st.dates() | st.text(st.sampled_from("ab\"'#[]{}=,\\\n."), max_size=8)


def to_toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {to_toml(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + "".join(f"{to_toml(entry)}, # a, [comment]\n" for entry in value) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def paths_of(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield (*path, key)
        yield from paths_of(entry, (*path, key))


flat_values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=5)


@given(tables=st.dictionaries(names, st.dictionaries(names, flat_values, max_size=3), max_size=4))
def test_every_key_that_tomllib_reads_has_a_line(tables: dict[str, dict[str, object]]) -> None:
    text = "\n".join(
        f"[{json.dumps(table)}]\n" + "\n".join(f"{json.dumps(key)} = {to_toml(entry)}" for key, entry in keys.items())
        for table, keys in tables.items()
    )
    lines = lines_of_keys(text)
    assert set(lines) == set(paths_of(tomllib.loads(text)))
    assert all(f"[{json.dumps(table)}]" == text.split("\n")[lines[(table,)] - 1] for table in tables)


@given(table=st.dictionaries(names, scalars, min_size=1, max_size=4))
def test_inline_tables_have_lines_too(table: dict[str, object]) -> None:
    text = f"\nkey = {to_toml(table)}"
    assert lines_of_keys(text) == dict.fromkeys([("key",), *(("key", name) for name in table)], 2)


# Dated changes


def test_a_measure_stands_once_under_a_dated_change(tmp_path: Path) -> None:
    entry = '{ changed_on = 2025-04-01, name = "Hub", measures = ["re_referral_pct"], expected_shape = "level" }'
    other = entry.replace('"level"', '"slope"')

    with pytest.raises(SettingsFault, match=r"line 1: .*re_referral_pct stands twice under 'Hub' of 2025-04-01"):
        read_settings(write(tmp_path, f"changes = [{entry}, {other}]"))
    assert len(read_settings(write(tmp_path, f"changes = [{entry}, {other.replace('Hub', 'Rota')}]")).changes) == 2


def test_the_board_begins_with_ten_measures_that_exist_and_with_no_target_of_its_own() -> None:
    proposed = Settings().partner_measures

    assert len(proposed) == 10
    assert {one.target for one in proposed} == {None}
    assert {one.measure for one in proposed} <= set(LOCAL_MEASURES)
    columns = {(one.measure, one.part.partition("=")[0]) for one in proposed if one.part != "all"}
    assert all(column in LOCAL_MEASURES[code].from_records.breakdowns for code, column in columns)


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (
            "baseline_from = 2025-04-01, baseline_to = 2025-04-01",
            r"line 1: partner_measures\[1\]\.baseline_to = 2025-04-01: it is not after baseline_from\. Write a date",
        ),
        ("baseline_to = 2025-04-01", "it is not after baseline_from"),
        ("baseline_from = 20250401", r"baseline_from = 20250401 is not allowed\. Write a date"),
        ('part = ""', r'part = "" is not allowed\. Write "all", or a part'),
    ],
)
def test_a_baseline_runs_forward_from_a_day_that_is_set(tmp_path: Path, told: str, fault: str) -> None:
    entry = f'{{ measure = "re_referral_pct", owner = "Police", {told} }}'
    with pytest.raises(SettingsFault, match=fault):
        read_settings(write(tmp_path, f"partner_measures = [{entry}]"))


def a_target(folder: Path, measure: str, target: float) -> Path:
    entry = f'{{ measure = "{measure}", owner = "Police", target = {target} }}'
    return write(folder, f"partner_measures = [{entry}]")


@pytest.mark.parametrize("target", [950, 100.5, -1])
def test_a_target_of_a_percentage_lies_between_0_and_100(tmp_path: Path, target: float) -> None:
    (fault,) = faults_of(a_target(tmp_path, "strategy_meeting_quorate_pct", target))
    assert fault == (
        f"line 1: partner_measures[1].target = {target}: strategy_meeting_quorate_pct is a percentage. "
        'Write a number, of a percentage from 0 to 100, or "not set".'
    )


@pytest.mark.parametrize(
    ("measure", "target"), [("strategy_meeting_quorate_pct", 100), ("re_referral_pct", 0), ("average_caseload", 950)]
)
def test_any_other_target_is_the_boards_own(tmp_path: Path, measure: str, target: float) -> None:
    assert read_settings(a_target(tmp_path, measure, target)).partner_measures[0].target == target


def test_the_codes_of_percentages_and_of_no_other_measure_say_so() -> None:
    assert {code for code, one in MEASURES.items() if (one.unit == "%") != code.endswith("_pct")} == set()


def test_a_figure_stands_once_on_the_scorecard_and_two_parts_of_a_measure_are_two(tmp_path: Path) -> None:
    police = '{ measure = "strategy_meeting_attended_pct", part = "agency=police", owner = "Police" }'
    health = police.replace("=police", "=health")

    with pytest.raises(SettingsFault, match="strategy_meeting_attended_pct stands twice with the part agency=police"):
        read_settings(write(tmp_path, f"partner_measures = [{police}, {police}]"))
    told = read_settings(write(tmp_path, f"partner_measures = [{police}, {health}]")).partner_measures
    assert [one.part for one in told] == ["agency=police", "agency=health"]


# Printing


def test_printed_settings_are_words_and_say_which_are_the_authoritys_own(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        partner_measures = [{ measure = "agency_rate_pct", owner = "Workforce board", target = 17.5 }]
        [caseload]
        limit_cases_per_fte = 16
        [columns.meetings]
        held_at = "Date of meeting"
        """,
    )
    rows = {row.key: (row.value, row.is_default) for row in printed_settings(read_settings(path))}
    assert rows == {
        "caseload.limit_cases_per_fte": ("16", False),
        "caseload.manager_roles": ("manager, head of service, director", True),
        "caseload.newly_qualified_limit_cases_per_fte": ("not set", True),
        "capacity.caseload_cases_per_fte": ("not set", True),
        "strategy_meeting.target_hours": ("24", True),
        "strategy_meeting.clock": ("decision", True),
        "strategy_meeting.expected_agencies": ("social_worker, police, health", True),
        "strategy_meeting.quorum": ("social_worker, police, health", True),
        "conference.expected_agencies": ("social_worker, police, health", True),
        "conference.quorum": ("social_worker, police, health", True),
        "core_group.expected_agencies": ("social_worker, health, education", True),
        "core_group.quorum": ("social_worker, health", True),
        "clock.first_day": ("0", True),
        "neighbours.model": ("2025", True),
        "neighbours.workbooks": ("none", True),
        "publication.threshold": ("5", True),
        "publication.is_process_exempt": ("no", True),
        "publication.is_restatement_exempt": ("no", True),
        "report.status": ("draft", True),
        "report.approved_by": ("", True),
        "report.approved_on": ("not set", True),
        "records.authority": ("", True),
        "records.covers_from": ("not set", True),
        "records.files": ("none", True),
        "process_chart.screens_moving_ranges": ("yes", True),
        "changes": ("none", True),
        "reference_periods": ("none", True),
        "rebases": ("none", True),
        "recording_changes": ("none", True),
        "partner_measures.1.measure": ("agency_rate_pct", False),
        "partner_measures.1.part": ("all", False),
        "partner_measures.1.owner": ("Workforce board", False),
        "partner_measures.1.target": ("17.5", False),
        "partner_measures.1.baseline_from": ("not set", True),
        "partner_measures.1.baseline_to": ("not set", True),
        "columns.meetings.held_at": ("Date of meeting", False),
        "codes": ("none", True),
    }


def test_json_is_the_same_for_the_same_settings_however_written(tmp_path: Path) -> None:
    one = read_settings(write(tmp_path, "[publication]\nthreshold = 6\n[strategy_meeting]\ntarget_hours = 24"))
    other = read_settings(write(tmp_path, "strategy_meeting.target_hours = 24.0\npublication = { threshold = 6 }"))
    assert as_json(one) == as_json(other) != as_json(Settings())
    assert json.loads(as_json(one))["publication"]["threshold"] == 6
