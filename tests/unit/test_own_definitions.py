"""What is said of how a figure of own records is counted: nothing of DfE's one period, tables or hidden numbers."""

import pytest

from csc_metrics.measures.registry import LOCAL_MEASURES, PUBLISHED_MEASURES
from csc_metrics.report.page.own_definitions import as_of_own_records

BOTH = sorted({*LOCAL_MEASURES} & {*PUBLISHED_MEASURES})


@pytest.mark.parametrize("code", BOTH)
def test_of_own_records_nothing_is_said_that_is_true_of_dfes_figures_alone(code: str) -> None:
    measure = as_of_own_records(LOCAL_MEASURES[code])
    words = " ".join([measure.definition, measure.numerator, measure.denominator, *measure.caveats])
    about = measure.from_records
    assert about is not None

    assert about.words in measure.definition
    for phrase in ("DfE", "30 September", "31 March"):
        assert phrase not in words.replace(about.words, ""), phrase
    assert "  " not in words
    assert " ." not in words


def test_a_measure_of_own_records_alone_is_as_it_is() -> None:
    alone = LOCAL_MEASURES["strategy_meeting_quorate_pct"]
    assert as_of_own_records(alone) is alone
    assert len(BOTH) > 3
