"""What two editions together would tell of a few children or workers: by how few their figures were restated."""

from collections.abc import Hashable, Iterable, Iterator

FEW = 5
Told = tuple[str, str]


def restated_by_few(
    before: dict[Hashable, float], truth: dict[Hashable, float], pairs: Iterable[tuple[Told, Told]]
) -> Iterator[Hashable]:
    """Return names of counts that are 1 to 5 more or less than what was shown of them, and of what two tell apart.

    before: what the earlier edition showed, by role, measure, breakdown, period_type and period_end. truth: what is so
    by now. pairs: role and measure of counts, and of others of the same that lack a few.
    """
    yield from (name for name, amount in truth.items() if _is_few(amount - before.get(name, amount)))
    for larger, smaller in pairs:
        for whole in [name for name in truth if isinstance(name, tuple) and name[:2] == larger]:
            part = (*smaller, *whole[2:])
            if {whole, part} <= before.keys() & truth.keys():
                change = (truth[whole] - truth[part]) - (before[whole] - before[part])
                if _is_few(change):
                    yield "left of", whole, (part,)


def _is_few(change: float) -> bool:
    return 0 < abs(change) <= FEW and change == int(change)
