"""The command `csc-metrics`: output for machines on standard output, all else on standard error.

Exit codes: 0 done; 1 something in the data, or a report, failed and is named; 2 wrong use.
"""

import sys
from io import TextIOWrapper
from typing import Final

import click

from csc_metrics import __version__
from csc_metrics.cli.commands import COMMANDS
from csc_metrics.cli.help import UnknownCommand, write_examples
from csc_metrics.errors import CscMetricsError

EXAMPLES: Final = (
    "csc-metrics demo",
    "csc-metrics compare --authority Tameside",
    "csc-metrics report --all --period 2025",
    "csc-metrics report --help",
)
"""Below the list of commands."""


class _Commands(click.Group):
    """Every command; the examples stand below them, and a mistyped one gets the nearest."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            raise UnknownCommand.named(name, list(self.commands))
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_examples(formatter, EXAMPLES)


@click.group(cls=_Commands, commands=COMMANDS)
@click.version_option(__version__)
def commands() -> None:
    """Children's services performance measures beside statistical neighbours, from DfE's published figures."""


def main() -> None:
    """Run the command that is installed as `csc-metrics`."""
    run_command(commands, program="csc-metrics")


def run_command(command: click.Command, *, program: str) -> None:
    """Run a command; an error that we have words for is one message and an exit code, never a traceback.

    program: its name, as it stands before a message.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")  # Windows redirects in its own code page, which lacks a minus sign
    try:
        command(prog_name=program)
    except CscMetricsError as error:
        click.echo(f"{program}: {error}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
