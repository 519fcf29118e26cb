"""What the kinds of items are called, on pages and in refusals."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.archive.facts import ItemKind

KINDS = {
    ItemKind.MATTER: _l("风险信息主记录"),
    ItemKind.COMMISSION: _l("专家研判委托书"),
    ItemKind.DRAW: _l("专家抽取记录"),
    ItemKind.INVITATIONS: _l("邀请与回执"),
    ItemKind.UNDERTAKINGS: _l("回避声明与承诺书"),
    ItemKind.OBJECTIONS: _l("异议及处理"),
    ItemKind.SIGN_IN: _l("签到表"),
    ItemKind.MATERIALS: _l("材料清单与阅读记录"),
    ItemKind.MATERIAL_FILE: _l("材料文件"),
    ItemKind.BALLOTS: _l("表决票"),
    ItemKind.COUNTS: _l("表决统计"),
    ItemKind.APPROVALS: _l("豁免与分歧审批"),
    ItemKind.INVESTIGATIONS: _l("专项调查方案与报告"),
    ItemKind.ORDERS: _l("检测任务书与检验报告"),
    ItemKind.WARNINGS: _l("预警或者防范措施决定"),
    ItemKind.MINUTES: _l("会议纪要"),
    ItemKind.CONCLUSION: _l("专家研判结论书"),
    ItemKind.SIGNATURES: _l("成员签署记录"),
    ItemKind.RESULT: _l("主记录结果（已确认）"),
    ItemKind.OTHER: _l("其他材料"),
    ItemKind.EVENTS: _l("过程记录"),
}


def kinds_named(kinds: Iterable[ItemKind]) -> str:
    """Name several kinds in the page's language."""
    return _("、").join(str(KINDS[kind]) for kind in kinds)
