"""Clean tables of the front door: contacts and referrals."""

from typing import Final

from csc_metrics.contracts.records.columns import Blank, Key, day, identifier, word, yes_no
from csc_metrics.contracts.records.rules import Record, Rule, enforced, not_before

CONTACT_DECIDED_BEFORE_CONTACTED: Final = not_before(
    "decided_on", "contacted_on", says="A contact is decided on the day it was made, or later."
)
REFERRAL_DECIDED_BEFORE_REFERRED: Final = not_before(
    "decided_on", "referred_on", says="A referral is decided on the day it was made, or later."
)
CLOSED_BEFORE_REFERRED: Final = not_before(
    "closed_on", "referred_on", says="An episode of need closes on the day of its referral, or later."
)
RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "contacts": (CONTACT_DECIDED_BEFORE_CONTACTED,),
    "referrals": (REFERRAL_DECIDED_BEFORE_REFERRED, CLOSED_BEFORE_REFERRED),
}
"""Rules across the columns of each table here."""


class Contacts(Record):
    """One row per contact about a child."""

    contact_id = identifier("The contact", key=Key.WHOLE)
    child_id = identifier("The child")
    contacted_on = day("Day of the contact")
    source = word("referral_source", "Who made contact, by DfE's code of referral sources")
    decided_on = day("Day of the decision on what to do; empty while waiting", blank=Blank.NOT_YET)
    outcome = word("contact_outcome", "What became of it")
    is_out_of_hours = yes_no("Whether the emergency duty team took it")
    is_referrer_informed = yes_no("Whether the referrer was told the outcome (optional)")
    information_quality = word("information_quality", "Whether what was sent was enough to decide on (optional)")
    decided_before_contacted = enforced(CONTACT_DECIDED_BEFORE_CONTACTED)


class Referrals(Record):
    """One row per referral of a child, and the episode of need that follows from it."""

    referral_id = identifier("The referral", key=Key.WHOLE)
    child_id = identifier("The child")
    contact_id = identifier("The contact that became this referral", blank=Blank.UNKNOWN)
    referred_on = day("Day of the referral")
    source = word("referral_source", "Who referred, by DfE's code")
    decided_on = day("Day of the decision on the type of response; empty while waiting", blank=Blank.NOT_YET)
    is_no_further_action = yes_no("Whether the referral ended without assessment or service")
    closed_on = day("Day on which the episode of need closed; empty while open", blank=Blank.NOT_YET)
    closure_reason = word("closure_reason", "Why it closed, by DfE's code")
    primary_need = word("primary_need", "The child's main need at first assessment, by DfE's code")
    decided_before_referred = enforced(REFERRAL_DECIDED_BEFORE_REFERRED)
    closed_before_referred = enforced(CLOSED_BEFORE_REFERRED)
