"""Made-up extracts of an authority's own records in every raw format, small and easy to spoil in one place.

    put(raw, "001/2026-10-31/meetings.csv", TABLES["meetings"].with_cell(0, "status", "Took place").csv())

Authorities 001 and 002 do not exist. Each extract is drawn on the last day of a month (`MONTHS`).
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl
from made_up_workbook import Sheet, workbook_bytes
from made_up_xml import HEADER, child_text

AUTHORITIES: Final = ("001", "002")
MONTHS: Final = ("2026-09-30", "2026-10-31")
"""Days on which extracts are drawn; a folder is named by one."""
HERE: Final = f"001/{MONTHS[1]}"
"""Folder of the first authority's later extracts."""


@dataclass(frozen=True)
class Rows:
    """Rows under headings, all text; None is an empty cell."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def with_cell(self, row: int, heading: str, cell: str | None) -> "Rows":
        place = self.headings.index(heading)
        changed = [list(one) for one in self.rows]
        changed[row][place] = cell
        return replace(self, rows=tuple(map(tuple, changed)))

    def with_row(self, row: int, **cells: str | None) -> "Rows":
        """Add a row like another but for some cells."""
        added = dict(zip(self.headings, self.rows[row], strict=True)) | cells
        return replace(self, rows=(*self.rows, tuple(added[heading] for heading in self.headings)))

    def with_column(self, heading: str, *cells: str | None) -> "Rows":
        rows = tuple((*row, cell) for row, cell in zip(self.rows, cells, strict=True))
        return Rows((*self.headings, heading), rows)

    def without_column(self, heading: str) -> "Rows":
        place = self.headings.index(heading)
        kept = [row[:place] + row[place + 1 :] for row in (self.headings, *self.rows)]
        return Rows(tuple(str(one) for one in kept[0]), tuple(kept[1:]))

    def without_rows(self) -> "Rows":
        return replace(self, rows=())

    def only(self, *rows: int) -> "Rows":
        return replace(self, rows=tuple(self.rows[row] for row in rows))

    def renamed(self, headings: Mapping[str, str]) -> "Rows":
        return replace(self, headings=tuple(headings.get(heading, heading) for heading in self.headings))

    def csv(self, *, separator: str = ",", encoding: str = "utf-8") -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=separator).writerows([self.headings, *self.rows])
        return text.getvalue().encode(encoding)

    def sheet(self, name: str, **about: object) -> Sheet:
        return Sheet(name, [list(self.headings), *(list(row) for row in self.rows)], **about)

    def frame(self) -> pl.DataFrame:
        return pl.DataFrame(list(self.rows), schema=dict.fromkeys(self.headings, pl.String), orient="row")


def table(headings: str, *rows: str) -> Rows:
    """Return rows of cells with commas between; a cell without text is empty."""
    cells = tuple(tuple(cell.strip() or None for cell in row.split(",")) for row in rows)
    return Rows(tuple(heading.strip() for heading in headings.split(",")), cells)


def put(raw: Path, name: str, content: bytes | str) -> Path:
    """Put a file below the folder of extracts."""
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# An extract of the case system for each clean table; every row is right.

TABLES: Final[dict[str, Rows]] = {
    "children": table(
        "child_id,born_on,sex,ethnicity,disability", "A1,2015-03-27,F,WBRI,no", "A2,2017-11-02,M,MWBC,yes"
    ),
    "contacts": table(
        "contact_id,child_id,contacted_on,source,decided_on,outcome,is_out_of_hours",
        "K1,A1,2026-07-01,6,2026-07-02,referral,no",
        "K2,A2,2026-07-03,1A,,,yes",
    ),
    "early_help": table("child_id,started_on,completed_on,organisation", "A1,2026-05-01,2026-06-15,Sure Start"),
    "referrals": table(
        "referral_id,child_id,contact_id,referred_on,source,decided_on,is_no_further_action,closed_on,closure_reason,"
        "primary_need",
        "R1,A1,K1,2026-07-02,6,2026-07-03,no,,,N1",
        "R2,A2,,2026-07-04,1A,2026-07-04,no,2026-09-01,RC7,N2",
    ),
    "assessments": table(
        "assessment_id,child_id,referral_id,started_on,authorised_on,outcome,child_seen_on,manager_reviewed_on,team",
        "S1,A1,R1,2026-07-03,2026-08-20,in_need,2026-07-06,2026-07-10,North",
        "S2,A2,R2,2026-07-06,,,2026-07-09,,South",
    ),
    "assessment_factors": table("assessment_id,factor", "S1,3B", "S1,16A"),
    "events": table("child_id,event_type,occurred_on,ended_on", "A1,missing,2026-08-01,2026-08-03"),
    "section_47_enquiries": table(
        "enquiry_id,child_id,referral_id,strategy_discussion_on,icpc_on,is_icpc_not_required,outcome",
        "E1,A1,R1,2026-07-08,2026-07-24,no,conference",
    ),
    "meetings": table(
        "meeting_id,meeting_type,referral_id,enquiry_id,team,decided_at,held_at,status,format",
        "M1,strategy,R1,E1,North,2026-07-06 10:00,2026-07-07 09:30,held,video",
        "M2,strategy,R2,,South,2026-07-08 11:15,,pending,",
    ),
    "meeting_children": table("meeting_id,child_id", "M1,A1", "M2,A2"),
    "invitations": table(
        "meeting_id,agency,person_id,role,invited_at,attendance,joined_by",
        "M1,police,P1,Sergeant,2026-07-06 12:00,attended,video",
        "M1,health,P2,Nurse,2026-07-06 12:00,apologies,",
        "M2,police,P1,Sergeant,2026-07-08 12:00,,",
    ),
    "workers": table(
        "worker_id,team,role,employment,fte,is_asye,started_on,left_on",
        "W1,North,Social worker,permanent,1.0,no,2024-01-08,",
        "W2,South,Social worker,agency,0.6,no,2025-05-01,2026-08-31",
    ),
    "vacancies": table(
        "post_id,team,role,fte,vacant_from_on,filled_on,is_covered_by_agency",
        "V1,South,Social worker,1,2026-09-01,,yes",
    ),
    "allocations": table(
        "person_id,person_type,worker_id,is_primary,team,plan_type,started_on,ended_on",
        "A1,child,W1,yes,North,cp,2026-07-03,",
        "A2,child,W2,yes,South,cin_plan,2026-07-05,2026-08-31",
    ),
    "plans": table("child_id,plan_type,started_on,ended_on,end_reason", "A1,cp,2026-07-24,,", "A2,cla,2026-08-01,,"),
    "visits": table(
        "child_id,worker_id,visited_on,is_child_seen,is_seen_alone",
        "A1,W1,2026-08-03,yes,yes",
        "A2,W2,2026-08-05,yes,no",
    ),
    "supervisions": table("supervision_id,worker_id,child_id,due_on,held_on", "U1,W1,A1,2026-08-10,2026-08-11"),
    "audits": table(
        "audit_id,child_id,audited_on,area,element,grade,moderated_grade", "D1,A1,2026-08-15,Front door,Voice,good,"
    ),
    "feedback": table("feedback_id,asked_on,group,theme,rating", "F1,2026-08-20,children,Listened to,4"),
    "action_updates": table(
        "action_id,priority,title,promised,owner,original_due_on,due_on,done_on,rag,status,updated_on,measure",
        "1.1,Front door,Agree thresholds,,Police,2026-07-31,2026-09-30,,amber,in_progress,2026-08-31,",
    ),
}
"""By the name of the clean table that it fills."""

ATTENDANCE: Final = table("meeting_id,Police,Health attended,Notes", "M1,Yes,Apologies,none", "M2,,DNA,late")
"""Attendance with a column per agency, as most case systems print it."""


def put_tables(
    raw: Path, names: Sequence[str] = tuple(TABLES), *, la_code: str = "001", day: str = MONTHS[1], **changed: Rows
) -> None:
    """Put an extract of each table as CSV into the folder of an authority and day; changed: instead of the usual."""
    for name in names:
        put(raw, f"{la_code}/{day}/{name}.csv", changed.get(name, TABLES[name]).csv())


# Annex A

_CHILD: Final = "Child Unique ID,Gender,Ethnicity,Date of Birth,Does the Child have a Disability"
_ANNA, _BEN = "A1,b) Female,a) WBRI,27/03/2015,b) No", "A2,a) Male,e) MWBC,02/11/2017,a) Yes"
LISTS: Final[dict[str, Rows]] = {
    "List 1": table(
        f"{_CHILD},Date of Contact,Contact Source",
        f"{_ANNA},01/07/2026,q) 6: Police",
        f"{_BEN},03/07/2026,1A",
    ),
    "List 2": table(
        f"{_CHILD},Assessment start date,Assessment completion date,Organisation completing assessment",
        f"{_ANNA},01/05/2026,15/06/2026,Sure Start",
    ),
    "List 3": table(
        f"{_CHILD},Date of Referral,Referral Source,Referral NFA?,Number of Referrals in Last 12 months",
        f"{_ANNA},02/07/2026,6,No,0",
        f"{_BEN},04/07/2026,1A,No,1",
    ),
    "List 4": table(
        f"{_CHILD},Continuous Assessment Start Date,Continuous Assessment Date of Authorisation,"
        "Was the child assessed as requiring LA children's social care support?,Allocated Team",
        f"{_ANNA},03/07/2026,20/08/2026,a) Yes,North",
        f"{_BEN},06/07/2026,,,South",
    ),
    "List 5": table(
        f"{_CHILD},Strategy discussion initiating Section 47 Enquiry Start Date,"
        "Date of Initial Child Protection Conference,Was an Initial Child Protection Conference deemed unnecessary?",
        f"{_ANNA},08/07/2026,24/07/2026,b) No",
    ),
    "List 6": table(
        f"{_CHILD},CIN Start Date,Primary Need Code,Date Child Was Last Seen,CIN Closure Date,Reason for Closure",
        f"{_ANNA},02/07/2026,N1,03/08/2026,,",
        f"{_BEN},04/07/2026,N2,,01/09/2026,RC7",
    ),
    "List 7": table(
        f"{_CHILD},Child Protection Plan Start Date,Date of the Last Statutory Visit,Was the Child Seen Alone?,"
        "Child Protection Plan End Date",
        f"{_ANNA},24/07/2026,10/08/2026,a) Yes,",
    ),
    "List 8": table(
        f"{_CHILD},Date Started to be Looked After,Date of Last Social Work Visit,Date Ceased to be Looked After,"
        "Reason Ceased to be Looked After",
        f"{_BEN},01/08/2026,05/08/2026,,",
    ),
    "List 9": table("Child Unique ID,Allocated Personal Advisor,Eligibility Category", "A9,Y1,Former relevant"),
    "List 10": table("Child Unique ID,Date of Decision that Child Should be Placed for Adoption", "A8,01/02/2026"),
    "List 11": table("Individual adopter identifier,Date enquiry received", "Z1,01/03/2026"),
}
"""The eleven lists; they tell of the same children as `TABLES`."""


def annex_a_bytes(lists: Mapping[str, Rows] = LISTS) -> bytes:
    """Return a workbook with a sheet for each list, in the order given."""
    return workbook_bytes([rows.sheet(name) for name, rows in lists.items()])


def put_annex_a(raw: Path, lists: Mapping[str, Rows] = LISTS, *, la_code: str = "001", day: str = MONTHS[1]) -> Path:
    return put(raw, f"{la_code}/{day}/annex_a.xlsx", annex_a_bytes(lists))


def put_annex_a_as_csv(raw: Path, lists: Mapping[str, Rows] = LISTS, *, la_code: str = "001") -> None:
    for name, rows in lists.items():
        put(raw, f"{la_code}/{MONTHS[1]}/annex_a/{name}.csv", rows.csv())


# censuses

DETAILS: Final = (
    "<CINdetails><CINreferralDate>2026-01-05</CINreferralDate><ReferralSource>6</ReferralSource>"
    "<PrimaryNeedCode>N1</PrimaryNeedCode><Assessments>"
    "<AssessmentActualStartDate>2026-01-06</AssessmentActualStartDate>"
    "<AssessmentAuthorisationDate>2026-02-20</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>"
    "<AssessmentFactors>3B</AssessmentFactors><AssessmentFactors>16A</AssessmentFactors>"
    "</FactorsIdentifiedAtAssessment></Assessments>\n"
    "<CINPlanDates><CINPlanStartDate>2026-02-21</CINPlanStartDate></CINPlanDates>\n"
    "<Section47><S47ActualStartDate>2026-01-07</S47ActualStartDate><DateOfInitialCPC>2026-01-23</DateOfInitialCPC>"
    "<ICPCnotRequired>false</ICPCnotRequired></Section47><ReferralNFA>0</ReferralNFA>\n"
    "<ChildProtectionPlans><CPPstartDate>2026-01-23</CPPstartDate><CPPendDate>2026-02-20</CPPendDate>"
    "</ChildProtectionPlans></CINdetails>"
)
"""Of a child in need, with everything that can happen to one."""


def child(child_id: str = "A1", details: str = DETAILS, *, sex: str = "<Sex>F</Sex>") -> str:
    born = "<PersonBirthDate>2015-03-27</PersonBirthDate>"
    return child_text(
        details,
        identifiers=f"<LAchildID>{child_id}</LAchildID>{born}{sex}",
        characteristics="<Ethnicity>WBRI</Ethnicity><Disabilities><Disability>NONE</Disability></Disabilities>",
    )


def cin_census(*children: str, la_code: str = "001", year: int = 2026) -> str:
    head = HEADER.format(collection="CIN", year=year, la_code=la_code)
    return f"<Message>{head}<Children>\n" + "\n".join(children or (child(),)) + "\n</Children></Message>"


WORKER: Final = (
    "<CSWWWorker><AgencyWorker>0</AgencyWorker><SWENo>SW1</SWENo><FTE>0.8</FTE><OrgRole>5</OrgRole>"
    "<RoleStartDate>2024-01-08</RoleStartDate></CSWWWorker>"
)
VACANCIES: Final = "<LALevelVacancies><NumberOfVacancies>3</NumberOfVacancies></LALevelVacancies>"


def workforce_census(*elements: str, la_code: str = "001", year: int = 2025) -> str:
    head = HEADER.format(collection="CSWW", year=year, la_code=la_code)
    return f"<Message>{head}\n" + "\n".join(elements or (WORKER, VACANCIES)) + "\n</Message>"


def parquet_bytes(rows: pl.DataFrame) -> bytes:
    content = io.BytesIO()
    rows.write_parquet(content)
    return content.getvalue()
