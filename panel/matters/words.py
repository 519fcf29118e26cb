"""What states, parts and events of a matter are called on pages, in the page's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.guidance.code_lists import label
from panel.web.language import language

ADJUDICATION_STATES: Mapping[str, tuple[Any, str]] = {
    "open": (_l("进行中"), "blue"),
    "suspended": (_l("已中止"), "purple"),
    "concluded": (_l("已形成结论"), "green"),
    "closed_other": (_l("已由其他研判接替"), "grey"),
}
REQUEST_KINDS: Mapping[str, Any] = {"escalate_to_2": _l("提请二级研判"), "level_1": _l("提请一级研判")}
REQUEST_STATES: Mapping[str, tuple[Any, str]] = {
    "drafted": (_l("待部门负责人审核"), "yellow"),
    "refused_by_head": (_l("部门负责人未同意"), "grey"),
    "sent": (_l("已送出，待答复"), "yellow"),
    "granted": (_l("已同意"), "green"),
    "declined": (_l("未同意"), "red"),
}
RESULT_STATES: Mapping[str, tuple[Any, str]] = {
    "entered": (_l("待审核"), "yellow"),
    "reviewed": (_l("待确认"), "yellow"),
    "confirmed": (_l("已确认"), "green"),
    "returned": (_l("已退回"), "grey"),
}
TALLY = {
    "1": _l("一级"), "2": _l("二级"), "3": _l("三级"), "0": _l("不构成"), "I": _l("证据不足"),
}  # fmt: skip
PARTY_ROLES: Mapping[str, Any] = {
    "producer": _l("生产企业"),
    "seller": _l("销售者"),
    "importer": _l("进口商"),
    "complainant": _l("投诉举报人"),
    "competitor": _l("竞争企业"),
    "reporting_unit": _l("报送单位"),
}
CLOSURES: Mapping[str, Any] = {
    "routine": _l("日常监管的一般工作信息"),
    "not_competent": _l("不属于本系统职责，移送有权部门"),
}
COLUMNS: Mapping[str, Any] = {
    "analyte": _l("检测项目"),
    "item": _l("项目"),
    "value": _l("结果"),
    "unit": _l("单位"),
    "limit": _l("限量或要求"),
    "method": _l("方法或标准"),
    "report_no": _l("报告编号"),
    "part": _l("部位或样品"),
    "equipment": _l("设备名称"),
    "registration_no": _l("使用登记编号"),
    "parameters": _l("主要参数"),
    "inspection_due": _l("下次检验日期"),
    "disease": _l("疫病或有害生物"),
    "host": _l("宿主或载体"),
    "cases": _l("数量"),
    "place": _l("地点"),
}
EVENTS: Mapping[str, Any] = {
    "matters.matter.received": _l("接收信息"),
    "matters.matter.edited": _l("更正信息"),
    "matters.clue.added": _l("补充线索"),
    "matters.clue_file.downloaded": _l("下载附件"),
    "matters.matter.dispatched": _l("转交承办部门"),
    "matters.hand_over.accepted": _l("接收转来的事项"),
    "matters.matter.screened": _l("筛查"),
    "matters.matter.screened_out": _l("筛查办结"),
    "matters.matter.reopened": _l("重新办理"),
    "matters.matter.merged": _l("并入其他事项"),
    "matters.matter.took_in": _l("并入了另一件信息"),
    "matters.matter.confirmed": _l("确认为风险信息"),
    "matters.matter.regraded": _l("调整级别"),
    "matters.matter.complexity_assessed": _l("判断是否复杂"),
    "matters.matter.pre_disposed": _l("记录先行处置"),
    "matters.adjudication.opened": _l("组织研判"),
    "matters.adjudication.replaced": _l("改用其他研判方式"),
    "matters.request.drafted": _l("起草请求"),
    "matters.request.sent": _l("送出请求"),
    "matters.request.refused_by_head": _l("负责人未同意请求"),
    "matters.request.accepted": _l("接受提请的二级研判"),
    "matters.request.returned": _l("退回提请的二级研判"),
    "matters.level_1.approved": _l("批准一级研判"),
    "matters.level_1.refused": _l("不批准一级研判"),
    "matters.investigation.opened": _l("开展专项调查"),
    "matters.investigation.filed": _l("专项调查办结"),
    "matters.test.ordered": _l("委托检验检测"),
    "matters.test.reported": _l("检验检测办结"),
    "matters.result.entered": _l("录入研判结果"),
    "matters.result.reviewed": _l("审核研判结果"),
    "matters.result.returned": _l("退回研判结果"),
    "matters.result.confirmed": _l("确认研判结果"),
}


FACTS: Mapping[str, tuple[Any, str]] = {
    "notice_no": (_l("信息通报号"), ""),
    "merged_into": (_l("并入"), ""),
    "title": (_l("事项名称"), ""),
    "source_class": (_l("来源类别"), "source_classes"),
    "criteria": (_l("概念标准"), "definition_criteria"),
    "competent": (_l("属于本系统职责"), ""),
    "proposed_level": (_l("建议级别"), "risk_levels"),
    "rules": (_l("分级规则"), ""),
    "level": (_l("级别"), "risk_levels"),
    "grounds": (_l("一级情形"), "level_1_grounds"),
    "due_at": (_l("规定时限"), ""),
    "owner": (_l("承办单位"), ""),
    "closure": (_l("办结原因"), ""),
    "transferred_to": (_l("移送部门"), ""),
    "complexity": (_l("复杂事项清单"), "complexity_criteria"),
    "measures": (_l("措施"), "disposition_measures"),
    "executor": (_l("执行"), ""),
    "emergency": (_l("情况紧急"), ""),
    "mode": (_l("研判方式"), "adjudication_modes"),
    "adjudication": (_l("研判序号"), ""),
    "approval_no": (_l("批准文号"), ""),
    "result_org": (_l("确认结果的机构"), ""),
    "conclusion_no": (_l("结论编号"), ""),
    "nature": (_l("风险性质"), ""),
    "risk_level": (_l("结论"), "ballot_options"),
    "tally": (_l("票数"), "ballot_options"),
    "roll": (_l("名册人数"), ""),
    "dissent": (_l("不同意见"), ""),
    "investigations": (_l("在办调查"), ""),
    "tests": (_l("在办检测"), ""),
    "noticed_on": (_l("信息通报日期"), ""),
    "event_on": (_l("事件发生日期"), ""),
    "product_category": (_l("产品类别"), "product_categories"),
    "product_name": (_l("产品名称"), ""),
    "trade_mark": (_l("商标"), ""),
    "spec": (_l("规格型号"), ""),
    "barcodes": (_l("条码"), ""),
    "lots": (_l("批号"), ""),
    "industry": (_l("所属行业"), "industries"),
    "risk_description": (_l("风险特征描述说明"), ""),
    "source_ref": (_l("信息来源标识"), ""),
    "secrecy": (_l("密级"), "secrecy"),
    "source_sub": (_l("来源子类"), "source_subs"),
    "secondary_classes": (_l("次要来源类别"), "source_classes"),
}
"""What the values of an event are called, and the list their codes stand in."""


class CodeWords:
    """A code that is put into the page's language when it is shown, not when it is made."""

    def __init__(self, list_name: str, code: str) -> None:
        """Take the code and the list it stands in."""
        self.list_name = list_name
        self.code = code

    def __str__(self) -> str:
        """Give the words of the page's language."""
        return label(self.list_name, self.code, language())


def measure_words(measure: str) -> str:
    """Give a measure's words; one that is no code is written as it stands."""
    try:
        return label("disposition_measures", measure, language())
    except KeyError:
        return measure


def tally_words(tally: Mapping[str, int], roll: int) -> str:
    """Give the votes option by option, the levels also where nobody chose them: a bare number is soon misread."""
    is_ordinal = set(tally) <= set(TALLY)
    codes = [code for code in TALLY if code in (tally.keys() | ({"1", "2", "3"} if is_ordinal else set()))]
    named = [] if is_ordinal else sorted(set(tally) - set(TALLY))
    parts = [f"{TALLY.get(code, code)} {tally.get(code, 0)}" for code in (*named, *codes)]
    silent = roll - sum(tally.values())
    return _("、").join([*parts, _("未投 %(count)s", count=silent)] if silent else parts)


def event_words(action: str) -> str:
    """Give an event's words; one of another room is shown by its name."""
    return str(EVENTS.get(action, action))


def changes(event: Any, orgs: Mapping[int, str]) -> list[str]:
    """Say what an event changed, a line per value; what is only in the log as a number is left to the log."""
    before, after = event.before or {}, event.after or {}
    lines = []
    for name, value in after.items():
        if name in FACTS and value not in (None, [], {}):
            words, old = str(FACTS[name][0]), before.get(name)
            was = f"{_value_words(name, old, orgs)} → " if old not in (None, [], {}) and old != value else ""
            lines.append(_("%(name)s：%(value)s", name=words, value=was + _value_words(name, value, orgs)))
    return lines


def _value_words(name: str, value: Any, orgs: Mapping[int, str]) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Mapping):
        return "，".join(f"{_value_words(name, key, orgs)} {count}" for key, count in value.items())
    if isinstance(value, list | tuple):
        return "、".join(_value_words(name, one, orgs) for one in value)
    kinds: Mapping[str, Mapping[Any, Any]] = {"owner": orgs, "result_org": orgs, "closure": CLOSURES}
    known = kinds.get(name)
    return str(known.get(value, value)) if known is not None else _in_list(FACTS[name][1], value)


def _in_list(list_name: str, value: Any) -> str:
    """Give a code's words; what stands in no list, or not in this one, is shown as it is."""
    try:
        return label(list_name, value, language())
    except KeyError:
        return str(value)


def result_state(result: Any) -> str:
    """Give the state of a result block by what was done with it."""
    if result.returned_at is not None:
        return "returned"
    if result.confirmed_at is not None:
        return "confirmed"
    return "entered" if result.reviewed_at is None else "reviewed"
