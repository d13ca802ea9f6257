"""The front door: referrals, re-referrals and section 47 enquiries, as DfE publishes them, also from own records."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.policy import RE_REFERRAL_MONTHS
from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.counting.how import YEARS, FromRecords, How
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.published_shapes import printed_ratio, rate_per_10k_children
from csc_metrics.measures.units import enquiries, referrals

TOPIC: Final = "The front door"
"""The part of a report that contacts, referrals and enquiries stand in."""
PER_10K_CHILDREN: Final = "per 10,000 children"
POPULATION_WORDS: Final = "children aged 0 to 17 (ONS estimate for the middle of the year before)"
NO_JUDGEMENT_WORDS: Final = "Neither a high nor a low rate is good or bad by itself."
COMPUTED_WORDS: Final = (
    "DfE's newest edition prints no rate: it is worked out here for every year from the count and ONS's newest "
    "population estimates, so earlier years can differ from those once printed."
)
NO_RATE_TARGET: Final = "A rate of demand carries no judgement, so it has no target."


def count_referral_rate(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return referrals in the year per 10,000 children aged 0 to 17.

    Input: schema PublishedFigures. Returns: one row per area and period end; referrals over children.
    Source: DfE, Children in need, table c1; ONS mid-year estimates.
    """
    return rate_per_10k_children(figures, count="referrals")


def count_re_referrals(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return referrals within 12 months of an earlier referral of the same child, per referral.

    Input: schema PublishedFigures. Returns: one row per area and period end; re-referrals over referrals,
    value in per cent as DfE prints it.
    Source: DfE, Children in need, table c1.
    """
    return printed_ratio(figures, value="re_referral_pct", numerator="re_referrals", denominators=["referrals"])


def count_section_47_rate(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return section 47 enquiries begun in the year per 10,000 children aged 0 to 17.

    Input: schema PublishedFigures. Returns: one row per area and period end; enquiries over children.
    Source: DfE, Children in need, table c4; ONS mid-year estimates.
    """
    return rate_per_10k_children(figures, count="section_47_enquiries")


REFERRAL_RATE: Final = Measure(
    code="referral_rate_per_10k",
    topic=TOPIC,
    title="Referrals",
    short_title="Referrals",
    statement="there were {value} referrals for every 10,000 children",
    parts_statement=None,
    definition="Referrals to children's social care in the year to 31 March for every 10,000 children.",
    numerator="referrals in the year",
    denominator=POPULATION_WORDS,
    unit=PER_10K_CHILDREN,
    decimals=1,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.YEAR,
    why_it_matters="Referrals are the work that comes through the front door; neighbours show what is usual.",
    target=None,
    no_target_reason=NO_RATE_TARGET,
    source="DfE, Children in need, table c1, year to 31 March; ONS mid-year population estimates",
    published_counterpart="Children in need, table c1",
    no_published_counterpart_reason=None,
    caveats=(NO_JUDGEMENT_WORDS, "Authorities differ in what they record as a contact or a referral.", COMPUTED_WORDS),
    review_on=date(2027, 3, 31),
    tables=("c1", "population"),
    count_published=count_referral_rate,
    from_records=FromRecords(
        words=(
            "Referrals of a year by the day on which they were made, for every 10,000 children of the mid-year "
            "before the end."
        ),
        units=referrals.referrals_made,
        row="referral",
        how=How.RATE,
        reads={"referrals": ("referred_on",)},
        periods=YEARS,
    ),
)

RE_REFERRALS: Final = Measure(
    code="re_referral_pct",
    topic=TOPIC,
    title=f"Re-referrals within {RE_REFERRAL_MONTHS}",
    short_title="Re-referrals",
    statement=f"{{value}} of referrals came within {RE_REFERRAL_MONTHS} of an earlier one",
    parts_statement=None,
    definition=(
        f"Referrals in the year to 31 March that came within {RE_REFERRAL_MONTHS} of an earlier referral of the "
        "same child."
    ),
    numerator=f"referrals within {RE_REFERRAL_MONTHS} of an earlier referral",
    denominator="referrals in the year",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.YEAR,
    why_it_matters="A child who comes back soon may have been sent away, or had help ended, too early.",
    target=None,
    no_target_reason="No national target; a low share is what authorities aim for.",
    source="DfE, Children in need, table c1, year to 31 March",
    published_counterpart="Children in need, table c1, per referral",
    no_published_counterpart_reason=None,
    caveats=("Counted per referral; DfE also counts per child, which is another measure.",),
    review_on=date(2027, 3, 31),
    tables=("c1",),
    count_published=count_re_referrals,
    from_records=FromRecords(
        words=(
            "Referrals by the day on which they were made. The earlier referral of the same child lies a day or more "
            f"before, also before the period; the same day {RE_REFERRAL_MONTHS} later is still within. As many months "
            "after the records begin are left out, since what came before them is not known."
        ),
        units=referrals.re_referrals,
        row="referral",
        how=How.SHARE,
        reads={"referrals": ("referred_on",)},
        breakdowns=("source", "age_band", "ethnicity", "primary_need"),
        history_months=RE_REFERRAL_MONTHS.value,
    ),
)

SECTION_47_RATE: Final = Measure(
    code="section_47_rate_per_10k",
    topic=TOPIC,
    title="Child protection enquiries (section 47)",
    short_title="Child protection enquiries",
    statement="there were {value} child protection enquiries for every 10,000 children",
    parts_statement=None,
    definition=(
        "Enquiries under section 47 of the Children Act 1989, into whether a child is likely to suffer significant "
        "harm, begun in the year to 31 March for every 10,000 children."
    ),
    numerator="section 47 enquiries begun in the year",
    denominator=POPULATION_WORDS,
    unit=PER_10K_CHILDREN,
    decimals=1,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.YEAR,
    why_it_matters="Each begins with a strategy discussion, so this is also the number of meetings partners must join.",
    target=None,
    no_target_reason=NO_RATE_TARGET,
    source="DfE, Children in need, table c4, year to 31 March; ONS mid-year population estimates",
    published_counterpart="Children in need, table c4",
    no_published_counterpart_reason=None,
    caveats=(NO_JUDGEMENT_WORDS, COMPUTED_WORDS),
    review_on=date(2027, 3, 31),
    tables=("c4", "population"),
    count_published=count_section_47_rate,
    from_records=FromRecords(
        words=(
            "Enquiries of a year by the day of the strategy discussion that began each enquiry, for every 10,000 "
            "children of the mid-year before the end."
        ),
        units=enquiries.enquiries_begun,
        row="enquiry",
        how=How.RATE,
        reads={"section_47_enquiries": ("strategy_discussion_on",)},
        periods=YEARS,
    ),
)

MEASURES: Final = (REFERRAL_RATE, RE_REFERRALS, SECTION_47_RATE)
"""In the order in which reports show them."""
