"""Forms of institutions and of the decisions on them."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Email

from panel.institutions.facts import (
    INSTITUTION_LABELS,
    Capability,
    Contact,
    Designation,
    InstitutionEntry,
    Qualification,
    Tie,
)
from panel.web.coded import code_choices
from panel.web.filters import FilterForm, FilterSelect, FilterText
from panel.web.forms import Form, KeyedForm
from panel.web.lines import LinesField, as_lines
from panel.web.widgets import DateField, FileField, LongTextField, SelectChoice, SelectField, SubmitField, TextField

NO = frozenset({"否", "no", "n"})


def institution_state_choices() -> list[SelectChoice]:
    """Give the states of an institution as choices."""
    return [SelectChoice(state.value, words) for state, words in INSTITUTION_LABELS.items()]


class InstitutionFilterForm(FilterForm):
    """What the registry is narrowed to."""

    text = FilterText(_l("名称、编号或 CMA 号"), width="20")
    words = FilterText(_l("检测能力（产品、项目或方法）"), width="20")
    state = FilterSelect(_l("状态"), choices=institution_state_choices)
    region = FilterSelect(_l("地区"), choices=lambda: code_choices("provinces"))


class CapabilityForm(FilterForm):
    """What an official looks for."""

    words = FilterText(_l("产品、项目或者方法"), width="20")
    matter = FilterSelect(_l("事项"), coerce=int, empty_text=_l("不选事项"))


class InstitutionForm(KeyedForm):
    """What the registry says of an institution."""

    name = TextField(_l("机构名称"), hint=_l("已确定的机构，名称或者代码变更后须重新确定"), max_length=120)
    unified_code = TextField(_l("统一社会信用代码"), max_length=18, width="20")
    region = SelectField(_l("所在地区"), choices=lambda: code_choices("provinces"))
    cma_no = TextField(
        _l("资质认定（CMA）编号"), hint=_l("十二位数字"), max_length=12, width="20", inputmode="numeric", required=False
    )
    other = TextField(_l("其他法定资质"), hint=_l("例如特种设备检验核准"), max_length=120, required=False)
    valid_from = DateField(_l("法定资质有效期开始"), required=False)
    valid_until = DateField(_l("法定资质有效期截止"), required=False)
    cnas_no = TextField(
        _l("CNAS 认可编号"), hint=_l("自愿认可，不能代替法定资质"), max_length=20, width="20", required=False
    )
    capabilities = LinesField(
        _l("检测能力"),
        hint=_l("每行一条：产品 | 项目 | 方法 | 技术 | 检出限 | 是否在资质范围内（不在的填“否”）"),
        columns=6,
        least=3,
        rows=6,
    )
    ties = LinesField(
        _l("与企业的业务往来"),
        hint=_l("每行一条：企业 | 往来情况 | 统一社会信用代码"),
        columns=3,
        least=2,
        rows=3,
        required=False,
    )
    contact_name = TextField(_l("联络人"), max_length=80, width="20")
    contact_phone = TextField(_l("联络电话"), max_length=40, width="20", inputmode="tel")
    contact_email = TextField(_l("联络邮箱"), [Email(_l("电子邮箱格式不正确"))], max_length=120, width="30")
    submit = SubmitField(_l("保存"))

    def entry(self) -> InstitutionEntry:
        """Give what was typed as the use cases take it."""
        held = Qualification(
            self.cma_no.data or None,
            self.cnas_no.data or None,
            self.other.data or None,
            self.valid_from.data,
            self.valid_until.data,
        )
        return InstitutionEntry(
            name=self.name.data,
            unified_code=self.unified_code.data.upper(),
            region=self.region.data,
            qualification=held,
            contact=Contact(self.contact_name.data, self.contact_phone.data, self.contact_email.data),
            capabilities=tuple(
                Capability(product, item, method, technique, limit, scope.casefold() not in NO)
                for product, item, method, technique, limit, scope in self.capabilities.rows_given
            ),
            ties=tuple(Tie(party, code or None, detail) for party, detail, code in self.ties.rows_given),
        )


def filled_from(entry: InstitutionEntry) -> dict[str, object]:
    """Give what the form of an institution is filled in with."""
    held = entry.qualification
    lines = [
        (one.product, one.item, one.method, one.technique, one.limit, "" if one.is_in_scope else "否")
        for one in entry.capabilities
    ]
    return {
        "name": entry.name,
        "unified_code": entry.unified_code,
        "region": entry.region,
        "cma_no": held.cma_no,
        "other": held.other,
        "cnas_no": held.cnas_no,
        "valid_from": held.valid_from,
        "valid_until": held.valid_until,
        "capabilities": as_lines(lines),
        "ties": as_lines([(tie.party, tie.detail, tie.unified_code) for tie in entry.ties]),
        "contact_name": entry.contact.name,
        "contact_phone": entry.contact.phone,
        "contact_email": entry.contact.email,
    }


class DesignateInstitutionForm(Form):
    """A designation."""

    recommended_by = SelectField(_l("推荐单位"), coerce=int)
    number = TextField(_l("确定文号"), max_length=80, width="20")
    issued_by = SelectField(_l("印发单位"), coerce=int)
    dated_on = DateField(_l("文件日期"))
    file = FileField(_l("确定文件"), hint=_l("PDF 或者扫描图片"), suffixes=(".pdf", ".png", ".jpg", ".jpeg"))
    until = DateField(_l("确定期限"))
    submit = SubmitField(_l("确定为承检机构"))

    def designation(self) -> Designation:
        """Give what was typed as the use case takes it."""
        return Designation(
            self.recommended_by.data, self.number.data, self.until.data, self.dated_on.data, self.issued_by.data
        )

    def upload(self) -> tuple[str, bytes]:
        """Give the file's name and bytes."""
        return self.file.data.filename or "", self.file.data.read()


class ReasonForm(Form):
    """A decision that needs a reason and nothing else."""

    reason = LongTextField(_l("理由"), max_length=500, rows=3)
    submit = SubmitField(_l("确定"))
