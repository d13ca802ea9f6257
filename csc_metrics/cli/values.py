"""What a shell offers for the value of an option, when the person presses Tab."""

from collections.abc import Iterable
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from csc_metrics.contracts.authorities import current_authorities

Items = list[CompletionItem[str]]
"""What is offered, each with a word of help."""


def authority_values(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Offer the authorities by name, or by code once a digit is typed."""
    del ctx, param
    current = current_authorities()
    if incomplete[:1].isdigit():
        return _beginning(incomplete, ((one.la_code, one.name) for one in current))
    return _beginning(incomplete, sorted((one.name, one.la_code) for one in current))


def measure_values(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Offer the codes of measures, with their titles."""
    del ctx, param
    measures = import_module("csc_metrics.measures.registry").MEASURES
    return _beginning(incomplete, ((code, measure.title) for code, measure in measures.items()))


def period_values(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Offer the years that the package's own table holds, the newest first."""
    del ctx, param
    years = import_module("csc_metrics.published.carry").carried_years()
    return _beginning(incomplete, ((str(year), "DfE's year") for year in reversed(years)))


def published_values(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Offer the word for the package's own table, and folders."""
    del ctx, param
    return [*_beginning(incomplete, [("carried", "the package's own table")]), CompletionItem(incomplete, type="dir")]


def _beginning(incomplete: str, values: Iterable[tuple[str, str]]) -> Items:
    """Return the values that begin as typed, in whatever case, each with a word of help."""
    typed = incomplete.casefold()
    return [CompletionItem(value, help=told) for value, told in values if value.casefold().startswith(typed)]
