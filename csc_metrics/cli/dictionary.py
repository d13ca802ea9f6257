"""`csc-metrics dictionary`: every measure with its definition."""

import click

from csc_metrics.measures.dictionary import as_csv, as_json, as_markdown

_WRITERS = {"markdown": as_markdown, "csv": as_csv, "json": as_json}


@click.command()
@click.option("--format", "output_format", type=click.Choice(list(_WRITERS)), default="markdown", show_default=True)
def dictionary(output_format: str) -> None:
    """Print every measure with its definition, source and caveats.

    Example: csc-metrics dictionary --format csv
    """
    click.echo(_WRITERS[output_format](), nl=False)
