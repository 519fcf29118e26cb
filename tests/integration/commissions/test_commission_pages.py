"""The pages of a panel from the draft to the released pack, as each role walks them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from panel.kernel.clock import beijing
from panel.proceedings.demo.basis import Basis
from tests.support.panels import Panels
from tests.support.screening import undecided
from tests.support.visitor import PASSWORD, document, error_summary, visible_text

NO_TIES = dict.fromkeys(
    ("employ", "share", "kin", "competitor", "complainant", "lab", "reporter", "project", "public", "other"), "no"
)


def local(panels: Panels, **delta: float) -> str:
    from datetime import timedelta

    return beijing(panels.clock() + timedelta(**delta)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.clause("4.1.2-a", "2.4.2-d", "D-02", "D-09")
def test_each_role_walks_a_panel_to_its_pack(panels: Panels, person: Callable[[str], Any], basis: Basis) -> None:
    matter = panels.matter()
    official, approver, secretary = person("u08"), person("u09"), person("u10")
    saved = official.submit(
        f"/panels/new?matter={matter}",
        {
            "title": "白酒塑化剂风险研判", "question": "是否构成风险信息，属于哪一级？", "main_discipline": "T03",
            "disciplines": ["T01", "T06", "T07"], "deadline": local(panels, days=7), "held_at": local(panels, days=3),
            "secretary_id": str(basis.account("u10")), "place": "第一会议室", "complexity_grounds": [],
            "seats_wanted": "3",
        },
    )  # fmt: skip
    assert "委托书已保存" in visible_text(saved), error_summary(saved)
    number = int(saved.request.path.split("/")[2])
    assert "已提交" in visible_text(official.submit(f"/panels/{number}/commission", form="提交审批"))
    refused = approver.submit(f"/panels/{number}/commission/approve", {"approve": "1"})
    assert refused.status_code == 422
    assert "中立" in error_summary(refused)["is_neutral"]
    approved = approver.submit(f"/panels/{number}/commission/approve", {"approve": "1", "is_neutral": "y"})
    assert "湘研委〔2026〕1号" in visible_text(approved)
    assert "审查完成" in visible_text(secretary.submit(f"/panels/{number}/recusal", form="运行审查"))
    for party in (secretary, official):
        committed = party.submit(f"/panels/{number}/draw", {"kept": "system"}, form="公布承诺")
        assert "承诺已公布" in visible_text(committed)
    early = secretary.submit(f"/panels/{number}/draw", form="固定名单")
    assert (early.status_code, "没有审定" in visible_text(early)) == (422, True)
    hard = [str(one) for one in undecided(panels.session_of, number)[True]]
    verdict = {"findings": hard, "outcome": "confirmed", "reason": "申报属实"}
    assert "已审定" in visible_text(official.submit(f"/panels/{number}/recusal", verdict, form="审定所选情形"))
    assert "机会已固定" in visible_text(secretary.submit(f"/panels/{number}/draw", form="固定名单"))
    assert "等待另一方公开" in visible_text(secretary.submit(f"/panels/{number}/draw", form="公开密码"))
    assert "抽取完成" in visible_text(official.submit(f"/panels/{number}/draw", form="公开密码"))
    assert "演算一致" in visible_text(official.get(f"/panels/{number}/draw/1"))
    assert "邀请已发出" in visible_text(secretary.submit(f"/panels/{number}/seats", form="发出邀请"))
    for code, seat in panels.seats(number).items():
        if seat.state == "INVITED":
            expert = person(basis.expert_keys[code])
            page = f"/invitations/{seat.id}"
            wrong = expert.submit(page, {**NO_TIES, "agrees": "y", "password": "not this one"}, form="签署")
            assert "口令不正确" in error_summary(wrong)["password"]
            answered = expert.submit(page, {**NO_TIES, "agrees": "y", "password": PASSWORD}, form="签署")
            assert "已接受邀请" in visible_text(answered)
    constituted = official.submit(f"/panels/{number}/constitute", {"reason": "人选经过比较"})
    assert "专家组已组成" in visible_text(constituted)
    added = secretary.submit(
        f"/panels/{number}/materials/new",
        {"title": "检测报告", "kind": "evidence", "text": "", "file": (BytesIO("检测结果".encode()), "报告.txt")},
    )
    assert "材料已添加" in visible_text(added)
    assert "材料已发放" in visible_text(secretary.submit(f"/panels/{number}/materials", form="发放"))
    member = next(code for code, seat in panels.seats(number).items() if seat.state == "ACCEPTED")
    reader = person(basis.expert_keys[member])
    listed = reader.get(f"/panels/{number}/materials")
    link = next(one for one in document(listed).xpath("//main//a/@href") if "/materials/" in one)
    got = reader.submit(link, form="下载文件", follow=False)
    assert got.get_data(as_text=True).startswith(basis.expert_actor(member).name)
    assert "检测结果" in got.get_data(as_text=True)
    assert "已确认阅读" in visible_text(reader.submit(link, form="我已阅读"))
