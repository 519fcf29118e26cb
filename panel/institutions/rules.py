"""Which institution may be given work, and when its report may be used."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from panel.accounts.facts import OrgFacts, OrgKind
from panel.guidance import cites
from panel.institutions.facts import (
    Capability,
    Designation,
    InstitutionFacts,
    InstitutionState,
    OrderKind,
    Problem,
    Qualification,
    Relation,
    ReportContent,
    Result,
    RetainedSampleEntry,
    Shortfall,
    Tie,
)
from panel.kernel.clock import months_after
from panel.roster.facts import PartyName
from panel.roster.rules import is_same_body, may_recommend

CMA_LENGTH = 12
PARTS = re.compile(r"[、，,；;（()）/\s与和及]+")
NUMBER = re.compile(r"[<>≤≥＜＞]?\s*[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
NOT_FOUND = frozenset({"未检出", "nd", "n.d."})


# Qualification and designation


@cites("D-22", "A-23")
def has_statutory_basis(qualification: Qualification) -> bool:
    """法定资质指资质认定（CMA）或者法律规定的其他许可，CNAS 认可不能代替。"""
    return bool(qualification.cma_no or qualification.other)


@cites("D-22")
def is_cma_number(text: str) -> bool:
    """资质认定证书编号为十二位数字。

    What the digits mean is told differently in different places, so only length and digits count.
    """
    return len(text) == CMA_LENGTH and text.isascii() and text.isdigit()


@cites("2.4.2-i", "D-22", "A-23")
def against_qualification(institution: InstitutionFacts, items: Sequence[str], on: date) -> Shortfall | None:
    """承检机构的法定资质须在派单之日有效，并且覆盖全部检测项目。

    Both days of the certificate belong to it: valid on the last, expired on the day after.
    """
    held = institution.qualification
    if not has_statutory_basis(held) or held.valid_from is None or held.valid_until is None:
        return Shortfall(Problem.NO_BASIS, held.cnas_no or "")
    if on < held.valid_from:
        return Shortfall(Problem.NOT_YET, held.valid_from.isoformat())
    if on > held.valid_until:
        return Shortfall(Problem.EXPIRED, held.valid_until.isoformat())
    missing = [item for item in items if not covers(institution.capabilities, item)]
    return Shortfall(Problem.NOT_COVERED, "、".join(missing)) if missing else None


@cites("4.2.1-a")
def against_designation(institution: InstitutionFacts, on: date) -> Shortfall | None:
    """只有经确定且在期限内的检测机构可以承担任务。"""
    if institution.state is InstitutionState.SUSPENDED:
        return Shortfall(Problem.SUSPENDED)
    if institution.state is InstitutionState.REGISTERED_ONLY or not institution.designation_no:
        return Shortfall(Problem.NOT_DESIGNATED)
    until = institution.designated_until
    if institution.state is InstitutionState.EXPIRED or until is None or on > until:
        return Shortfall(Problem.TERM_OVER, until.isoformat() if until else "")
    return None


@cites("4.2.1-a")
def reasons_against_designation(
    recommender: OrgKind, qualification: Qualification, designation: Designation, on: date
) -> str | None:
    """确定检测机构须有规定类型的推荐单位、法定资质和确定文号，期限不得早于当日。"""
    if recommender is not OrgKind.HQ and not may_recommend(recommender):
        return "INST_RECOMMENDATION"
    if not has_statutory_basis(qualification):
        return "INST_NO_BASIS"
    return "DESIGNATION_PAST" if designation.until < on else None


@cites("4.2.1-c")
def is_open_to(manager: OrgFacts, chain: Sequence[OrgFacts]) -> bool:
    """总局一级确定的机构各级都可委托，局确定的机构由本局及其所属单位委托。

    `chain` is the ordering body with everything above it.
    """
    return manager.tier == 1 or any(manager.id == org.id for org in chain)


@cites("2.4.2-i")
def days_to_warn_of(institution: InstitutionFacts, due_on: date) -> list[Shortfall]:
    """资质或者确定期限在完成时限之前到期的，派单时提醒。"""
    found = []
    if (until := institution.qualification.valid_until) is not None and until < due_on:
        found.append(Shortfall(Problem.EXPIRES_BEFORE_DUE, until.isoformat()))
    if (until := institution.designated_until) is not None and until < due_on:
        found.append(Shortfall(Problem.TERM_ENDS_BEFORE_DUE, until.isoformat()))
    return found


@cites("2.4.2-i", "4.2.1-a")
def days_that_lapse_soon(institution: InstitutionFacts, on: date, days: int) -> list[Shortfall]:
    """资质或者确定期限在参数规定的天数之内到期的，提前提醒；当日到期的也在内。"""
    last = on + timedelta(days=days)
    found = []
    if (until := institution.qualification.valid_until) is not None and on <= until <= last:
        found.append(Shortfall(Problem.EXPIRES_SOON, until.isoformat()))
    if (until := institution.designated_until) is not None and on <= until <= last:
        found.append(Shortfall(Problem.TERM_ENDS_SOON, until.isoformat()))
    return found


@cites("4.2.1-a", "4.0.0-a")
def reasons_against_document(designation: Designation, issuers: Collection[int], on: date) -> str | None:
    """确定文件须写明文号、日期和印发单位并附原件；由主管单位或者其上级印发，日期不得晚于当日。"""
    if designation.dated_on is None or designation.issued_by_org_id is None:
        return "DESIGNATION_DOCUMENT"
    if designation.issued_by_org_id not in issuers:
        return "DESIGNATION_ISSUER"
    return "DESIGNATION_DATED" if designation.dated_on > on else None


# Capability


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "").casefold()


@cites("4.2.1-b")
def covers(lines: Sequence[Capability], item: str) -> bool:
    """检测项目须能在机构的能力表中找到，且在法定资质范围之内。

    A line may name several items; one of its parts found in the item, or the item in the line, is a
    match, so that 热滥用复测 is covered by a line on 热滥用.
    """
    wanted = _bare(item)
    return any(wanted and line.is_in_scope and _fits(wanted, line.item) for line in lines)


def _fits(wanted: str, offered: str) -> bool:
    parts = [_bare(part) for part in PARTS.split(offered) if len(part) > 1]
    return wanted in _bare(offered) or any(part in wanted for part in parts)


@cites("4.2.1-b")
def lines_found(lines: Sequence[Capability], words: str) -> list[Capability]:
    """按产品、项目或者方法查找能力，各词都须在同一行中出现。"""
    wanted = [_bare(word) for word in words.split()]
    texts = [_bare(f"{line.product}{line.item}{line.method}{line.technique}") for line in lines]
    return [line for line, text in zip(lines, texts, strict=True) if all(word in text for word in wanted)]


# Ties


@cites("4.2.2-d")
def ties_with(institution: InstitutionFacts, parties: Sequence[PartyName]) -> list[Tie]:
    """检测机构与涉事单位有业务往来等关系的，须说明理由并经批准。"""
    return [
        tie for tie in institution.ties if any(is_same_body(tie.party, tie.unified_code, party) for party in parties)
    ]


@cites("4.2.2-d", "S-10")
def plain_relations(institution: InstitutionFacts, parties: Sequence[PartyName]) -> list[Relation]:
    """检测机构与涉事单位的关系，按代码和名称直接比对。"""
    own = [party for party in parties if is_same_body(institution.name, institution.unified_code, party)]
    found = [Relation(Tie(party.name, party.unified_code, ""), is_self=True) for party in own]
    return found + [Relation(tie, is_self=False) for tie in ties_with(institution, parties)]


# Reports


@cites("2.4.2-j")
def against_results(kind: OrderKind, results: Sequence[Result]) -> str | None:
    """定量结果须有数值和单位；未检出的须给出检出限。其他结果须写明判断。

    Gives the item of the first line that lacks something, an empty string when there is no line.
    """
    if not results:
        return ""
    whole = _is_measured if kind is OrderKind.QUANTITATIVE else _is_worded
    return next((line.item for line in results if not line.item or not whole(line)), None)


def _is_measured(line: Result) -> bool:
    if line.value.strip().casefold() in NOT_FOUND:
        return bool(line.limit and line.unit)
    return bool(NUMBER.fullmatch(line.value.strip()) and line.unit)


def _is_worded(line: Result) -> bool:
    return bool(line.finding)


@cites("4.2.2-c", "D-16")
def missing_for_trace(report: ReportContent, *, is_seal_explained: bool = False) -> list[str]:
    """报告须有编号、资质编号、方法、样品编号、封样核对、日期、校准、原始记录、签字和印章，缺一不可。

    Gives the names of what is missing, in the order of the intake form; a broken seal counts as missing
    until it is explained and the sample found usable.
    """
    missing = [name for name in TRACED if not getattr(report, name)]
    return [name for name in missing if name != "is_seal_intact" or not is_seal_explained]


TRACED = (
    "report_no", "qualification_no", "method", "sample_id", "is_seal_intact", "received_on", "tested_on",
    "calibration_ref", "raw_data_keeper", "tester", "reviewer", "signatory", "is_stamped",
)  # fmt: skip


@cites("4.2.2-c")
def against_dates(report: ReportContent, today: date) -> str | None:
    """样品接收不得晚于检测，检测不得晚于当日。"""
    if report.tested_on is not None and report.tested_on > today:
        return "TESTED_AHEAD"
    if report.received_on is not None and report.tested_on is not None and report.received_on > report.tested_on:
        return "TESTED_BEFORE_RECEIPT"
    return None


@cites("2.3.7-a")
def sample_is_missing(*, is_problem_found: bool, has_sample_or_statement: bool) -> bool:
    """检测发现问题的，须有留样记录，或者说明无法留样的原因。"""
    return is_problem_found and not has_sample_or_statement


@cites("2.3.7-a", "A-24")
def against_sample(entry: RetainedSampleEntry, least_until: date) -> str | None:
    """留样须写明编号、数量、封样号、地点、保管人和保存期限；不能留样的须说明原因。

    Statement and record exclude each other. The period is at least the months that the parameter sets.
    """
    filled = [entry.sample_no, entry.quantity, entry.seal_no, entry.place, entry.keeper]
    if entry.impossible_reason:
        return "SAMPLE_OR_STATEMENT" if any(filled) else None
    if not all(filled) or entry.keep_until is None:
        return "SAMPLE_INCOMPLETE"
    return "SAMPLE_KEEP_SHORT" if entry.keep_until < least_until else None


@cites("2.3.7-a", "A-24")
def months_later(day: date, months: int) -> date:
    """留样期限按自然月计算，月底对月底。"""
    return months_after(day, months)
