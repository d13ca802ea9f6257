"""`csc-metrics dictionary`: every measure with its definition."""

from typing import Final

import click

from csc_metrics.measures.dictionary import as_csv, as_json, as_markdown

_WRITERS: Final = {"markdown": as_markdown, "csv": as_csv, "json": as_json}


def print_dictionary(*, output_format: str) -> None:
    """Print the dictionary to standard output."""
    click.echo(_WRITERS[output_format](), nl=False)
