"""The conclusion through its pages: who sees which button, what a refusal says, and that nothing typed is lost."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from panel.accounts.models import Try
from panel.accounts.rules import TRIES_PER_LOGIN
from panel.commissions import queries as commissions
from panel.commissions.facts import PeerVisibility
from panel.commissions.service import draft_commission
from panel.conclusions.facts import SignatureAct
from panel.kernel.canonical import sha256_hex
from panel.kernel.errors import RuleViolatedError
from panel.kernel.tokens import new_key
from tests.support.conclusions import PARTS, REVIEWER, SMALL, Conclusions
from tests.support.papers import lines_of
from tests.support.sittings import APPROVER, OFFICIAL, SECRETARY, content_of
from tests.support.visitor import PASSWORD, Visitor, document, error_summary, visible_text

Visit = Callable[..., Visitor]
TYPED = {
    "nature": "化学污染物迁移", "level_reasons": "三批超限", "analysis": "迁移所致 <b>&",
    "suggestions": "停止销售\n召回",
    "uncertainty": "",
}  # fmt: skip


@pytest.fixture
def at_desk(story: Conclusions, visit: Visit) -> Callable[[str], Visitor]:
    """Give the way to sit somebody down: an account's key or an expert's code."""

    def sit(who: str) -> Visitor:
        actor = story.expert(who) if who.startswith("ZJ-") else story.basis.actor(who)
        key = next(key for key, one in story.basis.accounts.items() if one.id == actor.id)
        return visit(story.basis.login(key))

    return sit


def url(panel_id: int, rest: str = "") -> str:
    return f"/panels/{panel_id}/conclusion{rest}"


def test_the_conclusion_comes_from_count_to_main_record_through_its_pages(
    story: Conclusions, decided: int, at_desk: Callable[[str], Visitor]
) -> None:
    secretary = at_desk(SECRETARY)
    assert "起草研判结论书" in visible_text(secretary.get("/"))
    page = secretary.submit(url(decided), form="生成草稿")
    assert "草稿已按表决数据生成" in visible_text(page)
    assert "完善结论书并送审" in visible_text(secretary.get("/"))
    page = secretary.submit(url(decided, "/edit"), TYPED | {"save": "1"})
    assert "草稿已保存" in visible_text(page)
    page = secretary.submit(url(decided, "/edit"), {"submit": "1"})
    assert "已送审" in visible_text(page)
    reviewer = at_desk(REVIEWER)
    assert "审核研判结论书" in visible_text(reviewer.get("/"))
    assert "迁移所致 <b>&" in visible_text(reviewer.get(url(decided)))
    assert "已退回修改" in visible_text(reviewer.submit(url(decided, "/return"), {"reason": "请补充暴露场景"}))
    assert "请补充暴露场景" in visible_text(secretary.get(url(decided, "/edit")))
    secretary.submit(url(decided, "/edit"), {"uncertainty": "三个批次", "submit": "1"})
    assert "审核通过，已送成员签署" in visible_text(reviewer.submit(url(decided), form="审核通过"))
    for place, code in enumerate(SMALL):
        member = at_desk(code)
        assert "签署研判结论书" in visible_text(member.get("/"))
        act = list(SignatureAct)[place].value
        page = member.submit(url(decided, "/sign"), {"act": act, "statement": "说明", "password": PASSWORD})
        assert "您的签署意见已记录" in visible_text(page)
        assert "签署研判结论书" not in visible_text(member.get("/"))
    approver = at_desk(APPROVER)
    assert "签发研判结论书" in visible_text(approver.get("/"))
    assert "已签发：湘研结〔2026〕1号" in visible_text(approver.submit(url(decided), form="签发"))
    official = at_desk(OFFICIAL)
    assert "将研判结果录入主记录" in visible_text(official.get("/"))
    page = official.submit(url(decided), form="录入主记录")
    assert "结果已录入主记录" in visible_text(page)
    assert story.state(decided) == "SIGNED"


@pytest.mark.clause("2.4.0-c")
def test_a_half_written_draft_is_saved_and_not_sent(story: Conclusions, drafted: int, at_desk: Any) -> None:
    secretary = at_desk(SECRETARY)
    page = secretary.submit(url(drafted, "/edit"), {"analysis": "", "suggestions": "", "save": "1"})
    assert "草稿已保存" in visible_text(page)
    page = secretary.submit(url(drafted, "/edit"), {"nature": "新的性质", "submit": "1"})
    assert page.status_code == 422
    [words] = error_summary(page).values()
    assert words.startswith("结论书缺少必备内容：分析意见、建议措施。")
    assert "R-2.4.0-c" in words
    assert story.conclusion(drafted).parts["nature"] == "新的性质"  # what was typed is kept, in the page and for good
    assert story.state(drafted) == "DRAFTED"


def test_more_suggestions_than_a_document_lists_are_refused_and_kept(drafted: int, at_desk: Any) -> None:
    typed = "\n".join(f"措施{number}" for number in range(31))
    page = at_desk(SECRETARY).submit(url(drafted, "/edit"), {"suggestions": typed, "save": "1"})
    assert page.status_code == 422
    assert error_summary(page) == {"suggestions": "建议措施最多 30 条"}
    assert "措施30" in page.text


@pytest.mark.clause("2.4.3-c")
def test_a_stale_tab_is_told_that_the_text_is_frozen_and_loses_nothing(
    story: Conclusions, in_review: int, at_desk: Any
) -> None:
    secretary = at_desk(SECRETARY)
    answer = secretary.get(url(in_review, "/edit"))
    assert (answer.status_code, answer.headers["Location"]) == (303, url(in_review))
    assert "文字不能再改" in visible_text(secretary.get(url(in_review)))
    late = secretary.post(url(in_review, "/edit"), data=TYPED | {"analysis": "迟到的修改", "save": "1"})
    assert late.status_code == 422
    assert "文字不能再改" in visible_text(late)
    assert "迟到的修改" in late.text
    assert story.conclusion(in_review).parts == PARTS


def test_a_second_press_of_a_button_is_told_that_it_is_done(drafted: int, at_desk: Any) -> None:
    secretary = at_desk(SECRETARY)
    answer = secretary.post(url(drafted, "/draft"))
    assert answer.status_code == 409
    assert "当前状态下不能办理这一步" in visible_text(answer)


@pytest.mark.clause("D-13")
def test_a_wrong_password_is_counted_and_keeps_the_statement(
    story: Conclusions, to_sign: int, at_desk: Any, session_of: Any
) -> None:
    member = at_desk(SMALL[0])
    typed = {"act": "sign_with_statement", "statement": "打了很久的声明", "password": "wrong"}
    for number in range(1, TRIES_PER_LOGIN + 1):
        answer = member.submit(url(to_sign, "/sign"), typed)
        assert answer.status_code == 422
        assert error_summary(answer)["password"].startswith("口令不正确")
        assert "打了很久的声明" in answer.text
        assert "wrong" not in answer.text
        with session_of() as session:
            assert session.scalar(select(func.count()).select_from(Try)) == number
    answer = member.submit(url(to_sign, "/sign"), typed | {"password": PASSWORD})
    assert "尝试次数过多" in error_summary(answer)["password"]
    assert story.state(to_sign) == "TO_SIGN"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"act": ""}, "act"), ({"act": "not_signed"}, "act"), ({"password": ""}, "password"),
     ({"act": "sign_with_statement", "statement": " "}, "statement")],
)  # fmt: skip
def test_a_signature_that_is_not_complete_names_its_field(
    to_sign: int, at_desk: Any, changes: dict[str, str], field: str
) -> None:
    typed = {"act": "sign", "statement": "声明", "password": PASSWORD} | changes
    answer = at_desk(SMALL[0]).submit(url(to_sign, "/sign"), typed)
    assert answer.status_code == 422
    assert list(error_summary(answer)) == [field]


@pytest.mark.clause("D-07")
def test_signing_twice_and_signing_late_are_told_so(story: Conclusions, to_sign: int, at_desk: Any) -> None:
    typed = {"act": "sign", "statement": "", "password": PASSWORD}
    first, second = at_desk(SMALL[0]), at_desk(SMALL[1])
    assert first.post(url(to_sign, "/sign"), data=typed).status_code == 303
    again = first.post(url(to_sign, "/sign"), data=typed)
    assert again.status_code == 422
    assert "已对本结论书作出签署或拒签的表示" in visible_text(again)
    assert first.get(url(to_sign, "/sign")).status_code == 303
    until = story.conclusion(to_sign).sign_until
    assert until is not None
    story.clock.set(until)
    story.clock.move(seconds=1)
    late = second.post(url(to_sign, "/sign"), data=typed)
    assert late.status_code == 422
    assert "签署期限已过" in visible_text(late)
    assert "签发研判结论书" in visible_text(at_desk(APPROVER).get("/"))
    assert "签署研判结论书" not in visible_text(second.get("/"))


@pytest.mark.clause("D-11", "S-04", "3.5.0-a")
def test_each_role_is_offered_its_own_acts(story: Conclusions, to_sign: int, at_desk: Any) -> None:
    def buttons(who: str) -> set[str]:
        tree = document(at_desk(who).get(url(to_sign)))
        words = tree.xpath("//main//*[self::button or contains(@class, 'govuk-button')]/text()")
        return {word.strip() for word in words if word.strip()}

    download = "下载草稿（Word）"
    assert buttons(SECRETARY) == buttons(OFFICIAL) == buttons("u16") == {download}
    assert buttons(SMALL[0]) == {download, "去签署"}
    assert buttons(APPROVER) == {download}
    for code in SMALL:
        story.sign(to_sign, code)
    assert buttons(SMALL[0]) == {download}
    assert "签发" in buttons(APPROVER)


@pytest.mark.clause("3.5.0-a", "D-11")
@pytest.mark.parametrize(
    ("who", "status"), [("ZJ-0001", 404), ("u05", 404), ("u06", 404), ("u18", 403), ("u33", 403), ("u17", 404)]
)
def test_who_has_nothing_to_do_with_the_panel_does_not_see_it(issued: int, at_desk: Any, who: str, status: int) -> None:
    client = at_desk(who)
    for path in ("", "/edit", "/sign", "/correct"):
        assert client.get(url(issued, path)).status_code in {status, 403}
    assert client.post(url(issued, "/document")).status_code == status


@pytest.mark.clause("2.5.5-c", "3.5.0-c")
def test_the_document_is_handed_out_as_it_was_issued(story: Conclusions, issued: int, at_desk: Any) -> None:
    answer = at_desk("u16").post(url(issued, "/document"))
    assert answer.status_code == 200
    assert sha256_hex(answer.data) == story.conclusion(issued).sha256
    assert answer.mimetype.endswith("wordprocessingml.document")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert sha256_hex(answer.data) in re.sub(r"\s", "", visible_text(at_desk("u16").get(url(issued))))


def test_the_draft_is_handed_out_and_says_that_it_is_one(drafted: int, at_desk: Any) -> None:
    answer = at_desk(SECRETARY).post(url(drafted, "/document"))
    assert "（待编号）" in "\n".join(lines_of(answer.data))


@pytest.mark.clause("3.5.0-c")
@pytest.mark.clause("D-06", "D-11")
@pytest.mark.parametrize("is_issued", [False, True])
def test_members_who_voted_nameless_read_a_copy_without_names_beside_opinions(
    story: Conclusions, at_desk: Any, is_issued: bool
) -> None:
    panel_id = story.to_sign(ballots="223")
    if is_issued:
        for code in SMALL:
            story.sign(panel_id, code)
        story.issue(panel_id)
    names = [story.expert(code).name for code in SMALL]
    for who, is_named in ((OFFICIAL, True), ("u16", True), (SMALL[0], False)):
        lines = lines_of(at_desk(who).post(url(panel_id, "/document")).data)
        beside = [name for name in names for line in lines if line.startswith((f"{name}（", f"{name}："))]
        assert bool(beside) is is_named, who
        assert any("不记名" in line for line in lines) is not is_named, who


def test_members_of_a_named_vote_read_the_named_document(story: Conclusions, at_desk: Any) -> None:
    panel_id = story.decided("223", peer_visibility=PeerVisibility.NAMED)
    story.concluded(panel_id)
    dissenter = story.expert(SMALL[2]).name
    lines = lines_of(at_desk(SMALL[0]).post(url(panel_id, "/document")).data)
    assert any(line.startswith(f"{dissenter}（") for line in lines)


def test_a_document_that_changed_on_disk_is_not_handed_out(
    story: Conclusions, issued: int, at_desk: Any, settings: Any
) -> None:
    sha256 = story.conclusion(issued).sha256 or ""
    (settings.home / "files" / sha256[:2] / sha256).write_bytes(b"PK\x03\x04 forged")
    answer = at_desk("u16").post(url(issued, "/document"))
    assert answer.status_code == 500
    assert "与登记的摘要不符" in visible_text(answer)


@pytest.mark.clause("2.4.3-c")
def test_after_the_conclusion_no_other_panel_is_offered_or_drafted(
    story: Conclusions, issued: int, at_desk: Any
) -> None:
    with story.session_of() as session:
        matter_id = commissions.get_panel(session, issued).matter_id
    assert "起草专家研判委托书" not in visible_text(at_desk(OFFICIAL).get(f"/matters/{matter_id}"))
    with pytest.raises(RuleViolatedError) as refused:
        story.act(draft_commission, matter_id, content_of(story.basis, story.clock), form_key=new_key(), by=OFFICIAL)
    assert refused.value.code == "PANEL_CONCLUDED"


@pytest.mark.clause("3.5.0-c")
def test_a_correction_shows_both_versions(story: Conclusions, issued: int, at_desk: Any) -> None:
    approver = at_desk(APPROVER)
    assert approver.submit(url(issued, "/correct"), {"erratum": " "}).status_code == 422
    page = approver.submit(url(issued, "/correct"), {"erratum": "附件二页码有误"})
    text = visible_text(page)
    assert "更正版已出具，原件保留" in text
    assert "第 1 版" in text
    assert "第 2 版" in text
    first = approver.post(url(issued, "/document"), data={"version": "1"})
    second = approver.post(url(issued, "/document"))
    assert first.data != second.data
    assert "附件二页码有误" in "\n".join(lines_of(io.BytesIO(second.data).getvalue()))
    assert approver.post(url(issued, "/document"), data={"version": "9"}).status_code == 404


def test_pages_of_acts_that_are_not_open_lead_back(drafted: int, at_desk: Any) -> None:
    for who, path in ((REVIEWER, "/return"), (SMALL[0], "/sign"), (APPROVER, "/correct")):
        answer = at_desk(who).get(url(drafted, path))
        assert (answer.status_code, answer.headers["Location"]) == (303, url(drafted)), path


def test_the_page_speaks_english(issued: int, at_desk: Any) -> None:
    client = at_desk("u16")
    client.post("/language", data={"language": "en"})
    assert document(client.get(url(issued))).get("lang") == "en"
