"""The draw in words: parties, methods, and the limits that clash."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.draw.facts import Kept, Method, Party
from panel.guidance.code_lists import label

PARTIES = {Party.ORGANISER: _l("抽取人（秘书）"), Party.WITNESS: _l("见证人（业务人员）")}
KEPT = {
    Kept.SYSTEM: _l("系统封存"),
    Kept.OWN: _l("本人保管，密封件交审批人"),
}
METHODS = {
    Method.LEXIMIN: (
        _l("机会均等抽取"),
        _l("在满足全部条件的前提下，使机会最小的专家的机会尽可能大，再依次使其他人的机会尽可能大；每人的机会都写成准确的分数，任何人都可以核对。"),
    ),
    Method.PRIORITY: (
        _l("随机次序逐一确定"),
        _l("另有职称、系统内外等条件时，按随机次序逐一确定：确定后仍能组成合格专家组的才确定。次序不可预知，各人的机会接近均等，但不保证最优。"),
    ),
}  # fmt: skip


FAULTS = {
    "form": _l("记录文件的格式"),
    "commitments": _l("双方承诺"),
    "pool": _l("可抽取名单"),
    "weights": _l("机会表"),
    "fairness": _l("机会是否均等"),
    "links": _l("公开的密码"),
    "result": _l("抽取结果"),
}
"""What each item of `verify_draw` is called; its English words follow in brackets."""


def fault_in_words(problem: str) -> str:
    """Name the item of a transcript that does not hold, with what `verify_draw` says of it."""
    return f"{FAULTS[problem.split(maxsplit=1)[0]]}（{problem}）"


def limits_in_words(limits: Sequence[tuple[str, str, int]], employers: Mapping[str, str]) -> str:
    """Name the limits of a clash: disciplines and regions by their words, employers by their names."""
    return "；".join(_limit(kind, name, bound, employers) for kind, name, bound in limits)


def _limit(kind: str, name: str, bound: int, employers: Mapping[str, str]) -> str:
    if kind.startswith("discipline"):
        name = label("disciplines", name, "zh")
    if kind.startswith("region"):
        name = label("provinces", name, "zh")
    words = {
        "size_min": _("专家组须有 %(bound)s 人", bound=bound),
        "size_max": _("专家组只有 %(bound)s 个名额", bound=bound),
        "discipline_min": _("学科“%(name)s”至少 %(bound)s 人", name=name, bound=bound),
        "discipline_max": _("学科“%(name)s”至多 %(bound)s 人", name=name, bound=bound),
        "employer_max": _("同一单位至多 %(bound)s 人（%(name)s）", name=employers.get(name, name), bound=bound),
        "region_min": _("地区“%(name)s”至少 %(bound)s 人", name=name, bound=bound),
        "region_max": _("地区“%(name)s”至多 %(bound)s 人", name=name, bound=bound),
        "pool_max": _("符合条件的专家只有 %(bound)s 人", bound=bound),
        "senior_min": _("高级职称至少 %(bound)s 人", bound=bound),
        "insider_max": _("系统内专家至多 %(bound)s 人", bound=bound),
        "outsider_min": _("系统外专家至少 %(bound)s 人", bound=bound),
        "apart": _("%(bound)s 对专家不得同时入选", bound=bound),
    }
    return words[kind]
