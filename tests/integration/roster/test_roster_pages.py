"""The roster through its pages: what each role finds, the whole way in by hand, and what a page costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from panel.proceedings.demo.basis import Basis
from tests.support.counting import Counted
from tests.support.visitor import Visitor, document, error_summary, visible_text

Visit = Callable[..., Visitor]
PERSON = {
    "name": "新同志",
    "gender": "女",
    "birth_year": "1980",
    "employer": "示范轻工大学（示例）",
    "post": "系主任",
    "title": "教授",
    "main_discipline": "T06",
    "second_discipline": "T01",
    "region": "430000",
    "interests": "示范酒业股份有限公司（虚构） | 项目 | Y1990000F00000050Y | 2024年课题",
    "other_committees": "示范全国标准化技术委员会TC999（示例）",
    "phone": "+86-000-0000-9001",
    "email": "new@example.org",
    "recommending_opinion": "同意推荐",
}


def names(page: Visitor, path: str) -> list[str]:
    """Give the first column of a page's table."""
    return [link.text_content() for link in document(page.get(path)).xpath("//main//tbody/tr/th/a")]


@pytest.mark.parametrize("who", ["u08", "u09", "u10", "u16"])
def test_the_office_and_the_auditor_read_the_roster(basis: Basis, visit: Visit, who: str) -> None:
    page = visit(basis.login(who))
    answer = page.get("/experts")
    assert answer.status_code == 200
    assert "共 60 条" in visible_text(answer)
    assert page.get(f"/experts/{basis.expert_id('ZJ-0011')}").status_code == 200


@pytest.mark.parametrize("who", ["u18", "u32"])
def test_administrators_and_contacts_find_no_roster(basis: Basis, visit: Visit, who: str) -> None:
    page = visit(basis.login(who))
    assert page.get("/experts").status_code == 403
    assert page.get(f"/experts/{basis.expert_id('ZJ-0011')}").status_code == 403


def test_an_expert_sees_the_own_record_only(basis: Basis, visit: Visit) -> None:
    page = visit(basis.login("e11"))
    own, other = basis.expert_id("ZJ-0011"), basis.expert_id("ZJ-0012")
    assert page.get("/experts").headers["Location"].endswith(f"/experts/{own}")
    assert "zj0011@example.org" in visible_text(page.get(f"/experts/{own}"))
    assert page.get(f"/experts/{other}").status_code == 404
    assert page.get("/committees").status_code == 403


@pytest.mark.parametrize(
    ("who", "sees"), [("u08", False), ("u09", False), ("u10", True), ("u16", False), ("u01", True)]
)
def test_contact_data_is_masked_for_those_who_do_not_need_it(basis: Basis, visit: Visit, who: str, sees: bool) -> None:
    text = visible_text(visit(basis.login(who)).get(f"/experts/{basis.expert_id('ZJ-0011')}"))
    assert ("zj0011@example.org" in text) is sees
    assert "+86-000-0000-1011" not in text
    assert "+86****11" in text


def test_the_form_of_a_correction_is_for_those_in_charge_only(basis: Basis, visit: Visit) -> None:
    path = f"/experts/{basis.expert_id('ZJ-0011')}/edit"  # the system's committee, recommended by Zhejiang
    assert "zj0011@example.org" in visit(basis.login("u01")).get(path).get_data(as_text=True)
    assert visit(basis.login("u05")).get(path).status_code == 200
    refused = visit(basis.login("u08")).get(path)
    assert refused.status_code == 403
    assert "zj0011@example.org" not in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=顾承宇", ["顾承宇"]),
        ("words=zj-0021", ["顾承宇"]),
        ("words=酿酒研究院", ["顾承宇"]),
        ("words=酿酒工程+示范酿酒", ["顾承宇"]),
        ("words=100%25", []),
        ("state=suspended", ["江望舒", "龚书尧"]),
        ("state=term_ended", ["池雁回", "佟立夏"]),
        ("group=legal", ["于归", "师道明"]),
        ("discipline=T16", ["井深泉"]),
        ("region=510000&state=appointed&discipline=T06", ["顾承宇"]),
        ("state=nonsense", None),
        ("page=99", None),
    ],
)
def test_the_list_is_searched_and_filtered(basis: Basis, visit: Visit, query: str, found: list[str] | None) -> None:
    page = visit(basis.login("u08"))
    assert page.get(f"/experts?{query}").status_code == 200
    if found is not None:
        assert names(page, f"/experts?{query}") == found


def test_the_committee_filter_takes_its_members(basis: Basis, visit: Visit) -> None:
    page = visit(basis.login("u08"))
    old = basis.committee_id("C-OLD")
    assert names(page, f"/experts?committee={old}") == ["池雁回", "佟立夏"]
    assert names(page, f"/committees/{old}") == ["池雁回", "佟立夏"]
    assert "上一届专家委员会" in visible_text(page.get("/committees"))
    assert page.get("/committees/999").status_code == 404


@pytest.mark.clause("D-02", "D-01")
def test_the_preview_gives_a_reason_for_every_exclusion(basis: Basis, visit: Visit) -> None:
    page = visit(basis.login("u08"))
    enterprise = basis.enterprise("QY-05")
    query = {"main": "T06", "parties": f"{enterprise['name']} | {enterprise['unified_code']}"}
    tree = document(page.get("/experts/pool", query_string=query))
    figures = [int(each.text) for each in tree.xpath("//*[@class='panel-figures__number']")]
    assert sum(figures) == 60
    excluded = {
        row.xpath("string(th/a)"): row.xpath("string(td[last()])").split() for row in tree.xpath("//tr[td//ul]")
    }
    assert len(excluded) == figures[1]
    assert all(excluded.values())
    assert any("利害关系" in reason for reason in excluded["鲁一鸣"])


def test_a_badly_typed_party_is_said_so(basis: Basis, visit: Visit) -> None:
    answer = visit(basis.login("u08")).get("/experts/pool", query_string={"parties": "甲 | 乙 | 丙"})
    assert answer.status_code == 200
    assert "第 1 行" in answer.get_data(as_text=True)


# The way in, by hand


@pytest.mark.clause("4.1.1-b", "S-14")
def test_the_whole_way_in_goes_through_the_pages(basis: Basis, visit: Visit) -> None:
    official, reviewer, head = (visit(basis.login(who)) for who in ("u08", "u28", "u09"))
    answer = official.submit("/experts/recommend", PERSON | {"committee": str(basis.committee_id("C-430"))})
    assert "已推荐" in visible_text(answer)
    path = answer.request.path
    assert "审核专家推荐" not in visible_text(official.get("/"))
    assert "审核专家推荐" in visible_text(reviewer.get("/"))
    assert "遴选审核" not in visible_text(official.get(path))
    answer = reviewer.submit(f"{path}/review", {"answer": "pass", "opinion": "符合条件"})
    assert "待聘任" in visible_text(answer)
    assert "决定专家聘任" in visible_text(head.get("/"))
    term = {"term_from": "2026-03-02", "term_to": "2028-02-29"}
    answer = head.submit(f"{path}/appoint", term)
    assert "在聘" in visible_text(answer)
    assert "近三年与涉事企业有合作项目" in visible_text(answer)
    assert "ZJ-0061" in visible_text(answer)
    edited = official.submit(f"{path}/edit", {"post": "副院长"})
    assert "副院长" in visible_text(edited)
    assert "近三年与涉事企业有合作项目" in visible_text(edited)


@pytest.mark.clause("S-14")
def test_the_recommender_is_refused_by_the_page_too(basis: Basis, visit: Visit) -> None:
    official = visit(basis.login("u08"))
    path = official.submit("/experts/recommend", PERSON | {"committee": str(basis.committee_id("C-430"))}).request.path
    answer = official.submit(f"{path}/review", {"answer": "pass", "opinion": "符合条件"})
    assert answer.status_code == 422
    assert "S-14" in answer.get_data(as_text=True)
    assert "符合条件" in answer.get_data(as_text=True)


@pytest.mark.clause("4.1.1-b")
def test_a_grass_roots_official_is_told_the_path(basis: Basis, visit: Visit) -> None:
    page = visit(basis.login("u21"))
    answer = page.submit("/experts/recommend", PERSON | {"committee": str(basis.committee_id("C-430"))})
    assert answer.status_code == 422
    assert "推荐渠道" in answer.get_data(as_text=True)
    assert "推荐专家" not in visible_text(page.get("/experts"))


def test_a_wrong_form_keeps_what_was_typed_and_names_each_field(basis: Basis, visit: Visit) -> None:
    wrong = PERSON | {"birth_year": "八零", "email": "nobody", "second_discipline": "T06", "interests": "某公司 | 朋友"}
    answer = visit(basis.login("u08")).submit("/experts/recommend", wrong)
    assert answer.status_code == 422
    assert {"birth_year", "email", "second_discipline", "interests", "committee"} <= set(error_summary(answer))
    assert "示范轻工大学" in answer.get_data(as_text=True)


@pytest.mark.clause("D-18")
def test_members_are_suspended_resumed_and_dismissed_by_the_head(basis: Basis, visit: Visit) -> None:
    head, official = visit(basis.login("u09")), visit(basis.login("u08"))
    path = f"/experts/{basis.expert_id('ZJ-0037')}"
    assert "暂停至 2026-06-01" in visible_text(head.submit(f"{path}/suspend", {"rung": "1", "reason": "无故缺席"}))
    again = head.submit(f"{path}/suspend", {"rung": "1", "reason": "再次"})
    assert again.status_code == 422
    assert "暂停" in visible_text(again)
    assert "在聘" in visible_text(head.submit(f"{path}/resume", {"reason": "说明了原因"}))
    early = head.submit(f"{path}/dismiss", {"reason": "隐瞒利害关系", "document_no": "（示例）1号"})
    assert early.status_code == 422
    official.submit(f"{path}/propose-dismissal", {"reason": "隐瞒利害关系"})
    assert "决定是否解聘" in visible_text(head.get("/"))
    gone = head.submit(f"{path}/dismiss", {"reason": "隐瞒利害关系", "document_no": "（示例）1号"})
    assert "解聘" in visible_text(gone)
    assert head.submit(f"{path}/retire", {"reason": "本人申请"}).status_code == 422


def test_only_the_head_of_the_owner_decides(basis: Basis, visit: Visit) -> None:
    path = f"/experts/{basis.expert_id('ZJ-0037')}/retire"
    assert visit(basis.login("u08")).get(path).status_code == 403
    assert visit(basis.login("u06")).post(path, data={"reason": "别局"}).status_code == 403


def test_a_head_sets_up_a_committee(basis: Basis, visit: Visit) -> None:
    head = visit(basis.login("u14"))
    facts = {"code": "C-D310", "name": "上海专家委员会（示例）", "document_no": "（示例）1号"}
    answer = head.submit("/committees/new", facts | {"term_from": "2026-01-01", "term_to": "2025-01-01"})
    assert set(error_summary(answer)) == {"term_to"}
    answer = head.submit("/committees/new", facts | {"term_from": "2026-01-01", "term_to": "2030-12-31"})
    assert "上海出入境检验检疫局" in visible_text(answer)


@pytest.mark.parametrize("path", ["/experts", "/committees", "/committees/1", "/experts/pool?main=T01"])
def test_a_list_page_takes_at_most_eight_statements(
    basis: Basis, visit: Visit, counted: Callable[[], AbstractContextManager[Counted]], path: str
) -> None:
    page = visit(basis.login("u08"))
    page.get(path)
    with counted() as statements:
        assert page.get(path).status_code == 200
    assert len(statements) <= 8, str(statements)
