"""What a notebook says to whoever runs it, beside what it shows: lines on standard error, which the run passes on."""

import sys


def tell(line: str) -> None:
    """Say a line on standard error. line: without its end."""
    sys.stderr.write(f"{line}\n")
