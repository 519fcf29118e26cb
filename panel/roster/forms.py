"""Forms of the roster: filters, the recommendation, and each decision on an expert."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Email

from panel.guidance.code_lists import codes
from panel.roster.facts import STATE_LABELS, DeclaredConflict, ExpertEntry, PartyName
from panel.web.filters import FilterDate, FilterForm, FilterLines, FilterSelect, FilterText
from panel.web.forms import KeyedForm
from panel.web.language import language
from panel.web.lines import LinesField, as_lines
from panel.web.widgets import (
    ChoiceField,
    DateField,
    IntegerField,
    LongTextField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
    ValidationError,
)

GROUNDS = {"任职": "employ", "持股": "share", "亲属": "kin", "竞争": "competitor", "项目": "project", "其他": "other"}
GROUND_WORDS = {code: word for word, code in GROUNDS.items()}


def code_choices(list_name: str) -> list[SelectChoice]:
    """Give a code list as choices in the page's language."""
    return [SelectChoice(code.code, code.label(language())) for code in codes(list_name)]


def title_choices() -> list[SelectChoice]:
    """Give the technical titles; the title itself is stored, since letters print it."""
    return [SelectChoice(code.zh, code.label(language())) for code in codes("expert_titles")]


def state_choices() -> list[SelectChoice]:
    """Give the states of an expert as choices."""
    return [SelectChoice(state.value, label) for state, label in STATE_LABELS.items()]


BODIES = _l("每行一个：名称 | 统一社会信用代码（可不填）")


class ExpertFilterForm(FilterForm):
    """What the list of experts is narrowed to."""

    words = FilterText(_l("姓名、编号、单位或学科"), width="20")
    state = FilterSelect(_l("状态"), choices=state_choices)
    committee = FilterSelect(_l("委员会"))
    group = FilterSelect(_l("学科类别"), choices=lambda: code_choices("discipline_groups"))
    discipline = FilterSelect(_l("学科"), choices=lambda: code_choices("disciplines"))
    region = FilterSelect(_l("地区"), choices=lambda: code_choices("provinces"))


class PoolForm(FilterForm):
    """What a panel needs, to see who could be drawn for it."""

    org = FilterSelect(_l("委托单位"), empty_text=_l("本单位"), coerce=int)
    on = FilterDate(_l("日期（不填为今天）"))
    main = FilterSelect(_l("主要学科"), empty_text=_l("不限"), choices=lambda: code_choices("disciplines"))
    second = FilterSelect(_l("其他学科"), empty_text=_l("无"), choices=lambda: code_choices("disciplines"))
    third = FilterSelect(_l("再一个学科"), empty_text=_l("无"), choices=lambda: code_choices("disciplines"))
    parties = FilterLines(_l("涉事单位"), hint=BODIES, columns=2, rows=3)
    testing = FilterLines(_l("承检机构"), hint=BODIES, columns=2, rows=3)

    @property
    def disciplines(self) -> frozenset[str]:
        """Give the disciplines wanted; none means any."""
        return frozenset(field.data for field in (self.main, self.second, self.third) if field.data)

    def names(self, field: LinesField, role: str) -> tuple[PartyName, ...]:
        """Give the bodies typed into one of the fields."""
        return tuple(PartyName(name, code or None, role) for name, code in field.rows_given)


class CommitteeForm(KeyedForm):
    """A committee to set up."""

    code = TextField(_l("委员会代码"), hint=_l("例如 C-330"), max_length=20, width="10")
    name = TextField(_l("名称"), max_length=120)
    document_no = TextField(_l("成立文号"), max_length=80, width="20")
    term_from = DateField(_l("任期开始"))
    term_to = DateField(_l("任期截止"))
    submit = SubmitField(_l("建立委员会"))


class PersonForm(KeyedForm):
    """What the recommendation form F-01 says of a person."""

    name = TextField(_l("姓名"), max_length=80, width="20", autocomplete="off")
    gender = ChoiceField(
        _l("性别"), choices=[SelectChoice("女", _l("女")), SelectChoice("男", _l("男"))], style="inline"
    )
    birth_year = IntegerField(_l("出生年份"), minimum=1900, maximum=2020)
    employer = TextField(_l("工作单位"), max_length=120)
    employer_code = TextField(
        _l("工作单位统一社会信用代码"), hint=_l("用于回避核对"), max_length=18, width="20", required=False
    )
    post = TextField(_l("职务"), max_length=60, width="20")
    title = SelectField(_l("技术职称"), choices=title_choices)
    main_discipline = SelectField(_l("主要学科"), choices=lambda: code_choices("disciplines"))
    second_discipline = SelectField(_l("第二学科"), choices=lambda: code_choices("disciplines"), required=False)
    third_discipline = SelectField(_l("第三学科"), choices=lambda: code_choices("disciplines"), required=False)
    fourth_discipline = SelectField(_l("第四学科"), choices=lambda: code_choices("disciplines"), required=False)
    practice_from = IntegerField(_l("从业起始年份"), minimum=1940, maximum=2100, required=False)
    region = SelectField(_l("所在地区"), choices=lambda: code_choices("provinces"))
    education = TextField(_l("学历学位"), max_length=120, required=False)
    achievements = LongTextField(_l("主要业绩"), max_length=1000, required=False)
    other_committees = LinesField(_l("其他专家委员会任职"), hint=_l("每行一个"), rows=3, required=False)
    interests = LinesField(
        _l("兼职、持股、资助等利害关系申报"),
        hint=_l("每行一个：单位 | 关系（任职、持股、亲属、竞争、项目、其他）| 统一社会信用代码 | 说明"),
        columns=4,
        least=2,
        rows=3,
        required=False,
    )
    workload_limit = IntegerField(_l("十二个月内最多参加研判次数"), minimum=1, maximum=60, default=6)
    identity = TextField(
        _l("身份号码"),
        hint=_l("加密保存，页面只显示首尾；已登记的不填则不变"),
        max_length=24,
        width="20",
        required=False,
        autocomplete="off",
    )
    phone = TextField(
        _l("联系电话"),
        hint=_l("加密保存，页面只显示首尾；已登记的不填则不变"),
        max_length=40,
        width="20",
        inputmode="tel",
        required=False,
        autocomplete="off",
    )
    email = TextField(_l("电子邮箱"), [Email(_l("电子邮箱格式不正确"))], max_length=120, width="30")
    employer_opinion = LongTextField(_l("所在单位意见"), max_length=500, rows=2, required=False)
    recommending_opinion = LongTextField(_l("推荐单位意见"), max_length=500, rows=2, required=False)

    def validate_interests(self, field: LinesField) -> None:
        """Refuse a kind of tie that is not on the list."""
        for _name, ground, *_rest in field.rows_given:
            if ground not in GROUNDS:
                offered = "、".join(GROUNDS)
                raise ValidationError(_("关系“%(word)s”不在可选范围内：%(offered)s", word=ground, offered=offered))

    def validate_second_discipline(self, field: SelectField) -> None:
        """Refuse the same discipline twice."""
        if field.data and field.data == self.main_discipline.data:
            raise ValidationError(_("第二学科不能与主要学科相同"))

    def validate_third_discipline(self, field: SelectField) -> None:
        """Refuse a third without a second, and the same discipline twice."""
        if field.data and not self.second_discipline.data:
            raise ValidationError(_("请先填写第二学科"))
        if field.data and field.data in {self.main_discipline.data, self.second_discipline.data}:
            raise ValidationError(_("各学科不能重复"))

    def validate_fourth_discipline(self, field: SelectField) -> None:
        """Refuse the same discipline twice."""
        earlier = (self.main_discipline.data, self.second_discipline.data, self.third_discipline.data)
        if field.data and field.data in earlier:
            raise ValidationError(_("各学科不能重复"))

    def entry(self) -> ExpertEntry:
        """Give what was typed as the use cases take it."""
        return ExpertEntry(
            name=self.name.data, gender=self.gender.data, birth_year=self.birth_year.data,
            main_discipline=self.main_discipline.data, second_discipline=self.second_discipline.data or None,
            title=self.title.data, post=self.post.data, employer=self.employer.data,
            employer_code=self.employer_code.data or None, region=self.region.data, email=self.email.data,
            phone=self.phone.data, education=self.education.data, achievements=self.achievements.data,
            other_committees=tuple(row[0] for row in self.other_committees.rows_given),
            declared_conflicts=tuple(
                DeclaredConflict(party, code or None, GROUNDS[ground], detail)
                for party, ground, code, detail in self.interests.rows_given
            ),
            workload_limit=self.workload_limit.data,
            further_disciplines=tuple(filter(None, (self.third_discipline.data, self.fourth_discipline.data))),
            practice_from=self.practice_from.data, identity=self.identity.data,
            employer_opinion=self.employer_opinion.data, recommending_opinion=self.recommending_opinion.data,
        )  # fmt: skip


class RecommendExpertForm(PersonForm):
    """A recommendation."""

    phone = TextField(_l("联系电话"), hint=_l("加密保存，页面只显示首尾"), max_length=40, width="20", inputmode="tel")
    recommending_opinion = LongTextField(_l("推荐单位意见"), max_length=500, rows=2)
    committee = SelectField(_l("推荐到"), coerce=int)
    recommended_on = DateField(_l("推荐日期"))
    submit = SubmitField(_l("提交推荐"))


class EditExpertForm(PersonForm):
    """A correction of the register."""

    submit = SubmitField(_l("保存"))


def filled_from(entry: ExpertEntry) -> Mapping[str, object]:
    """Give what an edit form is filled in with."""
    names = (
        "name", "gender", "birth_year", "employer", "employer_code", "post", "title", "main_discipline",
        "second_discipline", "region", "education", "achievements", "workload_limit", "email", "practice_from",
        "employer_opinion", "recommending_opinion",
    )  # fmt: skip
    third, fourth = [*entry.further_disciplines, None, None][:2]
    ties = [
        (tie.party, GROUND_WORDS.get(tie.ground, "其他"), tie.unified_code, tie.detail)
        for tie in entry.declared_conflicts
    ]
    return {name: getattr(entry, name) for name in names} | {
        "third_discipline": third,
        "fourth_discipline": fourth,
        "other_committees": "\n".join(entry.other_committees),
        "interests": as_lines(ties),
    }
