"""What a test says where the machine lacks something that it needs: in CI that is a failure, elsewhere it is told."""

import os
from typing import NoReturn

import pytest


def is_ci() -> bool:
    """Whether what is lacking is a failure."""
    return bool(os.environ.get("CI"))


def leave_out(reason: str) -> NoReturn:
    """Leave a test out and say why; in CI, where nothing may be lacking, fail with the same words."""
    if is_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
