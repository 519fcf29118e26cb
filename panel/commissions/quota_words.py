"""The quotas of a commission in plain words."""

from flask_babel import gettext as _

from panel.draw.facts import Quotas, Range
from panel.guidance.code_lists import label
from panel.web.language import language


def conditions_of(quotas: Quotas, *, has_names: bool = True) -> list[str]:
    """Say what quotas ask for, one sentence each; without `has_names` nobody is named."""
    found = [_range(label("disciplines", code, language()), bounds) for code, bounds in quotas.disciplines.items()]
    found += [_range(label("provinces", code, language()), bounds) for code, bounds in quotas.regions.items()]
    if quotas.employer_max is not None:
        found.append(_("同一单位至多 %(most)s 人", most=quotas.employer_max))
    if quotas.senior_min:
        found.append(_("高级职称至少 %(least)s 人", least=quotas.senior_min))
    if quotas.insider_max is not None:
        found.append(_("系统内专家至多 %(most)s 人", most=quotas.insider_max))
    if quotas.apart and not has_names:
        found.append(_("%(count)s 对专家不得同时入选", count=len(quotas.apart)))
    found += [
        _("%(first)s 与 %(second)s 不得同时入选（%(reason)s）", first=one.first, second=one.second, reason=one.reason)
        for one in (quotas.apart if has_names else ())
    ]
    return found


def _range(name: str, bounds: Range) -> str:
    least, most = bounds
    if most is None:
        return _("%(name)s：至少 %(least)s 人", name=name, least=least)
    if least == most:
        return _("%(name)s：正好 %(least)s 人", name=name, least=least)
    if not least:
        return _("%(name)s：至多 %(most)s 人", name=name, most=most)
    return _("%(name)s：%(least)s 至 %(most)s 人", name=name, least=least, most=most)
