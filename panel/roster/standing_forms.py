"""Forms of the decisions on an expert: review, appointment, suspension and the way back, leaving."""

from flask_babel import lazy_gettext as _l

from panel.web.forms import Form
from panel.web.widgets import (
    ChoiceField,
    DateField,
    IntegerField,
    LongTextField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
)


class ReviewExpertForm(Form):
    """The review of a recommendation."""

    answer = ChoiceField(
        _l("遴选意见"),
        choices=[SelectChoice("pass", _l("同意，报送聘任")), SelectChoice("turn_down", _l("不同意，终止推荐"))],
    )
    opinion = LongTextField(_l("意见和理由"), max_length=1000)
    submit = SubmitField(_l("提交审核意见"))


class AppointExpertForm(Form):
    """An appointment or a renewal; the number comes from the series."""

    term_from = DateField(_l("任期开始"))
    term_to = DateField(_l("任期截止"))
    submit = SubmitField(_l("聘任并生成聘书"))


class ReexamineExpertForm(Form):
    """The opinion of a re-examination."""

    opinion = LongTextField(_l("复审意见"), hint=_l("任期内履职情况、是否建议续聘及理由"), max_length=1000)
    submit = SubmitField(_l("提交复审意见"))


class ReasonForm(Form):
    """A decision that needs a reason and nothing else."""

    reason = LongTextField(_l("理由"), max_length=500, rows=3)
    submit = SubmitField(_l("确定"))


class SuspendExpertForm(Form):
    """A suspension by a rung of the ladder."""

    rung = ChoiceField(_l("暂停档次"), coerce=int)
    reason = LongTextField(_l("理由"), max_length=500, rows=3)
    submit = SubmitField(_l("暂停"), style="warning")


class PledgeForm(Form):
    """The written pledge of a suspended expert."""

    words = LongTextField(_l("承诺内容"), hint=_l("写明对所涉问题的认识和改正措施"), max_length=1000)
    submit = SubmitField(_l("提交承诺"))


class DismissExpertForm(Form):
    """A dismissal."""

    document_no = TextField(_l("解聘文号"), max_length=80, width="20")
    reason = LongTextField(_l("理由"), max_length=500, rows=3)
    submit = SubmitField(_l("解聘"), style="warning")


class LinkAccountForm(Form):
    """The account an expert signs in with."""

    account = SelectField(_l("账号"), hint=_l("只列出同名且尚未关联的专家账号"), coerce=int)
    submit = SubmitField(_l("关联账号"))


class AppraiseExpertForm(Form):
    """The appraisal of one expert after a panel."""

    score = IntegerField(_l("评分（满分一百）"), minimum=0, maximum=100)
    words = LongTextField(_l("评语"), max_length=500, rows=3)
    submit = SubmitField(_l("提交评价"))
