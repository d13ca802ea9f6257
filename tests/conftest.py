"""What tests share: where DfE's real files are, and what happens where they are not."""

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes is no test of what it says: other work on the machine would fail it.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, and say so, the tests that need DfE's real files where those are not beside the checkout."""
    if SHARED.is_dir():
        return
    absent = pytest.mark.skip(reason="DfE's real files are not at ../shared/data: this check did not run")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(absent)


@pytest.fixture(scope="session")
def shared_dfe() -> Path:
    """The folder of DfE's own, unmodified files; for tests marked `shared`."""
    return SHARED / "dfe"
