"""England's own figures that a made-up region is like: shares and bands, out of DfE's published tables.

Contains public sector information licensed under the Open Government Licence v3.0 (Department for Education).
"""

from typing import Final

DURATION_BANDS: Final = (
    *((0, 0, 9_880), (1, 10, 73_420), (11, 20, 110_950), (21, 30, 102_600), (31, 40, 129_690)),
    *((41, 45, 116_670), (46, 50, 38_560), (51, 60, 29_490), (61, 110, 31_900)),
)
"""First and last working day of each band of an assessment's duration, and how many assessments England had in it.
The last band has no end. Source: DfE, children in need 2024, table C2."""
CONFERENCE_BANDS: Final = ((5, 10, 6_240), (11, 15, 52_430), (16, 20, 6_430), (21, 45, 6_990))
"""First and last working day from strategy discussion to conference, and how many. Source: DfE, 2025, table C4."""
REFERRALS_BY_MONTH: Final = {
    4: 141_940,
    5: 174_530,
    6: 174_910,
    7: 161_270,
    8: 132_290,
    9: 163_980,
    10: 163_620,
    11: 172_400,
    12: 139_750,
    1: 163_920,
    2: 153_800,
    3: 170_190,
}
"""Month → referrals in it, April 2021 to March 2024. Source: DfE, children in need 2022 to 2024, table c6."""
REFERRAL_SOURCES: Final = {
    "1A": 28_000,
    "1B": 5_500,
    "1C": 5_200,
    "1D": 11_170,
    "2A": 126_460,
    "2B": 10_330,
    "3A": 9_000,
    "3B": 14_000,
    "3C": 3_000,
    "3D": 21_000,
    "3E": 24_000,
    "3F": 20_370,
    "4": 7_710,
    "5A": 26_000,
    "5B": 30_980,
    "5C": 21_000,
    "5D": 10_000,
    "6": 177_210,
    "7": 27_590,
    "8": 26_120,
    "9": 10_030,
    "10": 7_190,
}
"""Code of referral source → referrals. DfE prints groups (individuals, health, the authority's own services); how each
divides is made up. Source: DfE, children in need 2024, table c5."""
FACTORS: Final = {
    "alcohol_misuse_child": 10_620,
    "alcohol_misuse_parent": 73_250,
    "alcohol_misuse_person": 11_600,
    "drug_misuse_child": 24_550,
    "drug_misuse_parent": 72_620,
    "drug_misuse_person": 15_930,
    "domestic_abuse_child": 57_930,
    "domestic_abuse_parent": 162_890,
    "domestic_abuse_person": 25_560,
    "mental_health_child": 90_400,
    "mental_health_parent": 171_780,
    "mental_health_person": 23_600,
    "learning_disability_child": 63_240,
    "learning_disability_parent": 15_170,
    "learning_disability_person": 7_510,
    "physical_disability_child": 24_220,
    "physical_disability_parent": 27_600,
    "physical_disability_person": 5_310,
    "young_carer": 18_960,
    "privately_fostered": 1_950,
    "unaccompanied_asylum_seeker": 6_340,
    "going_missing": 16_940,
    "child_sexual_exploitation": 12_400,
    "trafficking": 2_250,
    "gangs": 8_860,
    "socially_unacceptable_behaviour": 35_980,
    "self_harm": 25_470,
    "neglect": 90_370,
    "emotional_abuse": 97_700,
    "physical_abuse_child_on_child": 15_270,
    "physical_abuse_adult_on_child": 61_410,
    "sexual_abuse_child_on_child": 12_590,
    "sexual_abuse_adult_on_child": 18_900,
    "female_genital_mutilation": 780,
    "faith_linked_abuse": 2_240,
    "child_criminal_exploitation": 16_250,
    "other": 83_770,
}
"""Factor → assessments with it. Source: DfE, children in need 2025, table c3."""
ASSESSMENTS_WITH_FACTORS: Final = 513_250
"""Source: DfE, children in need 2025, table c3."""
CASES_PER_FTE: Final = 15.2
"""Average caseload on 30 September 2025. Source: DfE, children's social work workforce 2025."""
