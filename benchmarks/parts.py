"""Where the time goes: the same commands once more, each of their processes telling how it spent its CPU seconds."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.process_tree import measure
from benchmarks.results import parts_with_rest
from benchmarks.ways import Asked, Way, environment, require_pages

_HOOKS: Final = Path(__file__).resolve().parent / "hooks"
_FOLDER_VARIABLE: Final = "CSC_BENCHMARK_PARTS"


def measure_parts(way: Way, asked: Asked) -> dict[str, float]:
    """Return the CPU seconds of a report by part, on average; they add up to all that the way's processes took."""
    with TemporaryDirectory() as folder, TemporaryDirectory() as told:
        spent = measure(
            way.commands(asked),
            reports=len(asked.codes),
            folder=Path(folder),
            environment=environment(_HOOKS) | {_FOLDER_VARIABLE: told},
        )
        require_pages(Path(folder), asked.codes)
        parts = parts_with_rest(_add_up(Path(told)), total=spent.cpu_seconds)
    return {part: seconds / spent.reports for part, seconds in parts.items()}


def _add_up(told: Path) -> Mapping[str, float]:
    """Return the seconds of each part over all processes. Raises: SystemExit if none told anything."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for path in told.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            part, taken = line.split()
            seconds[part] += float(taken)
    if not seconds:
        raise SystemExit("No process told how it spent its time: is another sitecustomize in the way?")
    return seconds
