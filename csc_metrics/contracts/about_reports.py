"""Schema of measures.csv beside reports on an authority's own records."""

import dataframely as dy

from csc_metrics.contracts.tables import MeasureValues, ReportRows


class OwnRows(MeasureValues):
    """What reports on own records print and give as measures.csv: measure values, and what they are held to."""

    la_name = dy.String(description="The authority's name")
    change_on_year = dy.Float64(
        nullable=True,
        description="Value less the one of the same period a year before, in the measure's unit; null unless both are",
    )
    centre = dy.Float64(nullable=True, description="What is usual at this month, by its process chart")
    lower_limit = dy.Float64(
        nullable=True, min=0, description="Lower limit of usual variation at this month; 0 where it would be less"
    )
    upper_limit = dy.Float64(
        nullable=True,
        description="Upper limit of usual variation at this month; of a percentage 100 where it would be more",
    )
    target = dy.Float64(nullable=True, description="The settings' target for it, in the measure's unit")
    baseline = dy.Float64(
        nullable=True, description="Of a partner measure, at its newest month with a value: what it is held to"
    )
    change_on_baseline = dy.Float64(
        nullable=True, description="Value less the baseline, in the measure's unit; null unless both are there"
    )


class PublicRows(ReportRows):
    """What a public page prints and gives as measures.csv: DfE's figures beside others', and own ones, disclosed.

    Rows of own records leave the columns of comparators empty; DfE's leave those of own records empty.
    """

    change_on_year = OwnRows.columns()["change_on_year"]
    centre = OwnRows.columns()["centre"]
    lower_limit = OwnRows.columns()["lower_limit"]
    upper_limit = OwnRows.columns()["upper_limit"]
    target = OwnRows.columns()["target"]
    baseline = OwnRows.columns()["baseline"]
    change_on_baseline = OwnRows.columns()["change_on_baseline"]
