"""A rule in words that hold no record's data: what is right or wrong, and what to do at the source."""

from dataclasses import dataclass
from typing import Final

from csc_metrics.contracts.records.rules import Rule
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.across import RULES_ACROSS
from csc_metrics.records.doubts import (
    EPISODE_WITHOUT_REFERRAL,
    NEWER_WORD_IS_ASIDE,
    NO_LONGER_TOLD,
    SEVERAL_ARE_MEANT,
    no_longer_told,
)
from csc_metrics.records.faults import FAULT_KINDS

_SEE_THE_LIST: Final = "The list of faults says what to do with each."
_DOUBTS: Final = {rule.name: rule for rule in (EPISODE_WITHOUT_REFERRAL, SEVERAL_ARE_MEANT, NEWER_WORD_IS_ASIDE)}


@dataclass(frozen=True, kw_only=True)
class RuleWords:
    """What is said of a rule. says: what is right, or what is wrong. remedy: what to do at the source."""

    says: str
    remedy: str


def words_of_rule(name: str, table: str) -> RuleWords:
    """Return what is said of a rule. name: of the rule. table: whose rows break it.

    >>> words_of_rule("missing", "children").says
    'This must not be empty.'
    """
    if name in FAULT_KINDS:
        kind = FAULT_KINDS[name]
        remedy = kind.remedy.format(table="table", column="column", value='"their word"', words="our words")
        return RuleWords(says=kind.says, remedy=remedy)
    rule = _rule(name, table)
    if rule is None:
        return RuleWords(says=f"{name.replace('_', ' ').capitalize()}.", remedy=_SEE_THE_LIST)
    return RuleWords(says=rule.says, remedy=rule.remedy)


def _rule(name: str, table: str) -> Rule | None:
    """Return the rule of this name that rows of a table can break; None where the name is of a fault of files."""
    if name == NO_LONGER_TOLD:
        return no_longer_told(table)
    own = RECORD_TABLES[table].rules if table in RECORD_TABLES else ()
    across = RULES_ACROSS.get(table, ())
    return next((rule for rule in (*own, *across) if rule.name == name), _DOUBTS.get(name))
