"""Options that mean the same on every command. Nothing here loads what reads figures: help and completion are quick."""

from pathlib import Path
from typing import Final, Self

import click

from csc_metrics.cli.help import Choice
from csc_metrics.cli.values import authority_values, measure_values, period_values, published_values
from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS, Source
from csc_metrics.errors import WrongUse

FORMATS: Final = ("table", "csv", "json", "parquet")
"""In which a long table can be printed."""
SCRUTINY: Final = "scrutiny"
PERFORMANCE: Final = "performance"
BOARD: Final = "board"
ALL: Final = "all"
"""Audiences of reports."""
_FOLDER: Final = click.Path(file_okay=False, path_type=Path)

authority_option = click.option(
    "--authority",
    "authority_names",
    multiple=True,
    shell_complete=authority_values,
    help="DfE's code or any name of an authority; may be repeated.",
)
WORKLISTS: Final = ("overdue", "due_soon", "unallocated", "waiting_meetings")
"""Lists of work; what stands in each is declared in measures/worklists.py, which help does not load."""
one_authority_option = click.option(
    "--authority",
    "authority_name",
    required=True,
    shell_complete=authority_values,
    help="DfE's code or any name of the authority.",
)
one_measure_option = click.option(
    "--measure", "measure_code", shell_complete=measure_values, help="Code of the measure whose rows are wanted."
)
measure_option = click.option(
    "--measure",
    "measure_codes",
    multiple=True,
    shell_complete=measure_values,
    help="Code of a measure; may be repeated. None: all.",
)
period_option = click.option(
    "--period",
    default="",
    shell_complete=period_values,
    help="2025, 2026-10 or 2026-Q1.  [default: each measure's latest]",
)
periods_option = click.option(
    "--period",
    "periods",
    multiple=True,
    shell_complete=period_values,
    help="2025, 2026-10 or 2026-Q1; may be repeated. None: all that are held.",
)
published_option = click.option(
    "--published",
    metavar="DIRECTORY",
    shell_complete=published_values,
    help="Folder of DfE's files; \"carried\" for the package's own small table.  "
    "[default: data_raw/published, else carried]",
)
settings_option = click.option(
    "--settings",
    "settings_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The authority's own numbers.  [default: settings.toml, else the defaults]",
)
reports_option = click.option(
    "--reports", type=_FOLDER, default=Path("reports"), show_default=True, help="Where reports are written."
)
neighbour_model_option = click.option(
    "--neighbour-model",
    type=Choice(NEIGHBOUR_MODELS),
    help="Year of DfE's model.  [default: as the settings say]",
)
publication_option = click.option(
    "--publication", is_flag=True, help="Only what may be published; DfE's figures already are."
)
source_option = click.option(
    "--source",
    type=Choice([source.value for source in Source]),
    default=Source.PUBLISHED.value,
    show_default=True,
    help="DfE's published figures, or the authority's own records.",
)
against_option = click.option(
    "--against",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="An older scorecard, as CSV, to set beside the figures of the internal reports.",
)
format_option = click.option(
    "--format",
    "output_format",
    type=Choice(FORMATS),
    default="table",
    show_default=True,
    help="A table for people, or rows for machines.",
)
audience_option = click.option(
    "--audience",
    type=Choice([SCRUTINY, PERFORMANCE, BOARD, ALL]),
    default=SCRUTINY,
    show_default=True,
    help="Who reads it: the scrutiny panel (public), the performance team or the improvement board (internal).",
)


raw_option = click.option(
    "--raw", type=_FOLDER, default=Path("data_raw"), show_default=True, help="Folder of the authority's own extracts."
)
clean_option = click.option(
    "--clean",
    "clean_folder",
    type=_FOLDER,
    default=Path("data_clean"),
    show_default=True,
    help="Folder of clean tables and lists of faults.",
)
fault_format_option = click.option(
    "--format",
    "output_format",
    type=Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="Lines for people, or rows for machines.",
)


class NotBuilt(WrongUse):
    """A part of the command line that is not built yet."""

    @classmethod
    def part(cls, part: str) -> Self:
        """Word the error for a command, option or choice."""
        return cls(f"{part} is not built yet. `csc-metrics --help` lists what is.")
