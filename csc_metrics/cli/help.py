"""Commands that show examples to type under their help, and that know what a mistyped word may mean."""

from collections.abc import Sequence
from typing import Self

import click

from csc_metrics.errors import WrongUse, did_you_mean


class UnknownCommand(WrongUse):
    """There is no such command."""

    @classmethod
    def named(cls, name: str, known: Sequence[str]) -> Self:
        """Word the error for the first word after `csc-metrics`."""
        return cls(f"There is no command {name!r}.{did_you_mean(name, known)} `csc-metrics --help` lists them all.")


class StrayWords(WrongUse):
    """Words stand in a command that belong to none of its options."""

    @classmethod
    def given(cls, command: str, words: Sequence[str]) -> Self:
        """Word the error for the words that are left over."""
        return cls(
            f"`{command}` was given {' '.join(words)!r}, which belongs to no option. Write a value behind its option, "
            f'as in --authority Tameside, and in quotes if it has spaces, as in --authority "St. Helens". '
            f"`csc-metrics {command} --help` shows examples."
        )


class CommandWithExamples(click.Command):
    """A command whose help ends in examples, each on a line of its own, as it is typed."""

    examples: tuple[str, ...] = ()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the command. Raises: StrayWords, which says more of words left over than click does."""
        may_be_left, ctx.allow_extra_args = ctx.allow_extra_args, True
        left = super().parse_args(ctx, args)
        if left and not may_be_left and not ctx.resilient_parsing:
            raise StrayWords.given(self.name or "", left)
        return left

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options; click would wrap them."""
        super().format_epilog(ctx, formatter)
        write_examples(formatter, self.examples)


def with_examples(*examples: str) -> type[CommandWithExamples]:
    """Return the class of a command with these examples."""
    return type("CommandWithExamples", (CommandWithExamples,), {"examples": examples})


def write_examples(formatter: click.HelpFormatter, examples: Sequence[str]) -> None:
    """Write examples under a heading, none of them wrapped, so that they can be copied."""
    with formatter.section("Example" if len(examples) == 1 else "Examples"):
        for example in examples:
            formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class Choice(click.Choice[str]):
    """A choice of words that names the nearest where the one given is none of them."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """Return click's words, and the nearest choice."""
        return super().get_invalid_choice_message(value, ctx) + did_you_mean(str(value), map(str, self.choices))
