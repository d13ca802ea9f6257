"""Every setting, declared once: its type, default, meaning with unit and source, and what it may be in words."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from csc_metrics.periods import FirstDay
from csc_metrics.settings.agencies import WRITTEN, Agency, Written, misspelt_among
from csc_metrics.settings.approval import ReportSettings
from csc_metrics.settings.dated import DatedChange, Rebase, RecordingChange, ReferencePeriod
from csc_metrics.settings.partner import PROPOSED, PartnerMeasure
from csc_metrics.settings.section import (
    NOT_SET,
    DayOrNotSet,
    NumberOrNotSet,
    Section,
    Text,
    allowed,
    refuse_all_but_whole_numbers,
)

_AGENCIES: Final = ("social_worker", "police", "health")

NeighbourModel = Literal["2021", "2025"]
"""Year of DfE's model of statistical neighbours."""


class CaseloadSettings(Section):
    """Caseload limits. There is no national right caseload, so that none is set by default (methods.md, section 1)."""

    limit_cases_per_fte: NumberOrNotSet = Field(
        default=None,
        gt=0,
        le=100,
        description="The authority's own limit, in cases per full-time social worker. Source: the authority's policy",
        json_schema_extra=allowed(f'a number above 0 and up to 100, or "{NOT_SET}"'),
    )
    manager_roles: tuple[Text, ...] = Field(
        default=("manager", "head of service", "director"),
        description="Words by which a role is known as a manager's: any role that holds one, in any case of letters. "
        "Source: the authority's names of roles",
        json_schema_extra=allowed('a list of words in quotes, such as ["manager"]'),
    )
    newly_qualified_limit_cases_per_fte: NumberOrNotSet = Field(
        default=None,
        gt=0,
        le=100,
        description="The lower limit of newly qualified social workers (ASYE), in cases per full-time social worker. "
        "Source: the authority's policy",
        json_schema_extra=allowed(f'a number above 0 and not above limit_cases_per_fte, or "{NOT_SET}"'),
    )

    @field_validator("newly_qualified_limit_cases_per_fte")
    @classmethod
    def _is_not_above_the_limit(cls, given: float | None, info: ValidationInfo) -> float | None:
        limit = info.data.get("limit_cases_per_fte")
        if given is not None and limit is not None and given > limit:
            raise PydanticCustomError("above_limit", "it is above limit_cases_per_fte")
        return given


class WhoMustCome(Section):
    """Who is expected at a kind of meeting, and without whom it is not quorate."""

    expected_agencies: tuple[Agency, ...] = Field(
        default=_AGENCIES,
        min_length=1,
        description="Agencies that every such meeting should invite; one that is missing was not invited. "
        "Source: Working Together for strategy meetings, else local procedures",
        json_schema_extra=allowed('a list of different agencies in quotes, such as ["social_worker", "police"]'),
    )
    quorum: tuple[Agency, ...] = Field(
        default=_AGENCIES,
        min_length=1,
        description="Agencies that must all attend for such a meeting to be quorate. "
        "Source: Working Together for strategy meetings, else local procedures",
        json_schema_extra=allowed("a list of different agencies in quotes, each one of expected_agencies"),
    )

    @field_validator("expected_agencies", "quorum")
    @classmethod
    def _names_each_agency_once(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(given)) < len(given):
            raise PydanticCustomError("named_twice", "an agency is named twice")
        return given

    @field_validator("quorum")
    @classmethod
    def _is_expected(cls, given: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        expected = info.data.get("expected_agencies", given)
        strangers = [agency for agency in given if agency not in expected]
        misspelt = misspelt_among(expected, wanting=strangers)
        if misspelt:
            raise PydanticCustomError(
                "misspelt_expected",
                "the quorum wants {agencies}, which is not here",
                {"agencies": ", ".join(strangers), "unknown": misspelt, "known": strangers}
                | {"blamed": "expected_agencies", "written": expected},
            )
        if strangers:
            raise PydanticCustomError(
                "not_expected",
                "{agencies} not in expected_agencies",
                {"agencies": ", ".join(strangers), "unknown": strangers, "known": expected},
            )
        return given


class CapacitySettings(Section):
    """What workers would be worked out by, were children in need as many as neighbours have."""

    caseload_cases_per_fte: NumberOrNotSet = Field(
        default=None,
        ge=1,
        le=100,
        description="A chosen caseload to work out workers by, in cases per full-time social worker; not set: the "
        "present one. Source: the authority's choice, no target",
        json_schema_extra=allowed(f'a number from 1 to 100, or "{NOT_SET}"'),
    )


class StrategyMeetingSettings(WhoMustCome):
    """Strategy meetings: target, clock, and who must be there. No national figure or time limit exists."""

    target_hours: float = Field(
        default=24.0,
        gt=0,
        le=744,
        description="Longest time until a strategy meeting is held, in hours. Source: local procedures",
        json_schema_extra=allowed("a number of hours above 0 and up to 744 (31 days)"),
    )
    clock: Literal["decision", "referral"] = Field(
        default="decision",
        description="Where the clock starts: at the decision to hold the meeting, or at the referral. "
        "Source: local procedures",
        json_schema_extra=allowed('"decision" or "referral"'),
    )


class ConferenceSettings(WhoMustCome):
    """Child protection conferences, initial and review alike: who must be there, by local procedures."""


class CoreGroupSettings(WhoMustCome):
    """Core groups: who must be there, by local procedures. The police are seldom of one."""

    expected_agencies: tuple[Agency, ...] = Field(
        default=("social_worker", "health", "education"),
        min_length=1,
        description="Agencies that every core group should invite; one that is missing was not invited. "
        "Source: local procedures",
        json_schema_extra=allowed('a list of different agencies in quotes, such as ["social_worker", "health"]'),
    )
    quorum: tuple[Agency, ...] = Field(
        default=("social_worker", "health"),
        min_length=1,
        description="Agencies that must all attend for a core group to be quorate. Source: local procedures",
        json_schema_extra=allowed("a list of different agencies in quotes, each one of expected_agencies"),
    )


class ClockSettings(Section):
    """How working days are counted."""

    first_day: Annotated[FirstDay, BeforeValidator(refuse_all_but_whole_numbers)] = Field(
        default=0,
        description="The number of the start day when working days are counted: 0 or 1. "
        "Source: CIN census guide 2023 to 2024, section 4.12 (day 0)",
        json_schema_extra=allowed("0 or 1"),
    )


class NeighboursSettings(Section):
    """Which model of statistical neighbours is compared with, and what workbooks hold."""

    model: NeighbourModel = Field(
        default="2025",
        description="Year of the model of statistical neighbours. Source: DfE",
        json_schema_extra=allowed('"2021" or "2025", in quotes'),
    )
    workbooks: dict[str, NeighbourModel] = Field(
        default_factory=dict,
        description="Model year of each Excel workbook of neighbours, by file name; others are not read",
        json_schema_extra=allowed('a line "file name.xlsx" = "2021" or "2025", in quotes'),
    )


class PublicationSettings(Section):
    """What may be published."""

    threshold: int = Field(
        default=5,
        ge=1,
        le=50,
        description="Counts from 1 to this number of children are hidden in what is published. Source: DfE",
        json_schema_extra=allowed("a whole number from 1 to 50"),
    )
    is_process_exempt: bool = Field(
        default=False,
        description="Whether whole-authority process measures show their percentage though a complement is small. "
        "Source: signed by information governance",
        json_schema_extra=allowed("true or false, without quotes"),
    )
    is_restatement_exempt: bool = Field(
        default=False,
        description="Whether a figure is shown though it differs by few from what an earlier edition said of it. "
        "Source: signed by information governance",
        json_schema_extra=allowed("true or false, without quotes"),
    )


class RecordsSettings(Section):
    """The authority's own extracts: whose they are where no folder says it, and what each file holds."""

    authority: str = Field(
        default="",
        description="The authority whose extracts these are, by code or name, where no folder or column says it",
        json_schema_extra=allowed('the code or name of an authority in quotes, such as "357"; "" for none'),
    )
    covers_from: DayOrNotSet = Field(
        default=None,
        description="First day from which the extracts tell everything; months before are not counted. Not set: it is "
        "seen, table by table, from where the records of things that ended begin",
        json_schema_extra=allowed(f'a date such as 2022-04-01, without quotes, or "{NOT_SET}"'),
    )
    files: dict[str, str] = Field(
        default_factory=dict,
        description="What a file of another name holds: its name (with * for any part) = one of our tables",
        json_schema_extra=allowed('a line "strategy meetings*.xlsx" = "meetings", in quotes'),
    )


class ProcessChartSettings(Section):
    """How the limits of process charts are worked out."""

    screens_moving_ranges: bool = Field(
        default=True,
        description="Whether unusually large moving ranges are left out of the limits. Source: NHS Making Data Count",
        json_schema_extra=allowed("true or false, without quotes"),
    )


class Settings(Section):
    """All settings; `Settings()` is the defaults."""

    _written: Written = PrivateAttr(default=Written())

    def model_post_init(self, context: object, /) -> None:
        """Keep where the settings are written. context: of pydantic; whoever reads a file says it there."""
        self._written = context.get(WRITTEN, Written()) if isinstance(context, Mapping) else Written()

    @property
    def written(self) -> Written:
        """Where these settings are written."""
        return self._written

    @property
    def agencies(self) -> tuple[str, ...]:
        """Every agency that a setting expects at a kind of meeting, each once, in the order of the settings."""
        kinds = (self.strategy_meeting, self.conference, self.core_group)
        return tuple(dict.fromkeys(agency for kind in kinds for agency in kind.expected_agencies))

    caseload: CaseloadSettings = CaseloadSettings()
    capacity: CapacitySettings = CapacitySettings()
    strategy_meeting: StrategyMeetingSettings = StrategyMeetingSettings()
    conference: ConferenceSettings = ConferenceSettings()
    core_group: CoreGroupSettings = CoreGroupSettings()
    clock: ClockSettings = ClockSettings()
    neighbours: NeighboursSettings = NeighboursSettings()
    publication: PublicationSettings = PublicationSettings()
    report: ReportSettings = ReportSettings()
    records: RecordsSettings = RecordsSettings()
    process_chart: ProcessChartSettings = ProcessChartSettings()
    changes: tuple[DatedChange, ...] = Field(
        default=(),
        description="Dated changes to test before and after. Source: the improvement plan",
        json_schema_extra=allowed("a list of tables with changed_on, name, measures and expected_shape"),
    )

    @field_validator("changes")
    @classmethod
    def _expects_one_shape_of_a_measure(cls, given: tuple[DatedChange, ...]) -> tuple[DatedChange, ...]:
        seen = set()
        for change in given:
            for measure in change.measures:
                if (change.name, change.changed_on, measure) in seen:
                    raise PydanticCustomError(
                        "expected_twice",
                        "{measure} stands twice under {name} of {day}",
                        {"measure": measure, "name": repr(change.name), "day": change.changed_on.isoformat()},
                    )
                seen.add((change.name, change.changed_on, measure))
        return given

    reference_periods: tuple[ReferencePeriod, ...] = Field(
        default=(),
        description="Named times past that figures are set beside. Source: the authority",
        json_schema_extra=allowed("a list of tables with name, first_on and last_on"),
    )
    rebases: tuple[Rebase, ...] = Field(
        default=(),
        description="Days on which the limits of process charts are drawn anew. Source: the authority",
        json_schema_extra=allowed("a list of tables with rebased_on, reason and measures"),
    )
    recording_changes: tuple[RecordingChange, ...] = Field(
        default=(),
        description="Days on which figures began to be recorded or defined otherwise. Source: the authority",
        json_schema_extra=allowed("a list of tables with changed_on, what and measures"),
    )
    partner_measures: tuple[PartnerMeasure, ...] = Field(
        default=PROPOSED,
        description="Measures of the scorecard with owner and target. Source: the improvement board",
        json_schema_extra=allowed("a list of tables with measure, owner and target"),
    )

    @field_validator("partner_measures")
    @classmethod
    def _tells_each_figure_once(cls, given: tuple[PartnerMeasure, ...]) -> tuple[PartnerMeasure, ...]:
        figures = [(one.measure, one.part) for one in given]
        twice = next((figure for figure in figures if figures.count(figure) > 1), None)
        if twice is not None:
            told = {"measure": twice[0], "part": twice[1]}
            raise PydanticCustomError("figure_twice", "{measure} stands twice with the part {part}", told)
        return given

    columns: dict[str, dict[str, str]] = Field(
        default_factory=dict,
        description="Headings of local extracts: a table for each of our tables, with our column = their heading",
        json_schema_extra=allowed('a table such as [columns.meetings] with lines such as held_at = "Date of meeting"'),
    )
    codes: dict[str, dict[str, dict[str, str]]] = Field(
        default_factory=dict,
        description="Words of local extracts: a table for each of our columns, with their word = our word",
        json_schema_extra=allowed('a table such as [codes.meetings.status] with lines such as "Completed" = "held"'),
    )
