"""Random tables: no hidden count can be told, or brought within fewer than three values, by an integer solver."""

from collections.abc import Sequence

import numpy as np
from attack import Attack, known_to_be_small
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csc_metrics.disclosure.hiding import ShownBefore, hidden_counts, small_counts
from csc_metrics.disclosure.linked_counts import LinkedCounts, Sum, linked_counts

THRESHOLD = 5
MOST_SUMS_OF_TWO_WAYS = 11
"""Of a table of four rows and five columns: one for each, and one for each margin."""
CELLS = st.one_of(st.integers(0, 7), st.integers(0, 7), st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn) -> LinkedCounts:
    """Return a table of one, two or three ways with all its margins, the last of them in two levels."""
    shape = draw(st.sampled_from([(4,), (3, 3), (2, 6), (4, 5), (2, 2, 3), (3, 2, 4)]))
    cells = np.array(draw(st.lists(CELLS, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))).reshape(shape)
    return with_margins(cells)


def with_margins(cells: np.ndarray) -> LinkedCounts:
    """Return a table with a margin in each way, and the sums along each."""
    full = cells
    for way in range(cells.ndim):
        full = np.concatenate([full, full.sum(axis=way, keepdims=True)], axis=way)
    places = np.arange(full.size).reshape(full.shape)
    sums: list[Sum] = []
    for way in range(cells.ndim):
        lines = np.moveaxis(places, way, -1).reshape(-1, places.shape[way])
        sums += [(tuple(map(int, line[:-1])), (int(line[-1]),), True) for line in lines]
    return linked_counts(full.ravel(), sums)


def attack_on(linked: LinkedCounts, editions: Sequence[np.ndarray]) -> Attack:
    """Return an attacker who has read editions of one table, and knows which of the hidden are small themselves.

    editions: which counts each hid.
    """
    attack = Attack()
    for is_hidden in editions:
        for place, amount in enumerate(linked.counts):
            attack.sees(place, None if is_hidden[place] else float(amount))
    for number in range(linked.sums.shape[0]):
        row = linked.sums[[number], :].tocoo()
        pairs = list(zip(row.coords[1].tolist(), row.data.tolist(), strict=True))
        attack.knows([at for at, sign in pairs if sign > 0], [at for at, sign in pairs if sign < 0])
    small = np.flatnonzero(small_counts(linked, threshold=THRESHOLD)).tolist()
    attack.small = known_to_be_small(attack, dict(enumerate(linked.counts.tolist())), small)
    return attack


@settings(max_examples=60)
@given(tables())
@example(with_margins(np.array([1, 1, 1, 2])))
@example(with_margins(np.array([1, 1, 2, 2])))
@example(with_margins(np.array([[1, 1], [1, 1], [1, 2]])))
def test_no_hidden_count_can_be_told(linked: LinkedCounts) -> None:
    """Where so few are in a table of many ways that hiding all of it would not help, it is said of which."""
    found = hidden_counts(linked, threshold=THRESHOLD)
    is_hidden = found.is_hidden

    assert is_hidden[small_counts(linked, threshold=THRESHOLD)].all()
    assert not is_hidden[linked.counts == 0].any(), "0 is always shown"
    ranges = attack_on(linked, [is_hidden]).ranges()
    ends = {place: ranges[place] for place in np.flatnonzero(is_hidden).tolist()}
    told = {place for place, (low, high) in ends.items() if high - low < 2}
    assert {place for place in told if is_safe_where_all_is_hidden(linked, None, place)} == set()
    small = {*np.flatnonzero(small_counts(linked, threshold=THRESHOLD)).tolist()}
    assert told & small <= {*np.flatnonzero(found.is_told).tolist()}, "it is said of each"
    assert not told or linked.sums.shape[0] > MOST_SUMS_OF_TWO_WAYS, "in two ways or fewer none is told"


@settings(max_examples=30)
@given(tables(), st.data())
def test_nothing_is_told_by_two_editions_together(linked: LinkedCounts, data: st.DataObject) -> None:
    """The first edition has some of the counts; the second has all, and cannot take back what was shown."""
    early = np.array(data.draw(st.lists(st.booleans(), min_size=linked.many, max_size=linked.many)))
    chosen = np.flatnonzero(early)
    is_held = np.array([early[linked.of_sum(number)].all() for number in range(linked.sums.shape[0])], dtype=bool)
    sums = [
        (tuple(int(at) for at in places[signs > 0]), tuple(int(at) for at in places[signs < 0]), True)
        for number in np.flatnonzero(is_held)
        for places, signs in [(linked.of_sum(number), linked.sums[[number], :].data)]
    ]
    renumbered = {int(place): number for number, place in enumerate(chosen)}
    first = linked_counts(
        linked.counts[chosen],
        [
            (tuple(renumbered[at] for at in parts), tuple(renumbered[at] for at in whole), True)
            for parts, whole, _ in sums
        ],
    )
    was_hidden = np.zeros(linked.many, dtype=bool)
    was_hidden[chosen] = hidden_counts(first, threshold=THRESHOLD).is_hidden
    before = ShownBefore(is_shown=early & ~was_hidden, is_hidden=was_hidden)
    found = hidden_counts(linked, threshold=THRESHOLD, before=before)
    is_hidden = found.is_hidden

    assert is_hidden[before.is_hidden | small_counts(linked, threshold=THRESHOLD)].all()
    if not found.is_told.any():
        assert not is_hidden[before.is_shown].any(), "it would protect nothing"
    attack = attack_on(linked, [is_hidden, ~before.is_shown])
    told = {place for place, (low, high) in attack.ranges().items() if high - low < 2}
    left = np.flatnonzero(is_hidden & ~before.is_shown)
    alone = {int(place) for place in left if not is_safe_where_all_is_hidden(linked, before, int(place))}
    assert told <= alone
    small = {int(place) for place in np.flatnonzero(small_counts(linked, threshold=THRESHOLD))}
    assert told & small == {int(place) for place in np.flatnonzero(found.is_told)}, (
        "it is said of each, and of no other"
    )
    newcomer = attack_on(linked, [is_hidden]).ranges()
    assert {place for place, (low, high) in newcomer.items() if high - low < 2 and place in small} == set()


def is_safe_where_all_is_hidden(linked: LinkedCounts, before: ShownBefore | None, place: int) -> bool:
    """Return whether a count would be safe were every count hidden that the first edition did not show."""
    is_shown = before.is_shown if before is not None else np.zeros(linked.many, dtype=bool)
    is_hidden = (linked.counts > 0) & ~is_shown
    low, high = attack_on(linked, [is_hidden]).ranges([place])[place]
    return high - low >= 2
