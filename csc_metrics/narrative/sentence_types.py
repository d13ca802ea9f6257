"""Every type of sentence that is made of figures, declared once: its code and what it says.

The type checker refuses a sentence of any other. Rules of recommendations stand in
`csc_metrics.narrative.recommendations.RULES`; what is drawn in a chart is told by `csc_metrics.narrative.chart_words`
and `picture_words`.
"""

from enum import StrEnum, unique
from typing import Self


@unique
class SentenceType(StrEnum):
    """The type of a sentence. Each member is named as the function that makes it; says: what it says, in plain words.

    First those of DfE's figures, then those of the authority as a whole, of its own records, and questions.
    """

    says: str

    def __new__(cls, code: str, says: str) -> Self:
        """Return a type with its words. code: name of the function. says: ends with a full stop."""
        one = str.__new__(cls, code)
        one._value_ = code
        one.says = says
        return one

    FINDING = "finding", "The finding in ten words or fewer, as a chart's title."
    OUTSIDE_NEIGHBOURS = (
        "outside_neighbours",
        "The figure is beyond every neighbour's: on which side, where they and England lie, and from where it came.",
    )
    WITHIN_NEIGHBOURS = "within_neighbours", "The figure lies within the neighbours' range, with the range and England."
    EDGE_OF_ENGLAND = (
        "edge_of_england",
        "The figure is within the neighbours' range, but among the best or the worst tenth of England.",
    )
    ALONE = "alone", "The figure is compared with nothing, with England's beside it."
    TOO_FEW_TO_COMPARE = "too_few_to_compare", "The figure rests on too few children or workers to be compared."
    BETWEEN_BOUNDS = "between_bounds", "DfE hides small numbers: between which bounds the figure lies."
    NO_FIGURE = "no_figure", "There is no figure: why, and what the last one was, if it is not old."
    STANDING_IN_ENGLAND = "standing_in_england", "Rank and quarter among England's authorities."
    TOP_AND_BOTTOM = "top_and_bottom", "What the figure is made of: how many, out of or for how many."
    CHANGE_ON_THE_YEAR_BEFORE = "change_on_the_year_before", "By how much the figure changed on the year before."
    RECORD_CHANGE = "record_change", "The newest yearly change is larger than every other in the figures."
    STEADY_RUN = "steady_run", "The figure moved one way for three yearly changes or more, and how England moved."
    RUN_IN_BRIEF = "run_in_brief", "The same, where the figure itself was told before."
    PARTS_OF_RATIO = "parts_of_ratio", "Top and bottom of a ratio beside those of the year before; no cause is claimed."
    AS_NEIGHBOURS_HAVE = (
        "as_neighbours_have",
        "How many more or fewer there would be, were a figure as neighbours have it: always a range.",
    )

    REORGANISED = "reorganised", "Since when the authority has existed, and to whom earlier figures belong."
    JOINT_RETURN = "joint_return", "The workforce figures are shared with another authority."
    MISSING_TOGETHER = "missing_together", "Three or more measures of a topic have no figure for one reason."
    ALL_WITHIN = "all_within", "No measure lies outside the neighbours' range."
    ALSO_OUTSIDE = "also_outside", "Measures outside the neighbours' range of which no other opening sentence tells."

    OWN_FINDING = "own_finding", "The newest figure of own records and how it moved, as a chart's title."
    NEWEST_AND_USUAL = (
        "newest_and_usual",
        "The newest figure of own records: within its usual variation, or likely a real change and since when.",
    )
    BESIDE_A_YEAR_BEFORE = "beside_a_year_before", "By how much it differs from that of the same period a year before."
    BESIDE_ITS_TARGET = "beside_its_target", "Whether its target is met as things are, or how often it was."
    BESIDE_NEIGHBOURS = "beside_neighbours", "How it lies beside the neighbours' figures, and how sure that is."
    VERDICT_ON_A_CHANGE = (
        "verdict_on_a_change",
        "What the figures say about a dated change: moved by more than chance or not, and never by what.",
    )

    FAR_FROM_NEIGHBOURS = (
        "far_from_neighbours",
        "Asks what explains a figure further from neighbours than chance puts it.",
    )
    BEYOND_ALL_NEIGHBOURS = "beyond_all_neighbours", "Asks about a figure that is worse than every neighbour's."
    GETTING_WORSE = "getting_worse", "Asks what is being done about a figure that likely got worse."
    TARGET_OUT_OF_REACH = "target_out_of_reach", "Asks what needs to change where a target is not likely to be met."
    ACTION_IS_LATE = "action_is_late", "Asks what stops an open action that is overdue, or rated red."
    NO_CLEAR_MOVE = "no_clear_move", "Asks how it will be known whether a dated change works that no figure shows yet."
    RECORDING_CHANGED = "recording_changed", "Asks by when figures will be recorded alike."
    NOT_RECORDED = "not_recorded", "Asks by when something will be recorded that often is not."
