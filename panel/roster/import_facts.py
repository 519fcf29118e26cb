"""Values of the roster's workbooks: the columns, what a row comes to, and what it is judged against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from panel.roster.facts import ExpertEntry

SHEET = "专家名册"
HELP_SHEET = "填写说明"
LISTS_SHEET = "选项"
SUMMARY_SHEET = "错误清单"
OWN_SHEETS = frozenset({SHEET, HELP_SHEET, LISTS_SHEET, SUMMARY_SHEET})
EXAMPLE_MARK = "示例"
CLEARED = "（清空）"

Cell = Any
"""A cell as `workbook.py` gives it: null, a text, a number, or a mapping of one kind to its value."""


class Kind(StrEnum):
    """How the text of a column is read."""

    TEXT = "text"
    LINES = "lines"
    YEAR = "year"
    NUMBER = "number"
    CODE = "code"
    CODES = "codes"
    WORD = "word"
    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    EMAIL = "email"
    DAY = "day"
    TIES = "ties"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field of `ExpertEntry` it fills, or, when it is fixed, what it says of the recommendation.

    `list_name` is the code list it offers; `limits` the least and most of a number, or the most signs of a text.
    A fixed column is read for a new person only: for somebody on the roster it must say what the roster says.
    A masked one is never written out in full.
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    is_fixed: bool = False
    is_masked: bool = False
    list_name: str = ""
    limits: tuple[int, int] = (0, 120)
    hint: str = ""
    example: str = ""
    width: int = 14


COLUMNS = (
    Column("code", "编号", is_fixed=True, limits=(0, 20), width=16, example="示例行，不导入",
           hint="新专家留空，由系统编号；已在名册的专家填写其编号"),
    Column("name", "姓名", is_required=True, limits=(1, 80), width=10, example="张某某"),
    Column("gender", "性别", Kind.WORD, is_required=True, list_name="gender", width=6, example="女"),
    Column("birth_year", "出生年份", Kind.YEAR, is_required=True, limits=(1900, 2020), width=10, example="1975"),
    Column("employer", "工作单位", is_required=True, limits=(1, 120), width=30, example="示范大学食品学院（示例）"),
    Column("employer_code", "统一社会信用代码", Kind.CREDIT_CODE, limits=(18, 18), width=22,
           hint="工作单位的 18 位代码，用于回避核对；单元格须为文本格式"),
    Column("post", "职务", is_required=True, limits=(1, 60), width=12, example="教研室主任"),
    Column("title", "技术职称", Kind.WORD, is_required=True, list_name="expert_titles", width=16, example="教授"),
    Column("main_discipline", "主要学科", Kind.CODE, is_required=True, list_name="disciplines", width=20,
           example="食品化学与分析"),
    Column("second_discipline", "第二学科", Kind.CODE, list_name="disciplines", width=20, example="食品微生物"),
    Column("further_disciplines", "其他学科", Kind.CODES, list_name="disciplines", width=20,
           hint="可填多个，每行一个，名称同“选项”表"),
    Column("practice_from", "从业起始年份", Kind.YEAR, limits=(1920, 2100), width=14, example="1998"),
    Column("region", "所在地区", Kind.CODE, is_required=True, list_name="provinces", width=16, example="浙江省"),
    Column("education", "学历学位", limits=(0, 120), width=14, example="博士研究生"),
    Column("achievements", "主要业绩", limits=(0, 1000), width=30),
    Column("other_committees", "其他专家委员会任职", Kind.LINES, limits=(0, 40), width=26, hint="每行一个"),
    Column("declared_conflicts", "利害关系申报", Kind.TIES, limits=(0, 40), width=34,
           hint="每行一个：单位 | 关系（任职、持股、亲属、竞争、项目、其他） | 统一社会信用代码 | 说明；后两项可不填",
           example="示范食品有限公司（虚构） | 项目"),
    Column("workload_limit", "年度研判次数上限", Kind.NUMBER, limits=(1, 60), width=16, example="6",
           hint="十二个月内最多参加研判的次数；新专家不填为 6"),
    Column("phone", "联系电话", Kind.PHONE, is_required=True, is_masked=True, limits=(5, 40), width=18,
           example="010-00000000", hint="导出时部分隐去；隐去的号码原样导入即为不变"),
    Column("email", "电子邮箱", Kind.EMAIL, is_required=True, is_masked=True, limits=(3, 120), width=24,
           example="shili@example.org", hint="非本单位管理的专家，导出时部分隐去"),
    Column("committee", "推荐到", is_required=True, is_fixed=True, list_name="committees", width=26,
           hint="专家委员会的名称或代码"),
    Column("recommended_by", "推荐单位", is_fixed=True, list_name="bodies", width=26, hint="不填为本单位"),
    Column("recommended_on", "推荐日期", Kind.DAY, is_fixed=True, width=12, hint="例如 2026-03-01；不填为导入当日"),
)  # fmt: skip
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}


class Verdict(StrEnum):
    """What a row comes to when it is compared with the roster."""

    NEW = "new"
    CHANGED = "changed"
    POSSIBLE = "possible"
    SAME = "same"
    ERROR = "error"
    EXAMPLE = "example"


VERDICT_LABELS = {
    Verdict.NEW: _l("新增推荐"),
    Verdict.CHANGED: _l("编号已在名册，内容有变化"),
    Verdict.POSSIBLE: _l("可能重复（姓名和单位相同）"),
    Verdict.SAME: _l("已在名册，没有变化"),
    Verdict.ERROR: _l("有错误"),
    Verdict.EXAMPLE: _l("示例行，忽略"),
}
TO_CHOOSE = frozenset({Verdict.CHANGED, Verdict.POSSIBLE})


class Choice(StrEnum):
    """What becomes of a row whose person is on the roster already."""

    UPDATE = "update"
    SKIP = "skip"


CHOICE_LABELS = {Choice.UPDATE: _l("更新名册"), Choice.SKIP: _l("跳过")}


class ImportState(StrEnum):
    """The states of an import; only `done` has changed the roster."""

    READING = "reading"
    READY = "ready"
    WRITING = "writing"
    DONE = "done"
    REFUSED = "refused"
    DISCARDED = "discarded"


STATE_LABELS = {
    ImportState.READING: _l("正在读取"),
    ImportState.READY: _l("待确认"),
    ImportState.WRITING: _l("正在写入"),
    ImportState.DONE: _l("已导入"),
    ImportState.REFUSED: _l("不能导入"),
    ImportState.DISCARDED: _l("已放弃"),
}
AT_WORK = frozenset({ImportState.READING, ImportState.WRITING})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell, or, without a column, with a row: a code of the catalogue of refusals, its facts."""

    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it stands in the file: its number there and its cells by column."""

    number: int
    cells: Mapping[str, Cell]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its verdict; `changes` gives before and after by column, as a page may show them."""

    number: int
    verdict: Verdict
    faults: tuple[Fault, ...] = ()
    entry: ExpertEntry | None = None
    expert_id: int | None = None
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    may_update: bool = True
    committee_id: int | None = None
    body_id: int | None = None
    recommended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A person on the roster as the comparison needs one.

    `texts` is what an export says by column: a cell that says the same is no change.
    """

    id: int
    code: str
    entry: ExpertEntry
    texts: Mapping[str, str]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A body that may recommend, and the owners of the committees open to it."""

    id: int
    name: str
    open_owners: frozenset[int]


@dataclass(frozen=True, slots=True)
class OpenCommittee:
    """A committee to recommend to."""

    id: int
    code: str
    name: str
    owner_id: int
    term_to: date


@dataclass(frozen=True, slots=True)
class Register:
    """What the rows of a file are judged against: persons by code and by name and employer, bodies, committees.

    `own_body` is the body in whose name the import recommends; without one every row must name its own.
    """

    today: date
    by_code: Mapping[str, Known]
    by_person: Mapping[tuple[str, str], Known]
    committees: Mapping[str, OpenCommittee]
    bodies: Mapping[str, Body]
    own_body: Body | None
