"""Which institution may be given work, and when its report may be used."""

from panel.accounts.facts import OrgKind
from panel.guidance import cites
from panel.institutions.facts import Designation, Qualification
from panel.roster.rules import may_recommend


@cites("D-22", "A-23")
def has_statutory_basis(qualification: Qualification) -> bool:
    """法定资质指资质认定（CMA）或者法律规定的其他许可，CNAS 认可不能代替。"""
    return bool(qualification.cma_no or qualification.other)


@cites("4.2.1-a")
def reasons_against_designation(
    recommender: OrgKind, qualification: Qualification, designation: Designation
) -> str | None:
    """确定检测机构须有规定类型的推荐单位、法定资质和确定文号。"""
    if recommender is not OrgKind.HQ and not may_recommend(recommender):
        return "INST_RECOMMENDATION"
    if not designation.number:
        return "DESIGNATION_NO_MISSING"
    return None if has_statutory_basis(qualification) else "INST_QUALIFIED"
