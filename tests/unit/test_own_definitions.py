"""What is said of how a figure of own records is counted: nothing of DfE's one period, tables or hidden numbers."""

import pytest

from csc_metrics.measures.as_settled import as_settled
from csc_metrics.measures.registry import LOCAL_MEASURES, PUBLISHED_MEASURES
from csc_metrics.report.page.own_definitions import as_of_own_records
from csc_metrics.settings.model import Settings

BOTH = sorted({*LOCAL_MEASURES} & {*PUBLISHED_MEASURES})


@pytest.mark.parametrize("code", BOTH)
def test_of_own_records_nothing_is_said_that_is_true_of_dfes_figures_alone(code: str) -> None:
    measure = as_of_own_records(LOCAL_MEASURES[code], settings=Settings())
    words = " ".join([measure.definition, measure.numerator, measure.denominator, *measure.caveats])
    about = measure.from_records
    assert about is not None

    assert about.words in measure.definition
    for phrase in ("DfE", "30 September", "31 March"):
        assert phrase not in words.replace(about.words, ""), phrase
    assert "  " not in words
    assert " ." not in words


def test_a_measure_of_own_records_alone_keeps_its_words_and_gains_settings_and_why_it_stands_alone() -> None:
    alone = LOCAL_MEASURES["strategy_meeting_quorate_pct"]
    told = as_of_own_records(alone, settings=Settings())
    assert told.definition == f"{alone.definition} {as_settled(alone, Settings())}"
    assert told.caveats == (*alone.caveats, alone.no_published_counterpart_reason)
    assert told.numerator == alone.numerator
    assert len(BOTH) > 3
