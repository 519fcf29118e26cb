"""The entry form: built for a source class and a domain, with as many rows as are asked for."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.guidance.code_lists import Code, codes, codes_in
from panel.matters.code_facts import DOMAIN_COLUMNS
from panel.matters.facts import EventPrecision, Fault, MatterContent, Party, PartyRole
from panel.matters.forms import CAPTURE_KINDS, code_choices
from panel.matters.words import COLUMNS, PARTY_ROLES, CodeWords
from panel.web.forms import Form, KeyedForm
from panel.web.language import language
from panel.web.reading import plain, read_date
from panel.web.widgets import (
    ChoiceField,
    DateField,
    FileField,
    HiddenField,
    LongTextField,
    MultiChoiceField,
    SelectChoice,
    SelectField,
    SubmitField,
    TextField,
    ValidationError,
)

MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
FEWEST_ROWS, MOST_ROWS = 2, 20
PARTY_PARTS = ("role", "name", "unified_code", "country", "foreign_registration")
TYPED_PARTS = ("name", "unified_code", "foreign_registration")
ROWS = {"add_party": "party_rows", "add_row": "table_rows"}


class RowField(TextField):
    """A text in a repeated row."""

    marks_optional = False


class RowChoice(SelectField):
    """A choice in a repeated row."""

    marks_optional = False


class ChooseForm(Form):
    """The first step of an entry: where the information comes from and what it is about."""

    class Meta(Form.Meta):
        """Ask no token: choosing changes nothing."""

        csrf = False

    source_class = ChoiceField(_l("来源类别"), coerce=int)
    domain = ChoiceField(_l("领域"), choices=lambda: code_choices("domains"), style="inline")
    submit = SubmitField(_l("继续"))


def class_choices() -> list[SelectChoice]:
    """Give the eight source classes, each with its sub-sources as a hint."""
    return [
        SelectChoice(
            code.code, code.label(language()),
            {"hint": "、".join(sub.label(language()) for sub in codes_in("source_subs", code.code))},
        )
        for code in codes("source_classes")
    ]  # fmt: skip


def category_choices() -> list[SelectChoice]:
    """Give the finer product categories, each with the group it belongs to."""
    groups = {code.code: code.label(language()) for code in codes("product_categories") if code.group is None}
    return [
        SelectChoice(code.code, f"{code.code} {groups[code.group]} · {code.label(language())}")
        for code in codes("product_categories")
        if code.group is not None
    ]


def read_event(typed: str) -> tuple[EventPrecision, date | None] | None:
    """Read the date of the event: a day, a month, or nothing where it is not known; None where it is neither."""
    text = plain(typed)
    if not text:
        return EventPrecision.UNKNOWN, None
    if (day := read_date(text)) is not None:
        return EventPrecision.DAY, day
    if (match := MONTH.fullmatch(text)) and 1900 <= int(match[1]) <= 2199 and 1 <= int(match[2]) <= 12:
        return EventPrecision.MONTH, date(int(match[1]), int(match[2]), 1)
    return None


def written_event(precision: str, day: date | None) -> str:
    """Write the date of the event the way the form reads it."""
    if day is None:
        return ""
    return day.strftime("%Y-%m") if precision == EventPrecision.MONTH else day.isoformat()


def lines_of(text: str) -> tuple[str, ...]:
    """Give the lines of a text that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class IntakeBase(KeyedForm):
    """The items that every entry has; `source_class` and `domain` are fixed when the form is built."""

    source_class = 0
    domain = ""
    party_count = FEWEST_ROWS
    row_count = FEWEST_ROWS

    title = TextField(_l("事项名称"), hint=_l("一句话说明什么产品有什么问题"), max_length=200)
    notifying_org_id = SelectField(_l("信息通报机构"), coerce=int)
    notifying_country = SelectField(_l("通报国别"), choices=lambda: code_choices("countries"), default="CN")
    noticed_on = DateField(_l("信息通报日期"))
    event_on = TextField(
        _l("事件发生日期"), hint=_l("知道日期的写 2025-06-15，只知道月份的写 2025-06，不详的留空"), required=False,
        width="10",
    )  # fmt: skip
    secondary_classes = MultiChoiceField(_l("次要来源类别"), coerce=int, required=False, style="small")
    product_category = SelectField(
        _l("产品类别"), hint=_l("可以暂缺，确认为风险信息前须选定"), required=False, choices=category_choices
    )
    product_name = TextField(_l("产品名称"), max_length=200)
    trade_mark = TextField(_l("商标"), hint=_l("没有商标的填“无”"), default="无", max_length=100, width="20")
    spec = TextField(_l("规格型号"), required=False, max_length=200, width="20")
    barcodes = LongTextField(_l("条码"), hint=_l("每行一个"), required=False, max_length=500, rows=2)
    lots = LongTextField(_l("批号"), hint=_l("每行一个"), required=False, max_length=500, rows=2)
    industry = SelectField(_l("所属行业"), required=False, choices=lambda: code_choices("industries"))
    risk_description = LongTextField(
        _l("风险特征描述说明"), hint=_l("写明危害、机理、涉及人群和证据，至少 20 字"), rows=6
    )
    source_ref = TextField(_l("信息来源标识"), hint=_l("网址、文号或者报告编号"), max_length=500)
    secrecy = ChoiceField(_l("密级"), choices=lambda: code_choices("secrecy"), default="internal", style="small")
    capture = FileField(
        _l("原始材料"), hint=_l("网页快照、来函或者报告的扫描件；保存时计算摘要"), required=False,
        suffixes=CAPTURE_KINDS,
    )  # fmt: skip
    party_rows = HiddenField()
    table_rows = HiddenField()
    version = HiddenField()
    submit = SubmitField(_l("提交"))

    def validate_event_on(self, field: TextField) -> None:
        """Refuse what is neither a day nor a month."""
        if read_event(field.data) is None:
            raise ValidationError(_("“事件发生日期”须为日期（2025-06-15）或者月份（2025-06）"))

    @property
    def source_entries(self) -> Sequence[Code]:
        """Give the fields that belong to the source class."""
        return codes_in("source_fields", str(self.source_class))

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the columns of the domain's professional table."""
        return DOMAIN_COLUMNS[self.domain]

    def parties(self) -> tuple[Party, ...]:
        """Give the rows of parties that hold something."""
        rows = ({part: self[f"party_{n}_{part}"].data for part in PARTY_PARTS} for n in range(self.party_count))
        return tuple(_party(row) for row in rows if any(row[part] for part in TYPED_PARTS))

    def domain_rows(self) -> tuple[Mapping[str, str], ...]:
        """Give the rows of the professional table that hold something."""
        rows = [{c: self[f"row_{n}_{c}"].data for c in self.columns} for n in range(self.row_count)]
        kept = [{column: text for column, text in row.items() if text} for row in rows]
        return tuple(row for row in kept if row)

    def source_fields(self) -> dict[str, str]:
        """Give the fields of the class, dates as ISO text."""
        found = {entry.code: self[entry.code].data for entry in self.source_entries}
        return {code: value.isoformat() if isinstance(value, date) else value for code, value in found.items() if value}

    def content(self, stand_in: date | None = None) -> MatterContent | None:
        """Give the entry, or None while a date or choice that it cannot do without is missing.

        With a `stand_in` what is missing is taken for that day, so that all else can be checked at once.
        """
        noticed_on, org_id = self.noticed_on.data or stand_in, self.notifying_org_id.data
        event = read_event(self.event_on.data or "")
        if stand_in is not None:
            event, org_id = event or read_event(f"{noticed_on:%Y-%m-%d}"), org_id or 0
        if event is None or noticed_on is None or org_id is None:
            return None
        return MatterContent(
            title=self.title.data, notifying_org_id=org_id,
            notifying_country=self.notifying_country.data or "", noticed_on=noticed_on,
            event_precision=event[0], event_on=event[1], source_class=self.source_class,
            source_sub=self["source_sub"].data or "", secondary_classes=tuple(self.secondary_classes.data),
            source_fields=self.source_fields(), domain=self.domain, product_category=self.product_category.data,
            product_name=self.product_name.data, trade_mark=self.trade_mark.data, spec=self.spec.data,
            barcodes=lines_of(self.barcodes.data), lots=lines_of(self.lots.data), industry=self.industry.data,
            risk_description=self.risk_description.data, source_ref=self.source_ref.data, parties=self.parties(),
            domain_rows=self.domain_rows(), secrecy=self.secrecy.data or "",
        )  # fmt: skip

    def place_of(self, fault: Fault) -> str:
        """Give the field that a fault concerns; parties are named by their first row."""
        if fault.where != "parties":
            return fault.where
        value = str(fault.facts.get("value", ""))
        for n in range(self.party_count):
            for part in ("unified_code", "country"):
                if value and (self[f"party_{n}_{part}"].data or "").upper() == value:
                    return f"party_{n}_{part}"
        return "party_0_name"


def _party(row: Mapping[str, str | None]) -> Party:
    """Read a row of the form; who is not said to be anything else is a producer, at home."""
    return Party(
        role=PartyRole(row["role"] or "producer"), name=row["name"] or "",
        unified_code=(row["unified_code"] or "").upper(), country=row["country"] or "CN",
        foreign_registration=row["foreign_registration"] or "",
    )  # fmt: skip


def _class_field(entry: Code) -> Any:
    """Make the field of one entry of a class; what is needed only without a file is left to the use case."""
    words = CodeWords("source_fields", entry.code)
    required = entry.extra["required"] is True
    kind = entry.extra["kind"]
    if kind == "date":
        return DateField(words, required=required)
    if kind == "long_text":
        return LongTextField(words, required=required, max_length=1000, rows=3)
    return TextField(words, required=required, max_length=500, inputmode="url" if kind == "url" else "")


def _party_fields(n: int) -> dict[str, Any]:
    roles = [SelectChoice(role, words) for role, words in PARTY_ROLES.items()]
    return {
        f"party_{n}_role": RowChoice(_l("身份"), choices=roles, required=False, default="producer" if n == 0 else None),
        f"party_{n}_name": RowField(_l("名称"), required=n == 0, max_length=120),
        f"party_{n}_unified_code": RowField(_l("统一社会信用代码"), required=False, max_length=18, width="20"),
        f"party_{n}_country": RowChoice(
            _l("国别"), choices=lambda: code_choices("countries"), default="CN", required=False
        ),
        f"party_{n}_foreign_registration": RowField(_l("境外注册号"), required=False, max_length=40, width="20"),
    }


def _rows_asked(name: str, fewest: int) -> int:
    """Read how many rows the page had, and one more where its button was pressed."""
    typed = request.form.get(ROWS[name], "")
    shown = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else fewest
    return min(max(shown, fewest) + (1 if name in request.form else 0), MOST_ROWS)


def asks_for_row() -> bool:
    """Tell whether a button was pressed that only adds a row."""
    return any(name in request.form for name in ROWS)


def intake_form(
    source_class: int, domain: str, orgs: Sequence[tuple[int, str]], *, parties: int = 0, rows: int = 0,
    data: Mapping[str, Any] | None = None,
) -> IntakeBase:  # fmt: skip
    """Build the entry form of a source class and a domain.

    `parties` and `rows` are how many rows there must be at least; `data` fills it in beforehand.
    """
    party_count = _rows_asked("add_party", max(FEWEST_ROWS, parties + 1))
    row_count = _rows_asked("add_row", max(FEWEST_ROWS, rows + 1))
    fields: dict[str, Any] = {
        "source_class": source_class, "domain": domain, "party_count": party_count, "row_count": row_count,
        "source_sub": ChoiceField(_l("来源子类"), choices=lambda: _subs(source_class), style="small"),
    }  # fmt: skip
    fields |= {entry.code: _class_field(entry) for entry in codes_in("source_fields", str(source_class))}
    fields |= _row_fields(domain, party_count, row_count)
    form: IntakeBase = type("IntakeForm", (IntakeBase,), fields)(data=data)
    form.notifying_org_id.choices = [SelectChoice(number, name) for number, name in orgs]
    classes = code_choices("source_classes")
    form.secondary_classes.choices = [choice for choice in classes if choice.value != str(source_class)]
    form.party_rows.data, form.table_rows.data = str(party_count), str(row_count)
    return form


def _row_fields(domain: str, party_count: int, row_count: int) -> dict[str, Any]:
    """Make the fields of the repeated rows; a row is filled in or left alone, so none is marked optional."""
    fields: dict[str, Any] = {}
    for n in range(party_count):
        fields |= _party_fields(n)
    for n in range(row_count):
        fields |= {f"row_{n}_{c}": RowField(COLUMNS[c], required=False, max_length=120) for c in DOMAIN_COLUMNS[domain]}
    return fields


def _subs(source_class: int) -> list[SelectChoice]:
    return [SelectChoice(sub.code, sub.label(language())) for sub in codes_in("source_subs", str(source_class))]


def values_of(matter: Any) -> dict[str, Any]:
    """Give a stored entry as the form shows it."""
    names = (
        "title", "notifying_org_id", "notifying_country", "noticed_on", "source_sub", "secondary_classes",
        "product_category", "product_name", "trade_mark", "spec", "industry", "risk_description", "source_ref",
        "secrecy",
    )  # fmt: skip
    values: dict[str, Any] = {name: getattr(matter, name) for name in names}
    values |= {"barcodes": "\n".join(matter.barcodes), "lots": "\n".join(matter.lots), "version": str(matter.version)}
    values["event_on"] = written_event(matter.event_precision, matter.event_on)
    return values | _source_values(matter) | _row_values(matter)


def _source_values(matter: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for entry in codes_in("source_fields", str(matter.source_class)):
        text = matter.source_fields.get(entry.code)
        values[entry.code] = date.fromisoformat(text) if text and entry.extra["kind"] == "date" else text
    return values


def _row_values(matter: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for n, party in enumerate(matter.parties):
        values |= {f"party_{n}_{part}": getattr(party, part) for part in PARTY_PARTS}
    for n, row in enumerate(matter.domain_rows):
        values |= {f"row_{n}_{column}": text for column, text in row.items()}
    return values
