"""Every command: its options, help and examples. What it does is loaded when it is called.

Charts and papermill take seconds that `--help`, completion and `measures` can do without.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Final

import click

from csc_metrics.cli import options
from csc_metrics.cli.help import Choice, with_examples
from csc_metrics.cli.shells import SHELLS, completion_script, told_where_to_put_it


def _work(module: str, function: str) -> Callable[..., None]:
    """Return the function that does a command's work."""
    done: Callable[..., None] = getattr(import_module(f"csc_metrics.cli.{module}"), function)
    return done


@click.command(
    cls=with_examples(
        "csc-metrics measures --authority Tameside --measure average_caseload",
        "csc-metrics measures --period 2025 --format csv > measures.csv",
        "csc-metrics measures --source local --period 2026-10 --measure assessments_overdue",
    )
)
@options.authority_option
@options.periods_option
@options.measure_option
@options.source_option
@options.clean_option
@options.published_option
@options.settings_option
@options.publication_option
@options.format_option
def measures(**asked: object) -> None:
    """Print the long table of measure values.

    From DfE's files, or with --source local from the authority's own clean tables.
    """
    _work("figures", "print_measures")(**asked)


@click.command(
    cls=with_examples(
        "csc-metrics compare --authority Tameside --period 2025",
        'csc-metrics compare --authority "St. Helens" --neighbour-model 2021 --format json',
        "csc-metrics compare --source local --period 2026-10 --measure assessments_overdue",
    )
)
@options.authority_option
@options.period_option
@options.measure_option
@options.neighbour_model_option
@options.source_option
@options.clean_option
@options.published_option
@options.settings_option
@options.publication_option
@options.format_option
def compare(**asked: object) -> None:
    """Print measure values beside their comparators.

    These are statistical neighbours, region and England; with --source local the neighbours alone.
    """
    _work("figures", "print_comparisons")(**asked)


@click.command(
    cls=with_examples(
        "csc-metrics report --authority Tameside --period 2025",
        "csc-metrics report --all --workers 2 --pdf",
        "csc-metrics report --authority Tameside --audience performance --clean data_clean",
        "csc-metrics report --authority Tameside --audience board --since 2025-10-31",
        "csc-metrics report --authority Tameside --audience performance --against scorecard_2025.csv",
    )
)
@options.authority_option
@click.option("--all", "is_all", is_flag=True, help="Every current authority; for the team, every one with records.")
@options.period_option
@options.audience_option
@click.option("--workers", type=click.IntRange(min=1), help="Reports at a time.  [default: the processors]")
@click.option("--scheduler", help="Address of a Dask scheduler (not built yet).")
@click.option("--pdf", is_flag=True, help="Print each page to PDF as well, by Chromium, Chrome or Edge.")
@options.against_option
@click.option("--since", metavar="DATE", help="Day from which the board is told what moved.  [default: a year back]")
@options.neighbour_model_option
@options.publication_option
@options.published_option
@options.clean_option
@options.settings_option
@options.reports_option
def report(**asked: object) -> None:
    """Render reports and an index over them.

    Each authority has a folder of its own under reports/<period>/: public/ for the panel, internal/ for the team.
    """
    _work("reports", "make_reports")(**asked)


@click.command(cls=with_examples("csc-metrics demo"))
@options.reports_option
def demo(**asked: object) -> None:
    """Render Tameside's published figures, and a made-up region from its extracts to its pages.

    It opens at reports/demo/index.html.
    """
    _work("demo", "make_demo")(**asked)


@click.command(cls=with_examples("csc-metrics dictionary --format csv > dictionary.csv"))
@click.option(
    "--format",
    "output_format",
    type=Choice(["markdown", "csv", "json"]),
    default="markdown",
    show_default=True,
    help="Markdown for people, the others for machines.",
)
def dictionary(**asked: object) -> None:
    """Print every measure with its definition, source and caveats."""
    _work("dictionary", "print_dictionary")(**asked)


@click.command(cls=with_examples("csc-metrics completion powershell", "csc-metrics completion bash > csc-metrics.bash"))
@click.argument("shell", type=Choice(list(SHELLS)), metavar=f"[{'|'.join(SHELLS)}]")
def completion(shell: str) -> None:
    """Print the script with which a shell completes words at Tab.

    Commands, options, authorities, measures, periods and choices are completed.

    The script goes to standard output; where to put it is said on standard error.
    """
    click.echo(completion_script(shell), nl=False)
    click.echo(told_where_to_put_it(shell), err=True)


@click.command(cls=with_examples("csc-metrics check", "csc-metrics check --raw data_raw --format csv > faults.csv"))
@options.raw_option
@options.clean_option
@options.settings_option
@options.fault_format_option
def check(**asked: object) -> None:
    """List every fault in the authority's own extracts.

    Each has its file, row, column and remedy. The list goes to data_clean/faults/ as a workbook, too.
    """
    _work("records", "check")(**asked)


@click.command(cls=with_examples("csc-metrics clean", "csc-metrics clean --raw data_raw --clean data_clean"))
@options.raw_option
@options.clean_option
@options.settings_option
def clean(**asked: object) -> None:
    """Turn the extracts in data_raw/ into checked tables in data_clean/.

    Earlier extracts are kept: the newest word on a record wins, and nothing older is lost.

    What became of the rows of all extracts is printed for each table, and how many records they are.
    """
    _work("records", "clean")(**asked)


@click.command(
    cls=with_examples(
        "csc-metrics rows --authority Tameside --measure assessments_overdue --period 2026-10",
        "csc-metrics rows --authority Tameside --measure assessments_completed --part team=North",
        "csc-metrics rows --authority Tameside --worklist due_soon",
    )
)
@options.one_authority_option
@options.one_measure_option
@options.period_option
@click.option("--part", default="all", show_default=True, help='One part of a breakdown, such as "team=North".')
@click.option("--worklist", "worklist_name", type=Choice(options.WORKLISTS), help="A list of work, by team.")
@options.clean_option
@options.settings_option
def rows(**asked: object) -> None:
    """List the children, meetings or workers behind a figure, or a team's work.

    CSV and workbook go to data_clean/rows/. They name children and workers: internal only.
    """
    _work("rows", "write_rows_behind")(**asked)


_UNBUILT: Final = {
    "fetch": ("Fetch DfE's current files into data_raw/published/.", ""),
}


def _unbuilt(name: str) -> click.Command:
    """Return a command whose name is kept for later, so that it says so instead of being unknown."""

    def refuse() -> None:
        raise options.NotBuilt.part(f"`{name}`")

    what, asked = _UNBUILT[name]
    return with_examples(f"csc-metrics {name}{asked}")(
        name,
        callback=refuse,
        help=f"{what} Not built yet; the example is how it will be called.",
        short_help=f"(Not built yet) {what}",
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )


COMMANDS: Final[dict[str, click.Command]] = {
    command.name or "": command
    for command in (
        *(demo, check, clean, measures, rows, compare, report, dictionary, completion),
        *map(_unbuilt, _UNBUILT),
    )
}
"""By name, in the order of the help."""
