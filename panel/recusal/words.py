"""What the values of recusal are called on pages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.guidance.code_lists import label
from panel.recusal.facts import FindingState, Grade, Ground, Origin, PartyKind, Source, SynonymKind
from panel.web.language import language

GROUNDS: dict[str, Any] = {
    Ground.LABOUR: _l("回溯期内与当事单位有劳动关系"),
    Ground.OFFICE: _l("担任当事单位董事、监事"),
    Ground.CONTROL: _l("系当事单位控股股东或者实际控制人"),
    Ground.KIN: _l("与当事单位负责人有亲属关系"),
    Ground.COMPETITOR: _l("与当事单位有竞争关系"),
    Ground.PAID_WORK: _l("为当事单位提供有偿检测、咨询"),
    Ground.DISPUTE: _l("回溯期内与当事单位有纠纷"),
    Ground.EARLIER_STAGE: _l("参与过本事项的前期工作"),
    Ground.SHARES: _l("投资或者持有当事单位股份"),
    Ground.SAME_HOLDING: _l("所在单位与当事单位属同一集团或者同一控制人"),
    Ground.REQUEST: _l("他人提出的回避申请"),
    Ground.DECLARATION: _l("专家本人申报"),
    Ground.OTHER: _l("其他可能影响公正的情形"),
}
PARTY_KINDS: dict[str, Any] = {
    PartyKind.PRODUCER: _l("生产者"),
    PartyKind.SELLER: _l("销售者"),
    PartyKind.IMPORTER: _l("进口者"),
    PartyKind.COMPLAINANT: _l("投诉举报人"),
    PartyKind.REPORTING_UNIT: _l("通报或者报送单位"),
    PartyKind.COMPETITOR: _l("竞争企业"),
    PartyKind.GROUP: _l("关联企业"),
    PartyKind.LAB: _l("承检机构"),
}
ORIGINS: dict[str, Any] = {
    Origin.MATTER: _l("事项主记录"),
    Origin.REPORT: _l("通报和报送信息"),
    Origin.ORDER: _l("检测任务"),
    Origin.ENTERED: _l("人工登记"),
}
SOURCES: dict[str, Any] = {
    Source.EMPLOYER: _l("现任职单位"),
    Source.HISTORY: _l("任职经历"),
    Source.INTEREST: _l("名册申报的利害关系"),
    Source.COMMITTEE: _l("其他委员会任职"),
    Source.ENTERED: _l("人工登记"),
    Source.ACCEPTANCE: _l("接受邀请时申报"),
    Source.OBJECTION: _l("书面异议"),
}
GRADES: dict[str, tuple[Any, str]] = {
    Grade.CERTAIN: (_l("代码相同"), "red"),
    Grade.SAME_NAME: (_l("名称相同"), "red"),
    Grade.NORMALISED: (_l("规范化后名称相同"), "orange"),
    Grade.SYNONYM: (_l("登记的曾用名或者别名"), "orange"),
    Grade.GROUP: (_l("登记的同一集团"), "orange"),
    Grade.NEAR: (_l("名称相近"), "yellow"),
    Grade.STATED: (_l("有人说明"), "blue"),
}
STATES: dict[str, tuple[Any, str]] = {
    FindingState.POTENTIAL: (_l("待审定"), "yellow"),
    FindingState.CONFIRMED: (_l("回避"), "purple"),
    FindingState.DISMISSED: (_l("不需回避"), "green"),
    FindingState.LAPSED: (_l("不再命中"), "grey"),
}
SYNONYM_KINDS: dict[str, Any] = {
    SynonymKind.FORMER: _l("曾用名"),
    SynonymKind.ABBREVIATION: _l("简称"),
    SynonymKind.ENGLISH: _l("外文名称"),
    SynonymKind.OTHER: _l("其他写法"),
}


def evidence_words(line: Mapping[str, str]) -> str:
    """Put one tie of a finding into words: what it is, to whom, since and until when, and what the names told."""
    parts = [f"{SOURCES[Source(line['source'])]}：{line.get('name', '')}".rstrip("：")]
    if code := line.get("code"):
        parts.append(code)
    if kind := line.get("kind"):
        parts.append(label("conflict_reasons", kind, language()))
    if detail := line.get("detail"):
        parts.append(detail)
    if since := line.get("since"):
        parts.append(_("自 %(day)s", day=since))
    if until := line.get("until"):
        parts.append(_("至 %(day)s", day=until))
    return "，".join(parts)
