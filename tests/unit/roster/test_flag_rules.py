"""Who counts as senior, and whose employer is inside the system."""

import pytest

from panel.accounts.facts import OrgFacts, OrgKind
from panel.guidance.code_lists import codes
from panel.roster.flag_rules import SystemBodies, is_senior_title

MIDDLE = {"工程师", "助理研究员", "讲师", "主治医师", "检验师"}
TREE = SystemBodies(
    [
        OrgFacts(1, "HQ", "国家质检总局（示例）", 1, OrgKind.HQ, None, "000000"),
        OrgFacts(2, "SAC", "标准委（示例）", 1, OrgKind.COMMISSION, 1, "000000"),
        OrgFacts(3, "B-430", "湖南省质量技术监督局（示例）", 2, OrgKind.PROVINCIAL_BUREAU, 1, "430000"),
        OrgFacts(4, "G-4301", "湖南省乙市质量技术监督局（示例）", 2, OrgKind.GRASSROOTS, 3, "430000"),
        OrgFacts(5, "JG-0001", "示范检测院（示例）", 2, OrgKind.INSTITUTION, 3, "430000"),
    ]
)


@pytest.mark.clause("4.1.1-c")
def test_every_title_of_the_code_list_is_senior_or_known_to_be_of_the_middle_grade() -> None:
    assert {code.zh for code in codes("expert_titles") if not is_senior_title(code.zh)} == MIDDLE


@pytest.mark.clause("4.1.1-c")
@pytest.mark.parametrize(
    "title", ["正高级工程师", "研究员级高级工程师", "副主任药师", "二级律师", "律师(一级)", " 副教授 "]
)
def test_titles_beyond_the_code_list_are_told_by_their_words(title: str) -> None:
    assert is_senior_title(title)


@pytest.mark.clause("4.1.1-c")
@pytest.mark.parametrize(
    "title", ["", "助理教授", "助理研究员", "高级工", "高级技师", "三级律师", "主任", "助理工程师"]
)
def test_middle_grades_posts_and_grades_of_workers_are_not_senior(title: str) -> None:
    assert not is_senior_title(title)


@pytest.mark.clause("D-17")
@pytest.mark.parametrize(
    "employer",
    [
        "国家质检总局", "国家质检总局 信息中心", "标准委(示例)", "湖南省质量技术监督局稽查总队",
        "湖南省乙市质量技术监督局（示例）",
    ],
)  # fmt: skip
def test_organs_of_the_system_and_what_bears_their_name_are_inside(employer: str) -> None:
    assert employer in TREE


@pytest.mark.clause("D-17")
@pytest.mark.parametrize("employer", ["", "（示例）", "示范检测院（示例）", "标准委员会服务公司", "湖南大学", "总局"])
def test_testing_institutions_and_other_bodies_are_outside(employer: str) -> None:
    assert employer not in TREE
