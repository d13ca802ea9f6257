"""The command behind `make carried`, for maintainers: the package's own table of facts, written anew."""

from importlib.resources import files
from pathlib import Path

import click

from csc_metrics.cli.main import run_command
from csc_metrics.cli.progress import shown_progress
from csc_metrics.published.carry import write_carried


@click.command()
@click.option("--published", type=click.Path(path_type=Path), required=True, help="Folder of DfE's files.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(str(files("csc_metrics.published"))) / "carried",
    help="Where to write it.  [default: within the package]",
)
def carry(published: Path, folder: Path) -> None:
    """Write the package's own table of published facts anew from DfE's files."""
    with shown_progress() as tell:
        write_carried(published, folder, tell=tell)


if __name__ == "__main__":
    run_command(carry, program="carry")
