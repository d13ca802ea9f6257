"""Options that mean the same on every command."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import click

from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS
from csc_metrics.errors import WrongUse
from csc_metrics.settings.model import Settings
from csc_metrics.settings.read import read_settings, settings_file_of

_FOLDER: Final = click.Path(file_okay=False, path_type=Path)

authority_option = click.option(
    "--authority", "authority_names", multiple=True, help="DfE's code or any name of an authority; may be repeated."
)
measure_option = click.option(
    "--measure", "measure_codes", multiple=True, help="Code of a measure; may be repeated. None: all."
)
published_option = click.option(
    "--published",
    metavar="DIRECTORY",
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
    type=click.Choice(NEIGHBOUR_MODELS),
    help="Year of DfE's model.  [default: as the settings say]",
)
publication_option = click.option(
    "--publication", is_flag=True, help="Only what may be published; DfE's figures already are."
)


class NotBuilt(WrongUse):
    """A part of the command line that is not built yet."""

    @classmethod
    def part(cls, part: str) -> Self:
        """Word the error for a command, option or choice."""
        return cls(f"{part} is not built yet. `csc-metrics --help` lists what is.")


def tell_source(unused: Sequence[str], *, is_carried: bool, published: str | None) -> None:
    """Say on standard error which files are not read, and when the package's own table stands in for DfE's files."""
    if is_carried and published is None:
        click.echo("No CSV in data_raw/published: figures are those that csc_metrics carries.", err=True)
    if unused:
        click.echo(f"Not read, being none of the tables that are used: {', '.join(unused)}", err=True)


def settings_of(given: Path | None) -> Settings:
    """Return the settings that a command uses. Raises: SettingsFault, SettingsFileMissing."""
    return read_settings(settings_file_of("" if given is None else str(given)))
