"""What a command reads: the settings that hold, and what is said of files that are not read."""

from collections.abc import Sequence
from pathlib import Path

import click

from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.measures.registry import MEASURES
from csc_metrics.settings.model import Settings
from csc_metrics.settings.read import read_settings, settings_file_of


def tell_source(unused: Sequence[str], *, is_carried: bool, published: str | None) -> None:
    """Say on standard error which files are not read, and when the package's own table stands in for DfE's files."""
    if is_carried and published is None:
        click.echo("No CSV in data_raw/published: figures are those that csc_metrics carries.", err=True)
    if unused:
        click.echo(f"Not read, being none of the tables that are used: {', '.join(unused)}", err=True)


def settings_of(given: Path | None) -> Settings:
    """Return the settings that a command uses. Raises: SettingsFault, SettingsFileMissing."""
    return read_settings(
        settings_file_of("" if given is None else str(given)), measure_codes=MEASURES, record_words=words_by_column()
    )
