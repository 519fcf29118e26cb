"""A printed conclusion for tests, with its own words in every place, and the way to read a docx back."""

import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from docx import Document

from panel.conclusions.facts import (
    ConclusionPaper,
    DissentLine,
    MemberLine,
    RoundBlock,
    SignatureLine,
)

FIRST_ROUND = RoundBlock(
    no=1,
    opened_at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
    closed_at=datetime(2026, 3, 2, 2, 30, tzinfo=UTC),
    roll=5,
    cast=4,
    needed=3,
    tally=(("二级（重大）", 2), ("三级（重要）", 2), ("现有证据不足", 0)),
    majority_sentence="没有选项达到过半数所需的三票。",
    trigger_sentences=("没有多数意见，属于分歧较大。", "最大两项票数相同。"),
    outcome="分歧较大",
    review="同意开展专项调查",
)
SECOND_ROUND = RoundBlock(
    no=2,
    opened_at=datetime(2026, 3, 9, 1, 0, tzinfo=UTC),
    closed_at=datetime(2026, 3, 9, 1, 45, tzinfo=UTC),
    roll=5,
    cast=5,
    needed=3,
    tally=(("二级（重大）", 4), ("三级（重要）", 1), ("现有证据不足", 0)),
    majority_sentence="“二级（重大）”得四票，超过表决名册五人的半数。",
    trigger_sentences=(),
    outcome="形成多数意见",
)


def paper_of(**changes: Any) -> ConclusionPaper:
    """Give a conclusion with every part filled in; keywords change single ones."""
    paper = ConclusionPaper(
        org_name="（示例）湖南省质量技术监督局",
        number="湘研结〔2026〕7号",
        dated=date(2026, 3, 12),
        matter_title="某品牌白酒检出邻苯二甲酸酯类物质",
        notice_no="FX430000-2026-5-00001-8",
        product="浓香型白酒50度，示范坊，500 ml",
        producers="（示例）酒业有限公司；（示例）灌装厂",
        information_level="三级信息",
        adjudication="三级研判，专家研判（现场会）",
        commission_no="湘研委〔2026〕3号",
        commissioned_on=date(2026, 2, 27),
        question="该批白酒的风险信息属于哪一级？",
        options=("二级（重大）", "三级（重要）", "现有证据不足"),
        method="同一选项获得名册过半数支持",
        selection="第1次随机抽取，记录摘要 0123456789abcdef。",
        lead="负责人甲，共同部门监测处处长；共同研判部门：某厅",
        members=(
            MemberLine("成员赵", "大学一", "食品化学", "教授", "正选"),
            MemberLine("成员钱", "研究院二", "毒理学", "研究员", "候补"),
        ),
        waivers=("以书面方式研判：交通中断；审批意见：准予",),
        materials=("检测数据汇总（SHA-256 aaaaaaaaaaaaaaaa）", "标准限值说明（SHA-256 bbbbbbbbbbbbbbbb）"),
        inquiries=("检验报告第九号（SHA-256 cccccccccccccccc）",),
        rounds=(FIRST_ROUND, SECOND_ROUND),
        analysis="塑料管道中的增塑剂向酒体迁移。",
        nature="化学污染物迁移",
        level="二级（重大）得到认定",
        level_reasons="三批次检测值均超出限值。",
        suggestions=("责令停止销售", "召回已售批次"),
        uncertainty="样本只覆盖三个批次。",
        dissents=(DissentLine("成员孙", "三级（重要）", "暴露量低，可按重要处理。"),),
        suggestion_sources=(("成员赵", "约谈企业"), ("成员钱", "开展监督抽查")),
        signatures=(
            SignatureLine("成员李", "已签署", datetime(2026, 3, 11, 2, 5, tzinfo=UTC)),
            SignatureLine("成员周", "签署并附声明", datetime(2026, 3, 11, 3, 10, tzinfo=UTC), "保留对范围的看法"),
            SignatureLine("成员吴", "逾期未签署，未书面说明理由"),
        ),
        drafter="拟稿人郑",
        reviewer="审核人王",
        issuer="签发人冯",
        notes=("更正说明：附件页码有误",),
    )
    return replace(paper, **changes)


def opened(docx: bytes) -> Any:
    """Open a docx as python-docx sees it."""
    return Document(io.BytesIO(docx))


def lines_of(docx: bytes) -> list[str]:
    """Give the paragraphs and the cells of a docx in their order, one text each."""
    document = opened(docx)
    found: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return found


def texts_in(value: object) -> Iterator[str]:
    """Give every text inside a value, however deep it lies."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for entry in fields(value):
            yield from texts_in(getattr(value, entry.name))
