"""The draw through the pages: both commit, one refuses to reveal, an outsider re-runs it, seats are refilled."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from panel.commissions import service
from panel.kernel.tokens import new_key
from panel.recusal.facts import PartyKind
from tests.support.browser import DESKTOP, PHONE
from tests.support.desks import Desk
from tests.support.panels import Panels

SELLER = "示范食品风险评估所销售有限公司"
CHECKED_ELSEWHERE = {f"{path} {width}" for path in ("sign-in", "", "panels/#/recusal") for width in (DESKTOP, PHONE)}
"""Pages whose soundness other browser tests look at."""


@pytest.fixture
def panels(session_of: Any, basis: Any, clock: Any) -> Panels:
    """Give the way to bring panels to a state."""
    return Panels(session_of, basis, clock)


def ran(*arguments: str | Path) -> tuple[int, str]:
    """Run a program with Python alone, as an outsider does, and give how it ended and what it said last."""
    done = subprocess.run([sys.executable, "-I", *map(str, arguments)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def downloaded(desk: Desk, words: str, folder: Path) -> Path:
    """Follow a link, or press a button, that gives a file."""
    place = desk.page.locator("main")
    with desk.page.expect_download() as started:
        place.get_by_role("link", name=words).or_(place.get_by_role("button", name=words)).first.click()
    path: Path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def screen(desk: Desk, number: int) -> None:
    """Screen the experts and settle every hit on the page: like-named employers pass, a declared tie stays away."""
    desk.go(f"/panels/{number}/recusal").press("运行审查")
    for decision, reason, names in (
        ("不需回避", "与该公司同名，不是同一单位", ("卢清和", "丁可为")),
        ("应当回避", "本人申报属实", ("鲁一鸣",)),
    ):
        for name in names:
            desk.page.get_by_role("checkbox", name=name).check()
        desk.page.get_by_role("radio", name=decision).check()
        desk.fill(reason=reason).press("审定所选情形")
    desk.sees("命中的情形都已审定")


@pytest.mark.clause("D-02", "S-12", "A-02")
def test_a_refused_draw_is_finished_proved_and_its_seats_refilled(
    panels: Panels, open_window: Any, tmp_path: Path
) -> None:
    number, seen = panels.submitted(), set(CHECKED_ELSEWHERE)
    panels.act(service.approve_commission, number, is_neutral=True, by="u09")
    panels.act(
        service.enter_party, number, kind=PartyKind.SELLER, name=SELLER, unified_code="", note="台账",
        form_key=new_key(), by="u08",
    )  # fmt: skip
    secretary, official, head = (Desk(open_window, login, seen) for login in ("u10", "u08", "u09"))
    page, seats = f"/panels/{number}/draw", f"/panels/{number}/seats"

    # Both commit: the secretary's secret lies in the system, the official's in an envelope with the head.
    secretary.go(page).choose(kept="system").press("公布承诺").sees("等待见证人（业务人员）公布承诺")
    program = downloaded(official.go(page), "下载核对程序", tmp_path)
    code, printed = ran(program, "chain")
    tip, *links = [line.split(": ")[1] for line in printed.splitlines()]
    official.choose(kept="own").fill(tip=tip).press("公布承诺").sees("密封件待签收")
    head.go(page).press("已收到见证人（业务人员）的密封件").sees("罗承志 于", "签收密封件")

    # No pool is frozen before the experts are screened.
    secretary.go(page).press("固定名单", in_vain=True).sees("还没有对专家做过回避审查")
    screen(official, number)
    secretary.go(page).press("固定名单").sees("可抽取", "等待抽取人（秘书）、见证人（业务人员）公开第 1 次密码")
    secretary.press("先查看名单和机会").sees("名单已固定，尚未抽取", "未列入名单的")
    secretary.go(page).press("公开密码").sees("拒不公开的，由审批人启封")

    # A link that was never committed to is not taken; then the official refuses, and the head opens the envelope.
    official.go(page).fill(link=links[1]).press("公开密码", in_vain=True).sees("不能由事先公布的承诺验证")
    reason = "见证人看过名单后拒绝公开"
    head.go(page).fill(reason=reason, link=links[0]).press("启封并完成抽取").sees("演算一致", "正选", "候补")
    head.sees(f"石伯安没有公开密码，审批人罗承志启封第 1 次密码；理由：{reason}")

    # An outsider needs the two files and Python, nothing else; a changed letter is found.
    transcript = downloaded(secretary.go(f"{page}/1"), "下载记录文件", tmp_path)
    code, printed = ran(program, transcript)
    assert (code, printed.splitlines()[-1]) == (0, "全部相符 everything holds: 1")
    forged = tmp_path / "forged.json"
    forged.write_text(transcript.read_text("utf-8").replace(links[0], links[1]), "utf-8")
    code, printed = ran(program, forged)
    assert (code, printed.startswith("不符 does not hold: links event 1 witness")) == (1, True)
    assert downloaded(secretary, "下载抽取记录表", tmp_path).read_bytes().startswith(b"PK")

    # An expert declines on the phone, and the first reserve is asked at once.
    secretary.go(seats).press("向正选专家发出邀请")
    first, *_others, reserve, last = panels.seats(number)
    expert = Desk(open_window, panels.basis.expert_keys[first], seen, width=PHONE)
    expert.go("/invitations").press("白酒塑化剂风险研判").fill(**{"no-reason": "出国"}).press("不能参加").sees("谢绝")
    assert [seat.state for seat in panels.seats(number).values()] == [
        "DECLINED", "INVITED", "INVITED", "INVITED", "DRAWN",
    ]  # fmt: skip

    # When the reserves have declined too, further seats are drawn by the next link of each party.
    for left in (reserve, last):
        panels.act(service.decline_invitation, panels.seats(number)[left].id, reason="出差", by=left)
    secretary.go(page).fill(reason="候补已用完").press("固定名单").press("公开密码")
    official.go(page).fill(link=links[1]).press("公开密码").sees("演算一致", "补充抽取")
    code, printed = ran(program, downloaded(official, "下载记录文件", tmp_path))
    assert (code, printed.splitlines()[-1]) == (0, "全部相符 everything holds: 2")
    fresh = [seat.state for code, seat in panels.seats(number).items() if seat.rank > 5]
    assert fresh == ["INVITED", "DRAWN", "DRAWN"]
    secretary.go(seats).sees("待答复")
