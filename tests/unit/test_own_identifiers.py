"""Records that returns tell of without an identifier bear the authority's own wherever it is clear which is meant."""

from datetime import date

from made_up_drafts import part, referral

from csc_metrics.records.doubts import several_are_meant
from csc_metrics.records.history import Part, merge_parts
from csc_metrics.records.own_identifiers import with_own_identifiers

AUGUST, SEPTEMBER = date(2026, 8, 31), date(2026, 9, 30)


def made_referrals(*days: str, drawn_on: date = AUGUST) -> Part:
    rows = [referral(f"C1 {day}", referred_on=day) for day in days]
    return part("referrals", drawn_on, *rows, file="cin.xml", made=("referral_id",))


def test_an_own_identifier_replaces_the_one_made_of_the_same_child_and_day() -> None:
    own = part("referrals", SEPTEMBER, referral("R1"))
    parts = with_own_identifiers({"referrals": [made_referrals("2026-05-01", "2026-07-01"), own]})

    assert [one.rows["referral_id"].to_list() for one in parts["referrals"]] == [["R1", "C1 2026-07-01"], ["R1"]]
    assert merge_parts("referrals", parts["referrals"]).rows.select("referral_id").rows() == [
        ("C1 2026-07-01",),
        ("R1",),
    ]


def test_two_own_identifiers_for_one_child_and_day_replace_none() -> None:
    own = part("referrals", SEPTEMBER, referral("R1"), referral("R2"))
    parts = with_own_identifiers({"referrals": [made_referrals("2026-05-01"), own]})

    assert parts["referrals"][0].rows["referral_id"].to_list() == ["C1 2026-05-01"]


def test_an_own_identifier_that_two_extracts_tell_counts_once() -> None:
    own = [part("referrals", day, referral("R1")) for day in (AUGUST, SEPTEMBER)]
    parts = with_own_identifiers({"referrals": [made_referrals("2026-05-01"), *own]})

    assert parts["referrals"][0].rows["referral_id"].to_list() == ["R1"]


def test_without_own_identifiers_the_made_ones_stay() -> None:
    parts = with_own_identifiers({"referrals": [made_referrals("2026-05-01")], "children": []})

    assert parts["referrals"][0].rows["referral_id"].to_list() == ["C1 2026-05-01"]
    assert parts["children"] == []


def test_own_identifiers_replace_made_ones_wherever_they_are_named() -> None:
    assessment = {
        "assessment_id": "C1 2026-05-03",
        "child_id": "C1",
        "started_on": "2026-05-03",
        "referral_id": "C1 2026-05-01",
    }
    enquiry = {
        "enquiry_id": "C1 2026-05-02",
        "child_id": "C1",
        "strategy_discussion_on": "2026-05-02",
        "referral_id": "C1 2026-05-01",
    }
    own_assessment = assessment | {"assessment_id": "A1", "referral_id": "R1"}
    parts = with_own_identifiers(
        {
            "referrals": [made_referrals("2026-05-01"), part("referrals", SEPTEMBER, referral("R1"))],
            "assessments": [
                part("assessments", AUGUST, assessment, made=("assessment_id", "referral_id")),
                part("assessments", SEPTEMBER, own_assessment),
            ],
            "assessment_factors": [
                part("assessment_factors", AUGUST, {"assessment_id": "C1 2026-05-03", "factor": "neglect"})
            ],
            "section_47_enquiries": [part("section_47_enquiries", AUGUST, enquiry, made=("enquiry_id",))],
        }
    )

    assert parts["assessments"][0].rows.select("assessment_id", "referral_id").rows() == [("A1", "R1")]
    assert parts["assessment_factors"][0].rows["assessment_id"].to_list() == ["A1"]
    assert parts["section_47_enquiries"][0].rows.select("enquiry_id", "referral_id").rows() == [("C1 2026-05-02", "R1")]


def test_an_identifier_of_the_authoritys_own_is_never_replaced() -> None:
    own = part("referrals", SEPTEMBER, referral("R1"), referral("C1 2026-05-01", referred_on="2026-06-01"))
    parts = with_own_identifiers({"referrals": [made_referrals("2026-05-01"), own]})

    assert parts["referrals"][1].rows["referral_id"].to_list() == ["R1", "C1 2026-05-01"]


def annex_contacts(*sources: str | None) -> Part:
    """Return contacts about one child on one day as Annex A tells of them, each known by its source."""
    rows = [{"contact_id": f"C1 2026-05-01 {source or '-'}", **contact(source)} for source in sources]
    return part("contacts", AUGUST, *rows, file="annex.xlsx", made=("contact_id",))


def own_contacts(**sources: str | None) -> Part:
    rows = [{"contact_id": name, **contact(source)} for name, source in sources.items()]
    return part("contacts", SEPTEMBER, *rows, file="contacts.csv")


def contact(source: str | None) -> dict[str, object]:
    return {"child_id": "C1", "contacted_on": "2026-05-01", "source": source}


def contacts_after(annex: Part, own: Part) -> tuple[list[str], int]:
    """Return which contacts stand when both tell of them, and how many are doubted."""
    parts = with_own_identifiers({"contacts": [annex, own]})["contacts"]
    return sorted(merge_parts("contacts", parts).rows["contact_id"]), several_are_meant("contacts", parts).height


def test_a_contact_is_the_one_of_the_same_child_day_and_source() -> None:
    assert contacts_after(annex_contacts("6", "2A"), own_contacts(K1="2A", K2="6")) == (["K1", "K2"], 0)


def test_a_contact_without_a_source_is_the_only_one_left_of_its_day() -> None:
    assert contacts_after(annex_contacts("6", None), own_contacts(K1="2A", K2="6")) == (["K1", "K2"], 0)
    assert contacts_after(annex_contacts("6"), own_contacts(K1=None)) == (["K1"], 0)
    assert contacts_after(annex_contacts(None), own_contacts(K1=None)) == (["K1"], 0)


def test_a_contact_that_may_be_any_of_several_stands_beside_them_and_is_doubted() -> None:
    assert contacts_after(annex_contacts(None), own_contacts(K1="2A", K2="6")) == (["C1 2026-05-01 -", "K1", "K2"], 1)
    assert contacts_after(annex_contacts("6"), own_contacts(K1="6", K2="6")) == (["C1 2026-05-01 6", "K1", "K2"], 1)


def test_a_contact_from_another_source_than_any_of_that_day_is_another_and_is_doubted() -> None:
    assert contacts_after(annex_contacts("6"), own_contacts(K1="2A")) == (["C1 2026-05-01 6", "K1"], 1)


def test_a_contact_of_another_day_is_not_doubted() -> None:
    other = part("contacts", SEPTEMBER, {"contact_id": "K1", "child_id": "C1", "contacted_on": "2026-05-02"})

    assert contacts_after(annex_contacts("6"), other) == (["C1 2026-05-01 6", "K1"], 0)
