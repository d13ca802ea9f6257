"""The command line: what it prints for people and machines, its exit codes, and what it refuses."""

import csv
import io
import json
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from pathlib import Path
from unittest.mock import patch

import polars as pl
import pytest
from made_up_dfe import write_made_up_dfe

from csc_metrics import __version__
from csc_metrics.cli.main import main
from csc_metrics.measures.registry import MEASURES, PUBLISHED_MEASURES

COMPARE_KEYS = [
    "la_code",
    "la_name",
    "measure",
    "breakdown",
    "source",
    "period_type",
    "period_end",
    "status",
    "value",
    "numerator",
    "denominator",
    "change",
    "neighbour_model",
    "comparator_period_end",
    "neighbour_mean",
    "neighbour_median",
    "neighbour_min",
    "neighbour_max",
    "neighbours_with_value",
    "neighbours",
    "region",
    "region_value",
    "england_value",
    "england_rank",
    "england_ranked",
    "quartile",
    "outcome",
]
MEASURES_KEYS = [
    "area_code",
    "area_type",
    "measure",
    "breakdown",
    "period_start",
    "period_end",
    "period_type",
    "source",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "interval_kind",
    "status",
    "rows_aside",
    "note",
]
COLUMNS_IN_UNIT = {"value", "change", "neighbour_median", "england_value"}
THREE_FORMS = ("2025", "2026-10", "2026-Q1")
LONG_TABLES = ("measures", "compare")


@dataclass(frozen=True)
class Called:
    """What a call of the command gave. machine: the bytes of standard output."""

    exit_code: int
    machine: bytes
    told: str

    @property
    def text(self) -> str:
        return self.machine.decode("utf-8")

    @property
    def rows(self) -> list[dict[str, object]]:
        return json.loads(self.text)


def call(*arguments: str) -> Called:
    """Call `csc-metrics` with arguments, within this process, through the function that the command is."""
    machine, told = io.BytesIO(), io.StringIO()
    text = io.TextIOWrapper(machine, encoding="utf-8", newline="", write_through=True)
    with (
        patch.object(sys, "argv", ["csc-metrics", *arguments]),
        redirect_stdout(text),
        redirect_stderr(told),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    code = ended.value.code
    return Called(code if isinstance(code, int) else 0, machine.getvalue(), told.getvalue())


def rows_of(*arguments: str) -> list[dict[str, object]]:
    """Return the JSON rows of a call on the figures that the package carries."""
    called = call(*arguments, "--published", "carried", "--format", "json")
    assert (called.exit_code, called.told) == (0, "")
    return called.rows


def refusal(*arguments: str) -> str:
    """Return the message of a call that is wrong use: exit code 2, and nothing for machines."""
    called = call(*arguments)
    assert (called.exit_code, called.machine) == (2, b""), called
    return called.told


@pytest.fixture(autouse=True)
def empty_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work where there is neither data_raw/ nor settings.toml."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


# Output for machines


@pytest.mark.parametrize(("command", "form"), list(product(LONG_TABLES, ["table", "csv", "json", "parquet"])))
def test_figures_go_to_standard_output_and_nothing_to_standard_error(command: str, form: str) -> None:
    asked = (command, "--authority", "Tameside", "--measure", "average_caseload", "--format", form)
    called = call(*asked, "--published", "carried")
    assert (called.exit_code, called.told) == (0, "")
    assert b"average_caseload" in called.machine


@pytest.mark.parametrize("command", [*LONG_TABLES, "report"])
def test_that_the_packages_own_table_stands_in_for_files_is_said_on_standard_error(command: str) -> None:
    called = call(command, "--authority", "Tameside")
    assert called.exit_code == 0
    assert "No CSV in data_raw/published: figures are those that csc_metrics carries." in called.told


def test_a_message_goes_to_standard_error_and_nothing_to_standard_output() -> None:
    called = call("measures", "--period", "2031", "--format", "json")
    assert (called.exit_code, called.machine) == (1, b"")
    assert called.told.startswith("csc-metrics: ")


@pytest.mark.parametrize(("command", "keys"), [("compare", COMPARE_KEYS), ("measures", MEASURES_KEYS)])
def test_json_rows_have_exactly_the_keys_of_the_design(command: str, keys: list[str]) -> None:
    rows = rows_of(command, "--authority", "Tameside", "--authority", "Leeds")
    assert {tuple(sorted(row)) for row in rows} == {tuple(sorted(keys))}


@pytest.mark.parametrize("command", LONG_TABLES)
def test_json_csv_and_parquet_hold_the_same_rows_unrounded(command: str) -> None:
    def out(form: str) -> Called:
        return call(command, "--authority", "Tameside", "--authority", "201", "--format", form)

    rows = out("json").rows
    in_parquet = pl.read_parquet(io.BytesIO(out("parquet").machine)).to_dicts()
    assert json.loads(json.dumps(in_parquet, default=str)) == rows
    in_csv = list(csv.DictReader(io.StringIO(out("csv").text)))
    assert [list(row) for row in in_csv] == [list(row) for row in rows]
    for printed, row in zip(in_csv, rows, strict=True):
        assert {key: as_in_csv(cell, row[key]) for key, cell in printed.items()} == row


def as_in_csv(cell: str, like: object) -> object:
    """Return a CSV cell as the type of the value that it should equal."""
    if like is None:
        return None if cell == "" else cell
    if isinstance(like, list):
        return cell.split(" ")
    return type(like)(cell)


@pytest.mark.parametrize("command", LONG_TABLES)
def test_the_table_for_people_holds_the_same_rows_rounded_half_up(command: str) -> None:
    asked = (command, "--authority", "Tameside", "--authority", "201", "--authority", "Leeds")
    heading, *lines = call(*asked).text.splitlines()
    rows = call(*asked, "--format", "json").rows
    assert len(lines) == len(rows) >= 3 * len(PUBLISHED_MEASURES)
    for line, row in zip(lines, rows, strict=True):
        shown = [printed_for_people(row, column) for column in heading.split()]
        assert re.split(r" {2,}", line.strip()) == [cell for cell in shown if cell]


def printed_for_people(row: dict[str, object], column: str) -> str:
    """Round half up by hand, in decimal, from the shortest digits that mean the stored number."""
    value = row[column]
    if not isinstance(value, float):
        return "" if value is None else str(value)
    decimals = PUBLISHED_MEASURES[str(row["measure"])].decimals if column in COLUMNS_IN_UNIT else int(value % 1 > 0)
    rounded = Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded + 0:,}".replace("-", "\N{MINUS SIGN}")


@pytest.mark.parametrize("command", LONG_TABLES)
def test_two_calls_print_the_same_bytes(command: str) -> None:
    first, second = (call(command, "--published", "carried", "--format", "csv") for _ in range(2))
    assert len(first.machine) > 10_000
    assert first.machine == second.machine


# Which rows


def test_measures_without_a_period_gives_every_year_held() -> None:
    rows = rows_of("measures", "--authority", "Tameside", "--measure", "average_caseload")
    assert [row["period_end"] for row in rows] == [f"{year}-09-30" for year in range(2017, 2026)]


def test_compare_without_a_period_gives_the_latest_of_each_measure() -> None:
    rows = rows_of("compare", "--authority", "Tameside")
    held = rows_of("measures", "--authority", "Tameside")
    latest = {code: max(row["period_end"] for row in held if row["measure"] == code) for code in PUBLISHED_MEASURES}
    assert {row["measure"]: row["period_end"] for row in rows} == latest
    assert len(rows) == len(PUBLISHED_MEASURES)


@pytest.mark.parametrize("command", LONG_TABLES)
def test_of_a_made_up_authority_it_is_said_that_own_records_must_be_asked_for(command: str) -> None:
    told = refusal(command, "--authority", "alderbeck")
    assert "DfE publishes nothing of Alderbeck, which is made up. Ask for its own figures with --source local" in told


@pytest.mark.parametrize("command", LONG_TABLES)
def test_authorities_and_measures_may_be_named_more_than_once(command: str) -> None:
    rows = rows_of(
        *(command, "--authority", "Tameside", "--authority", "383", "--authority", "357", "--period", "2025"),
        *("--measure", "average_caseload", "--measure", "referral_rate_per_10k"),
    )
    area = "la_code" if command == "compare" else "area_code"
    assert sorted((row[area], row["measure"]) for row in rows) == [
        ("357", "average_caseload"),
        ("357", "referral_rate_per_10k"),
        ("383", "average_caseload"),
        ("383", "referral_rate_per_10k"),
    ]


def test_periods_of_measures_may_be_named_more_than_once() -> None:
    rows = rows_of(
        *("measures", "--authority", "357", "--measure", "average_caseload"), "--period", "2025", "--period", "2023"
    )
    assert [row["period_end"] for row in rows] == ["2023-09-30", "2025-09-30"]


@pytest.mark.parametrize(
    ("period", "caseload_end", "looked_after_end"),
    [
        ("2024", "2024-09-30", "2024-03-31"),
        ("2024-08", "2023-09-30", "2024-03-31"),
        ("2024-09", "2024-09-30", "2024-03-31"),
        ("2024-Q1", "2023-09-30", "2024-03-31"),
        ("2024-Q3", "2024-09-30", "2024-03-31"),
        ("2025-Q4", "2025-09-30", "2025-03-31"),
    ],
)
@pytest.mark.parametrize("command", LONG_TABLES)
def test_a_year_is_exact_and_a_month_or_quarter_takes_the_latest_that_ended_by_then(
    command: str, period: str, caseload_end: str, looked_after_end: str
) -> None:
    rows = rows_of(
        *(command, "--authority", "Tameside", "--period", period),
        *("--measure", "average_caseload", "--measure", "looked_after_rate_per_10k"),
    )
    assert {row["measure"]: row["period_end"] for row in rows} == {
        "average_caseload": caseload_end,
        "looked_after_rate_per_10k": looked_after_end,
    }


def test_a_measure_that_lacks_the_year_asked_for_is_not_collected_and_says_not_in_files() -> None:
    rows = rows_of("measures", "--authority", "Tameside", "--period", "2015")
    by_measure = {row["measure"]: (row["status"], row["note"], row["value"]) for row in rows}
    assert set(by_measure) == set(PUBLISHED_MEASURES)
    assert by_measure["average_caseload"] == ("not_collected", "not_in_files", None)
    assert by_measure["children_in_need_rate_per_10k"][0] == "ok"


def test_without_an_authority_measures_gives_every_area_and_compare_every_authority() -> None:
    asked = ("--measure", "average_caseload", "--period", "2025")
    areas = {str(row["area_code"]) for row in rows_of("measures", *asked)}
    compared = {str(row["la_code"]) for row in rows_of("compare", *asked)}
    assert {code for code in areas if code.isdigit()} == compared
    assert len(compared) == 153
    assert {"E92000001", "E12000002"} <= areas


def test_an_authority_goes_by_code_ons_code_or_any_of_its_names() -> None:
    names = ["357", "Tameside", "tameside council", "E08000008"]
    found = [rows_of("compare", "--authority", name, "--measure", "average_caseload") for name in names]
    assert [rows[0]["la_code"] for rows in found] == ["357"] * len(names)


def test_the_word_carried_asks_for_the_packages_own_figures_though_files_are_there() -> None:
    write_made_up_dfe(Path("data_raw/published"))
    asked = ("measures", "--authority", "Tameside", "--measure", "average_caseload", "--period", "2025")
    from_files = call(*asked, "--format", "json").rows
    carried = call(*asked, "--format", "json", "--published", "carried").rows
    named = call(*asked, "--format", "json", "--published", "data_raw/published").rows
    assert carried[0]["value"] == 18.9
    assert from_files == named
    assert from_files[0]["value"] != carried[0]["value"]


@pytest.mark.parametrize("command", LONG_TABLES)
def test_the_word_carried_is_the_packages_own_table_and_a_folder_of_that_name_is_written_as_a_path(
    command: str,
) -> None:
    asked = (command, "--authority", "Tameside", "--measure", "average_caseload", "--period", "2025")
    write_made_up_dfe(Path("carried"))
    word = call(*asked, "--format", "json", "--published", "carried").rows
    from_folder = call(*asked, "--format", "json", "--published", "./carried")
    assert word[0]["value"] == 18.9
    assert (from_folder.exit_code, from_folder.told) == (0, "")
    assert from_folder.rows[0]["value"] != 18.9


def test_a_report_without_files_reads_the_packages_own_table_though_a_folder_is_called_carried() -> None:
    write_made_up_dfe(Path("carried"))
    assert call("report", "--authority", "Tameside").exit_code == 0
    public = Path("reports/latest/357-tameside/public")
    with (public / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "average_caseload"]
    assert float(rows[-1]["value"]) == 18.9
    assert json.loads((public / "manifest.json").read_text(encoding="utf-8"))["is_carried"] is True


def test_a_report_from_a_folder_that_is_called_carried_says_that_its_files_are_the_inputs() -> None:
    write_made_up_dfe(Path("carried"))
    assert call("report", "--authority", "Tameside", "--published", "./carried").exit_code == 0
    public = Path("reports/latest/357-tameside/public")
    manifest = json.loads((public / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["is_carried"] is False
    assert {file["name"] for file in manifest["inputs"]} == {path.name for path in Path("carried").iterdir()}
    asked = ("compare", "--authority", "Tameside", "--measure", "average_caseload", "--format", "csv")
    printed = next(csv.DictReader(io.StringIO(call(*asked, "--published", "./carried").text)))
    with (public / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "average_caseload"]
    assert float(rows[-1]["value"]) == float(printed["value"])


def test_each_neighbour_model_gives_its_own_ten_neighbours_and_the_settings_choose_between_them() -> None:
    asked = ("compare", "--authority", "Tameside", "--measure", "average_caseload")
    old, new = (rows_of(*asked, "--neighbour-model", model)[0] for model in ("2021", "2025"))
    assert (old["neighbour_model"], new["neighbour_model"]) == ("2021", "2025")
    assert old["neighbours"] != new["neighbours"]
    assert len(set(old["neighbours"])) == len(set(new["neighbours"])) == 10
    Path("settings.toml").write_text('[neighbours]\nmodel = "2021"\n', encoding="utf-8")
    assert rows_of(*asked) == [old]
    assert rows_of(*asked, "--neighbour-model", "2025") == [new]


# Refusals


@pytest.mark.parametrize("command", ["measures", "compare", "report"])
def test_a_year_that_no_file_has_names_the_years_held(command: str) -> None:
    called = call(command, "--authority", "Tameside", "--period", "2031", "--published", "carried")
    assert (called.exit_code, called.machine) == (1, b"")
    assert "No measure has a figure for 2031: the files hold the years 2013 to 2025." in called.told


@pytest.mark.parametrize("command", ["measures", "compare", "report"])
@pytest.mark.parametrize("period", ["25", "2025-13", "2025-Q5", "2025-q1", "2025/26", " 2025", "1999", "latest"])
def test_a_malformed_period_is_refused_with_the_three_forms(command: str, period: str) -> None:
    told = refusal(command, "--authority", "Tameside", "--period", period)
    assert f'"{period}" is not a period' in told
    assert all(form in told for form in THREE_FORMS)


@pytest.mark.parametrize("command", ["measures", "compare", "report"])
@pytest.mark.parametrize(
    ("wrong", "right"),
    [("Tamside", "Tameside"), ("Notinghamshire", "Nottinghamshire"), ("Cumbria", "Cumberland (942)")],
)
def test_an_unknown_authority_is_refused_with_the_nearest_right_names(command: str, wrong: str, right: str) -> None:
    told = refusal(command, "--authority", wrong)
    assert wrong in told
    assert right in told


@pytest.mark.parametrize("command", LONG_TABLES)
def test_unknown_measures_are_refused_all_at_once_with_the_nearest_right_codes(command: str) -> None:
    told = refusal(command, "--measure", "average_caselod", "--measure", "agency_rate")
    assert "'average_caselod'. Did you mean average_caseload" in told
    assert "'agency_rate'. Did you mean agency_rate_pct" in told


@pytest.mark.parametrize("command", ["fetch"])
@pytest.mark.parametrize("more", [(), ("--raw", "data_raw", "--authority", "Tameside", "anything")])
def test_a_command_that_is_not_built_says_so(command: str, more: tuple[str, ...]) -> None:
    told = f"csc-metrics: `{command}` is not built yet. `csc-metrics --help` lists what is.\n"
    assert refusal(command, *more) == told


@pytest.mark.parametrize(
    "option",
    [
        ("--scheduler", "tcp://localhost:8786"),
    ],
)
def test_a_report_option_that_is_not_built_says_so_and_writes_nothing(option: tuple[str, ...]) -> None:
    assert f"{option[0]} is not built yet" in refusal("report", "--authority", "Tameside", *option)
    assert not Path("reports").exists()


@pytest.mark.parametrize("whose", [(), ("--all", "--authority", "Tameside")])
def test_a_report_is_for_named_authorities_or_for_all_and_not_both(whose: tuple[str, ...]) -> None:
    told = refusal("report", *whose)
    assert "--authority NAME" in told
    assert "--all" in told
    assert not Path("reports").exists()


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("compare", "--neighbour-model", "2020"), "'2021', '2025'"),
        (("compare", "--format", "xlsx"), "'table', 'csv', 'json', 'parquet'"),
        (("measures", "--source", "guessed"), "'local', 'published'"),
        (("report", "--all", "--workers", "0"), "x>=1"),
        (("dictionary", "--format", "html"), "'markdown', 'csv', 'json'"),
    ],
)
def test_a_choice_that_there_is_not_is_refused_with_those_there_are(arguments: tuple[str, ...], allowed: str) -> None:
    assert allowed in refusal(*arguments)


def test_an_unknown_command_is_refused() -> None:
    assert refusal("compair") == (
        "csc-metrics: There is no command 'compair'. Did you mean compare? `csc-metrics --help` lists them all.\n"
    )


@pytest.mark.parametrize("command", ["measures", "compare", "report"])
def test_a_settings_file_that_is_not_there_is_refused(command: str) -> None:
    told = refusal(command, "--authority", "Tameside", "--settings", "mine.toml")
    assert "mine.toml: there is no such settings file" in told


@pytest.mark.parametrize("command", ["measures", "compare", "report"])
@pytest.mark.parametrize("named", [("--settings", "settings.toml"), ()])
def test_a_faulty_settings_file_is_told_by_line_whether_named_or_found(command: str, named: tuple[str, ...]) -> None:
    Path("settings.toml").write_text('[neighbours]\nmodel = "2020"\nmodle = "2021"\n', encoding="utf-8")
    called = call(command, "--authority", "Tameside", *named)
    assert (called.exit_code, called.machine) == (1, b"")
    assert "settings.toml: 2 faults" in called.told
    assert 'line 2: neighbours.model = "2020"' in called.told
    assert "line 3: neighbours.modle is not a setting. Did you mean model?" in called.told


# The dictionary and the help


def test_the_dictionary_holds_every_measure_in_each_format() -> None:
    in_json = call("dictionary", "--format", "json").rows
    in_csv = list(csv.DictReader(io.StringIO(call("dictionary", "--format", "csv").text)))
    in_markdown = call("dictionary").text
    assert [row["code"] for row in in_json] == [row["code"] for row in in_csv] == list(MEASURES)
    sections = in_markdown.split("\n## ")[1:]
    for section, measure in zip(sections, MEASURES.values(), strict=True):
        assert section.startswith(f"{measure.title}\n")
        assert f"`{measure.code}`" in section
        assert measure.definition in section


def test_help_lists_every_command_and_marks_those_not_built() -> None:
    called = call("--help")
    lines = {line.split()[0]: line for line in called.text.splitlines() if line.startswith("  ") and line.split()}
    assert called.exit_code == 0
    assert {"demo", "check", "clean", "measures", "rows", "compare", "report", "dictionary"} <= set(lines)
    marked = {name for name, line in lines.items() if "(Not built yet)" in line}
    assert marked == {"fetch"}


@pytest.mark.parametrize("command", ["fetch"])
def test_the_help_of_a_command_that_is_not_built_says_so(command: str) -> None:
    called = call(command, "--help")
    assert called.exit_code == 0
    assert f"Usage: csc-metrics {command}" in called.text
    assert "Not built yet" in called.text


@pytest.mark.parametrize("command", ["demo", "measures", "rows", "compare", "report", "dictionary"])
def test_the_help_of_a_command_gives_an_example_to_type(command: str) -> None:
    _, examples = re.split(r"\nExamples?:\n", call(command, "--help").text)
    assert [line for line in examples.splitlines() if not line.startswith(f"  csc-metrics {command}")] == []


def test_the_version_is_printed() -> None:
    assert __version__ in call("--version").text
