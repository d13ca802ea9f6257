"""Nothing is left out in CI: what a machine lacks is a failure there, and is told elsewhere."""

import pytest
from lacking import leave_out


def test_in_ci_what_is_lacking_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no bash here"):
        leave_out("no bash here")


def test_elsewhere_the_test_is_left_out_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no bash here"):
        leave_out("no bash here")
