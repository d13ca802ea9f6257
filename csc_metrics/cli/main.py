"""The command `csc-metrics`: output for machines on standard output, all else on standard error.

Exit codes: 0 done; 1 something in the data, or a report, failed and is named; 2 wrong use.
"""

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Final

import click

from csc_metrics import __version__
from csc_metrics.cli.options import NotBuilt
from csc_metrics.errors import CscMetricsError

_MODULES: Final = {
    "measures": "csc_metrics.cli.figures",
    "compare": "csc_metrics.cli.figures",
    "report": "csc_metrics.cli.reports",
    "demo": "csc_metrics.cli.reports",
    "dictionary": "csc_metrics.cli.dictionary",
}
_UNBUILT: Final = {
    "fetch": "Fetch DfE's current files into data_raw/published/.",
    "check": "List every fault in the authority's own extracts.",
    "clean": "Turn data_raw/ into checked tables in data_clean/.",
    "rows": "List the children, meetings or workers behind a figure.",
}


class _Commands(click.Group):
    """Loads a command's module when it is called: charts and papermill take seconds that `measures` can do without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_MODULES, *_UNBUILT]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _MODULES:
            command: click.Command = getattr(import_module(_MODULES[cmd_name]), cmd_name)
            return command
        return _unbuilt(cmd_name) if cmd_name in _UNBUILT else None


@click.group(cls=_Commands)
@click.version_option(__version__)
def commands() -> None:
    """Children's services performance measures beside statistical neighbours, from DfE's published figures."""


def _unbuilt(name: str) -> click.Command:
    """Return a command whose name is kept for later, so that it says so instead of being unknown."""

    def refuse() -> None:
        raise NotBuilt.part(f"`{name}`")

    takes_all = {"ignore_unknown_options": True, "allow_extra_args": True}
    return click.Command(
        name,
        callback=refuse,
        help=f"{_UNBUILT[name]} Not built yet.",
        short_help=f"(Not built yet) {_UNBUILT[name]}",
        context_settings=takes_all,
    )


def main() -> None:
    """Run the command; an error that we have words for is one message and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")  # Windows redirects in its own code page, which lacks a minus sign
    try:
        commands(prog_name="csc-metrics")
    except CscMetricsError as error:
        click.echo(f"csc-metrics: {error}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
