"""The story of the liquor panel through the pages, by all roles: 2–2–1, inquiry, 4–1, conclusion, archive."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from panel.db import database
from panel.kernel.clock import StoryClock, beijing
from tests.support.browser import PHONE
from tests.support.desks import Desk
from tests.support.visitor import PASSWORD

REASONS = {
    "2": "检出值明显高于参照值，消费量大、影响面广，应在规定时限内采取措施，防止扩大。",
    "3": "现有数据提示存在迁移风险，但暴露量有限，宜进一步研究后采取相应的措施。",
    "0": "按现有暴露评估，健康风险处于可以接受的水平，不构成需要处置的风险信息。",
}
NATURES = {"2": "健康危害", "3": "潜在危害", "0": "可以接受"}


class Story:
    """The people and the things of the story."""

    def __init__(self, app: Flask, clock: StoryClock, open_window: Callable[..., Any], folder: Path) -> None:
        """Start with nobody at a desk."""
        self.app, self.clock, self.open_window, self.folder = app, clock, open_window, folder
        is_first = "sqlite" in app.extensions["panel.settings"].database  # the second time the pages are the same
        self.seen: set[str] | None = set() if is_first else None
        self.desks: dict[str, Desk] = {}
        self.panel = self.matter = 0

    def at(self, login: str, **choices: Any) -> Desk:
        """Give a person's desk, signing them in the first time."""
        if login not in self.desks:
            self.desks[login] = Desk(self.open_window, login, self.seen, **choices)
        return self.desks[login]

    def ask(self, query: str, **facts: Any) -> list[Any]:
        """Look into the database for what a person would read off a letter."""
        with self.app.app_context(), database().reading() as session:
            return list(session.execute(text(query), facts).all())

    def local(self, **delta: float) -> str:
        """Give a time from now the way the field of a form wants it."""
        return beijing(self.clock() + timedelta(**delta)).strftime("%Y-%m-%dT%H:%M")

    def day(self, **delta: float) -> str:
        """Give a day from now the way the field of a form wants it."""
        return beijing(self.clock() + timedelta(**delta)).strftime("%Y-%m-%d")

    def paper(self, name: str, words: str) -> Path:
        """Make a small file to upload: the head of a PDF with some words behind it."""
        path = self.folder / name
        path.write_bytes(b"%PDF-1.4\n% " + words.encode())
        return path

    def members(self) -> list[tuple[int, str]]:
        """Give seat and login of the members, in the order of the draw."""
        return self.ask(
            "SELECT s.id, replace(a.login, '@example.org', '') FROM commissions_seat s"
            " JOIN accounts_account a ON a.id = s.account_id"
            " WHERE s.panel_id = :panel AND s.kind = 'member' ORDER BY s.rank", panel=self.panel,
        )  # fmt: skip


def register_matter(story: Story) -> None:
    """Enter, screen and confirm the matter, and open its adjudication: the official alone."""
    desk = story.at("u08").go("/matters").press("录入风险信息")
    desk.choose(source_class="5", domain="food").press("继续")
    desk.fill(
        title="白酒检出邻苯二甲酸酯类", product_name="浓香型白酒 50度", trade_mark="示范坊（虚构）", spec="500 ml",
        noticed_on=story.day(), product_category="0108", notifying_country="CN", media_outlet="示范新闻网（虚构）",
        media_title="某白酒塑化剂含量偏高", media_date=story.day(), media_url="https://news.example.org/2026/0302",
        risk_description="网络媒体公布第三方检测结果，某品牌白酒邻苯二甲酸二丁酯含量明显高于参照值，疑为管道迁移。",
        source_ref="https://news.example.org/2026/0302", party_0_role="producer",
        party_0_name="示范酒业股份有限公司（虚构）", party_0_country="CN",
        party_0_unified_code="Y1990000F00000050Y", row_0_analyte="DBP", row_0_value="1.04", row_0_unit="mg/kg",
        row_0_limit="0.3", row_0_method="GC-MS",
    )  # fmt: skip
    desk.pick("notifying_org_id", "湖南省质量技术监督局").choose(source_sub="504", secrecy="internal").press("提交")
    story.matter = story.ask("SELECT max(id) FROM matters_matter")[0][0]
    desk.go(f"/matters/{story.matter}").sees("白酒检出邻苯二甲酸酯类")
    desk.go(f"/matters/{story.matter}/screen").choose(is_competent="yes", needs_pre_disposition="no")
    desk.tick(criteria="social").fill(reason="涉及行业普遍做法，社会关注度高。", handling_opinion="建议组织专家研判。")
    desk.press("保存筛查记录").go(f"/matters/{story.matter}/grade").choose(level="3")
    if desk.page.locator("main [name='override_reason']").count():
        desk.fill(override_reason="尚无人身伤害报告，先按三级研究处置措施。")
    desk.press("确认为风险信息").go(f"/matters/{story.matter}/complexity").tick(grounds="standard")
    desk.press("增加")
    desk.go(f"/matters/{story.matter}/adjudications").choose(level="3", mode="expert").press("组织研判")


def commission_panel(story: Story) -> None:
    """Draft the commission, have it approved by the head, and draw: secretary and official together."""
    desk = story.at("u08").go(f"/panels/new?matter={story.matter}")
    desk.fill(
        title="白酒邻苯二甲酸酯类风险研判", question="该批次白酒检出的邻苯二甲酸酯类属于哪一等级的风险信息？",
        seats_wanted="5", reserves_wanted="2", main_discipline="T03", held_at=story.local(days=3),
        place="局第一会议室（示例）", deadline=story.local(days=20),
    )  # fmt: skip
    desk.pick("secretary_id", "邹雨桐").choose(kind="ordinal", decision_method="single_majority")
    desk.choose(session_mode="on_site", secrecy="internal")
    desk.choose(peer_visibility="anonymous")
    for discipline in ("T01", "T05", "T06", "T07"):
        desk.tick(disciplines=discipline)
    desk.press("保存委托书")
    story.panel = story.ask("SELECT max(id) FROM commissions_panel")[0][0]
    desk.go(f"/panels/{story.panel}/commission").press("提交审批")
    head = story.at("u09").go("/").press("审批委托书")
    head.tick("is_neutral").press("批准委托")
    head.go(f"/panels/{story.panel}").sees("研委〔")
    draw_panel(story)


def draw_panel(story: Story) -> None:
    """Screen the experts, commit, freeze the pool, and reveal: secretary and official, each for one party."""
    secretary, official, page = story.at("u10"), story.at("u08"), f"/panels/{story.panel}/draw"
    official.go(f"/panels/{story.panel}/recusal").press("运行审查")
    official.page.get_by_role("checkbox", name="鲁一鸣").check()
    official.page.get_by_role("radio", name="应当回避").check()
    official.fill(reason="本人申报与该企业有合作").press("审定所选情形").sees("命中的情形都已审定")
    for desk in (secretary, official):
        desk.go(page).choose(kept="system").press("公布承诺")
    secretary.go(page).press("固定名单").press("公开密码")
    official.go(page).press("公开密码").sees("演算一致")
    assert len(story.members()) == 5


def invite_members(story: Story) -> None:
    """Invite; every member answers the ten questions and signs the undertaking; constitute and release the pack."""
    story.at("u10").go(f"/panels/{story.panel}/seats").press("向正选专家发出邀请")
    for place, (seat, login) in enumerate(story.members()):
        desk = story.at(login, width=PHONE, javascript=place != 1)
        desk.go(f"/invitations/{seat}")
        for name in ("employ", "share", "kin", "competitor", "complainant", "lab", "reporter", "project", "public"):
            desk.choose(**{name: "no"})
        desk.choose(other="no").tick("agrees").fill(password=PASSWORD).press("签署并答复")
        desk.sees("已接受")
    desk = story.at("u08").go(f"/panels/{story.panel}/constitute")
    if desk.page.locator("main [name='reason']").count():
        desk.fill(reason="已知悉提示，专业覆盖能够满足本事项的需要。")
    desk.press("组成专家组")
    add_material(story, "第三方检测报告摘要", "DBP 1.04 mg/kg；DEHP 0.49 mg/kg（虚构）")


def add_material(story: Story, title: str, words: str) -> None:
    """Add a piece and release the pack."""
    desk = story.at("u10").go(f"/panels/{story.panel}/materials/new")
    desk.fill(title=title, text=words).choose(kind="evidence").press("添加材料")
    desk.go(f"/panels/{story.panel}/materials").confirm("发放材料")


def hold_round(story: Story, no: int, options: list[str]) -> None:
    """Read, sit, sign in, vote on the phone, close and count."""
    secretary = story.at("u10")
    for _seat, login in story.members():
        desk = story.at(login)
        pieces = story.ask("SELECT id FROM commissions_material WHERE panel_id = :panel AND pack_no IS NOT NULL"
                           " AND id NOT IN (SELECT material_id FROM commissions_reading r JOIN commissions_seat s"
                           " ON s.id = r.seat_id JOIN accounts_account a ON a.id = s.account_id"
                           " WHERE a.login = :login)", panel=story.panel, login=f"{login}@example.org")  # fmt: skip
        for (piece,) in pieces:
            desk.go(f"/panels/{story.panel}/materials/{piece}").press("我已阅读，确认")
    story.clock.move(days=3, hours=1)
    sitting = secretary.go(f"/panels/{story.panel}/sitting").page
    secretary.leave_by(sitting.locator("main form[action$='/sitting'] button").first).sees("签到")
    for _seat, login in story.members():
        story.at(login).go(f"/panels/{story.panel}/sitting").press("签到")
    secretary.go(f"/panels/{story.panel}/rounds/new").fill(ends_at=story.local(hours=6)).press("冻结名册并开始表决")
    [(round_id,)] = story.ask("SELECT id FROM voting_round WHERE panel_id = :p AND no = :no", p=story.panel, no=no)
    for cast, ((_seat, login), option) in enumerate(zip(story.members(), options, strict=True)):
        vote(story, login, round_id, option, asks=no == 1 and option == "3")
        secretary.go(f"/panels/{story.panel}/rounds/{no}").sees(f"{cast + 1}").sees_not(REASONS[option])
    secretary.confirm("结束表决并计票")


def vote(story: Story, login: str, round_id: int, option: str, *, asks: bool) -> None:
    """Fill the ballot, check it, give the password, and get a receipt."""
    desk = story.at(login).go(f"/ballot/{round_id}")
    desk.choose(option=option, severity="2", probability="5", spread="regional", confidence="medium")
    desk.fill(nature=NATURES[option], reasons=REASONS[option]).tick(measures="keep_monitoring")
    if asks:
        desk.tick("ask_investigation")
    desk.press("继续").sees(REASONS[option], NATURES[option])
    desk.fill(password=PASSWORD).press("投出表决票").sees("回执")


def inquire(story: Story) -> None:
    """Answer the warning question, investigate, test, and bring the findings in."""
    base = f"/panels/{story.panel}/inquiries"
    official, head = story.at("u08"), story.at("u09")
    story.at("u10").go(f"/panels/{story.panel}/results").sees("RED-1", "没有一种意见超过半数")
    official.go(f"{base}/warning").choose(answer="precaution")
    official.fill(content="通知企业停止使用塑料管道并自查。").press("提交答复")
    official.go(f"{base}/plan").fill(
        questions="迁移来源是什么\n是否为行业共性\n人群饮用量多大", scope="涉事企业及同类企业",
        method="现场检查、询问、抽样", schedule="十日内完成", team="石伯安\n稽查人员（示例）",
    ).press("提交审批")  # fmt: skip
    [(plan,)] = story.ask("SELECT max(id) FROM investigations_investigation")
    head.go(f"{base}/investigations/{plan}/decision").choose(decision="approve").press("作出决定")
    official.go(f"{base}/orders/new")
    official.pick("institution", "国家食品质量").choose(kind="quantitative", secrecy="internal").fill(
        items="DBP\nDEHP", basis="GB 5009.271", samples="50度白酒 500ml | 20120309 | 6 瓶 | F-0002 | 完好",
        due_on=story.day(days=10),
    ).press("提交审批")  # fmt: skip
    [(order, institution)] = story.ask("SELECT o.id, i.code FROM institutions_work_order o"
                                       " JOIN institutions_institution i ON i.id = o.institution_id")  # fmt: skip
    assert institution == "JG-0001"
    head.go(f"{base}/orders/{order}/decision").choose(decision="approve").press("作出决定")
    report_on(story, order)
    official.go(f"{base}/orders/{order}/report").choose(decision="accept").press("提交审核结论")
    official.go(f"{base}/investigations/{plan}/findings")
    for field in official.page.locator("main textarea").all():
        field.fill("来源为输酒塑料管与瓶盖内垫，属行业共性，饮用量已查明。")
    official.upload("report", story.paper("findings.pdf", "专项调查报告（虚构）"))
    official.fill(report_no="（虚构）湘研查〔2026〕1号-报告", authors="石伯安\n稽查人员（示例）").press("提交调查报告")
    official.go(f"{base}/reconvening").fill(reason="调查和检测结果已经收到，由原专家组再次表决。").press(
        "重新召集专家组"
    )


def report_on(story: Story, order: int) -> None:
    """Accept the order at the institution and upload a traceable report with its retained sample."""
    contact = story.at("u33").go(f"/orders/{order}/acknowledge").tick("is_impartial")
    contact.fill(note="样品封条完好，按期完成。").press("受理任务")
    story.at("u08").go(f"/orders/{order}").press("交接样品").fill(note="专人送达（虚构）").press("登记交样").sees(
        "待收样"
    )
    contact.go(f"/orders/{order}").press("登记收样").page.get_by_label("实际封样号").fill("F-0002")
    contact.page.get_by_role("radio", name="完好").check()
    contact.page.get_by_label("收样时的状态").fill("完好")
    contact.page.get_by_label("样品编号").fill("YP-001")
    contact.press("登记收样").go(f"/orders/{order}/report").fill(
        report_no="JG0001-2026-0304-09（虚构）", qualification_no="210000119901", value_0="1.01", unit_0="mg/kg",
        value_1="0.47", unit_1="mg/kg", conclusion="检出 DBP、DEHP（虚构）", method="GB 5009.271", sample_id="YP-001",
        received_on=story.day(), tested_on=story.day(), tester="检测人甲", reviewer="审核人乙",
        signatory="授权签字人01（虚构）", calibration_ref="校准证书 2026-001", raw_data_keeper="档案室",
        sample_no="LY-2026-0001", product="50度白酒", lot="20120309", quantity="2瓶", seal_no="F-0001",
        sealed_by="联络人01", place="留样室", keeper="联络人01", keep_until=story.day(days=400),
    ).choose(problem="yes").tick("is_seal_intact", "is_stamped")  # fmt: skip
    contact.upload("file", story.paper("report.pdf", "检验报告（虚构）")).press("上传报告")


def conclude(story: Story) -> None:
    """Write, review, sign, issue; enter, review and confirm on the main record; file and archive."""
    page = f"/panels/{story.panel}/conclusion"
    secretary = story.at("u10").go(page).press("生成草稿")
    secretary.fill(analysis="迁移来源已查明，属行业共性；暴露量有限，仍需研究限量。").press("保存并送审")
    story.at("u28").go(page).confirm("审核通过")
    for place, (_seat, login) in enumerate(story.members()):
        desk = story.at(login).go(f"{page}/sign").choose(act="sign" if place else "sign_with_statement")
        desk.fill(password=PASSWORD, statement="" if place else "同意结论，建议尽快制定白酒限量。").press("确认")
        desk.sees("已签署" if place else "已附声明签署")
    story.at("u09").go(page).confirm("签发").sees("研结〔")
    story.at("u08").go(page).confirm("录入主记录")
    [(result,)] = story.ask("SELECT max(id) FROM matters_result")
    reviewer = story.at("u28").go(f"/results/{result}")
    reviewer.leave_by(reviewer.page.locator(f"form[action='/results/{result}/review'] button"))
    head = story.at("u09").go(f"/results/{result}").confirm("确认结果")
    head.go(f"/matters/{story.matter}").sees("研结〔")
    secretary.go(f"/panels/{story.panel}/archive/attach").choose(kind="minutes").fill(title="研判会议纪要")
    secretary.upload("file", story.paper("minutes.pdf", "会议纪要（虚构）")).press("补充材料")
    secretary.go(f"/panels/{story.panel}/archive/file").press("立卷并送检查")
    story.at("u08").go(f"/panels/{story.panel}/archive").confirm("检查通过并归档").sees("已归档", "专家研判结论书")


@pytest.mark.clause("2.4.2-d", "2.4.2-g", "2.4.2-h", "2.4.2-m", "2.4.3-b", "2.4.3-c", "4.1.2-a", "D-08")
@pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)
def test_the_liquor_story_goes_through_the_pages(
    basis: object, app: Flask, clock: StoryClock, open_window: Callable[..., Any], tmp_path: Path
) -> None:
    story = Story(app, clock, open_window, tmp_path)
    register_matter(story)
    commission_panel(story)
    invite_members(story)
    hold_round(story, 1, ["3", "3", "0", "2", "2"])
    inquire(story)
    hold_round(story, 2, ["3", "3", "3", "3", "0"])
    story.at("u08").go(f"/panels/{story.panel}/results").sees("形成多数意见：三级", "第 1 轮", "第 2 轮")
    conclude(story)
    auditor = story.at("u16").go(f"/panels/{story.panel}/events")
    auditor.sees("批准委托", "冻结名册并开始表决", "签发结论", "归档")
