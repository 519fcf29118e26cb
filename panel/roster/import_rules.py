"""Which rows of a workbook may enter the roster: the headings, each row against the register, what changes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from panel.guidance import cites
from panel.roster.cell_rules import Reading, cell_text, half_width, masked, read_cell, written
from panel.roster.facts import ExpertEntry
from panel.roster.import_facts import (
    BY_KEY,
    COLUMNS,
    EXAMPLE_MARK,
    TO_CHOOSE,
    Body,
    Cell,
    Choice,
    Fault,
    Judged,
    Known,
    OpenCommittee,
    Register,
    SheetRow,
    Verdict,
)
from panel.roster.rules import bare_name

NAMED_MOST = 12
HEADINGS = {half_width(column.heading): column.key for column in COLUMNS}
OF_ENTRY = tuple(column for column in COLUMNS if not column.is_fixed)
EMPTY = Reading()
DISCIPLINES = ("main_discipline", "second_discipline", "further_disciplines")


# The headings


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns in their order, None for an empty one; or why the headings are not ours."""

    keys: tuple[str | None, ...] = ()
    fault: Fault | None = None


def read_headings(cells: Sequence[Cell]) -> Headings:
    """表头须与模板一致：不认识的、重复的、缺少的必填栏都逐一指明。

    An optional column may be left out, and the order is free; a star or blanks around a heading do not matter.
    """
    texts = [half_width(cell_text(cell)).replace("\n", "").replace("*", "").strip() for cell in cells]
    given = [text for text in texts if text]
    if unknown := [text for text in given if text not in HEADINGS]:
        return Headings(fault=_headings_fault("IMPORT_HEADING_UNKNOWN", unknown))
    if doubled := [text for text, count in Counter(given).items() if count > 1]:
        return Headings(fault=_headings_fault("IMPORT_HEADING_TWICE", doubled))
    needed = [column.heading for column in COLUMNS if column.is_required]
    if missing := [heading for heading in needed if half_width(heading) not in given]:
        return Headings(fault=_headings_fault("IMPORT_HEADING_MISSING", missing))
    return Headings(tuple(HEADINGS.get(text) for text in texts))


def _headings_fault(code: str, headings: Sequence[str]) -> Fault:
    return Fault("", code, {"headings": "、".join(heading[:20] for heading in headings[:NAMED_MOST])})


def row_of(number: int, cells: Sequence[Cell], keys: Sequence[str | None], *, is_hidden: bool) -> SheetRow:
    """按表头把一行单元格归到各栏；没有表头的单元格不读取。"""
    named = {key: cell for key, cell in zip(keys, cells, strict=False) if key and cell_text(cell)}
    return SheetRow(number, named, is_hidden)


# The rows


def judge_rows(rows: Iterable[SheetRow], register: Register, *, is_1904: bool = False) -> list[Judged]:
    """逐行判断后再看行与行之间有无重复；同一人在文件中只能出现一次。"""
    found: list[Judged] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        judged = judge_row(row, register, is_1904=is_1904)
        person = _person_of(judged, row)
        if person is None or judged.verdict is Verdict.EXAMPLE:
            found.append(judged)
        elif person in seen:
            twice = Fault("name", "IMPORT_ROW_TWICE", {"row": seen[person]})
            found.append(replace(judged, verdict=Verdict.ERROR, faults=(*judged.faults, twice)))
        else:
            seen[person] = row.number
            found.append(judged)
    return found


def _person_of(judged: Judged, row: SheetRow) -> tuple[str, str] | None:
    """Give what makes a person one: the number on the roster, else name and employer as typed."""
    if judged.expert_id is not None:
        return ("#", str(judged.expert_id))
    name, employer = cell_text(row.cells.get("name")), cell_text(row.cells.get("employer"))
    return (bare_name(name), bare_name(employer)) if name and employer else None


def judge_row(row: SheetRow, register: Register, *, is_1904: bool = False) -> Judged:
    """一行对照名册得出结论：新增、有变化、可能重复、没有变化、有错误，或者是示例。"""
    code = half_width(cell_text(row.cells.get("code")))
    if code.startswith(EXAMPLE_MARK):
        return Judged(row.number, Verdict.EXAMPLE)
    if row.is_hidden:
        return Judged(row.number, Verdict.ERROR, (Fault("", "IMPORT_HIDDEN_ROW", {"row": row.number}),))
    known = register.by_code.get(code) if code else _namesake(row, register)
    if code and known is None:
        return Judged(row.number, Verdict.ERROR, (Fault("code", "IMPORT_CODE_UNKNOWN", {"given": code[:20]}),))
    given = {
        column.key: read_cell(column, row.cells[column.key], is_1904=is_1904) if column.key in row.cells else EMPTY
        for column in COLUMNS
        if known is None or not _says_the_same(known, column.key, row.cells.get(column.key))
    }
    if known is None:
        return _judge_new(row, given, register)
    return _judge_known(row, given, known, is_by_code=bool(code))


def _namesake(row: SheetRow, register: Register) -> Known | None:
    name, employer = cell_text(row.cells.get("name")), cell_text(row.cells.get("employer"))
    return register.by_person.get((bare_name(name), bare_name(employer))) if name and employer else None


def _says_the_same(known: Known, key: str, cell: Cell) -> bool:
    """Tell whether a cell is empty, or says what an export says of this person: then nothing changes."""
    text = cell_text(cell)
    return not text or text == known.texts.get(key, "")


# Somebody new


def _judge_new(row: SheetRow, given: Mapping[str, Reading], register: Register) -> Judged:
    faults = [reading.fault for reading in given.values() if reading.fault]
    broken = {fault.column for fault in faults}
    faults += [
        Fault(column.key, "IMPORT_REQUIRED", {"heading": column.heading})
        for column in COLUMNS
        if column.is_required and column.key not in broken and not given[column.key].is_given
    ]
    body, body_fault = _body_of(given["recommended_by"], register)
    committee, committee_fault = _committee_of(given["committee"], body, register)
    day = given["recommended_on"].value or register.today
    day_fault = Fault("recommended_on", "DAY_AHEAD", {}) if day > register.today else None
    values = {key: given[key].value for key in (column.key for column in OF_ENTRY) if given[key].is_given}
    faults += [fault for fault in (body_fault, committee_fault, day_fault, *_across(values)) if fault]
    if faults or committee is None or body is None:
        return Judged(row.number, Verdict.ERROR, tuple(faults))
    return Judged(
        row.number, Verdict.NEW, entry=entry_from(values), committee_id=committee.id, body_id=body.id,
        recommended_on=day,
    )  # fmt: skip


def entry_from(values: Mapping[str, Any]) -> ExpertEntry:
    """新专家的各栏合成一份推荐信息；没有填写的取默认值。"""
    empty: dict[str, Any] = {"second_discipline": None, "employer_code": None}
    return ExpertEntry(**(empty | dict(values)))


@cites("4.1.1-b")
def _body_of(reading: Reading, register: Register) -> tuple[Body | None, Fault | None]:
    """推荐单位须为文件列明的单位；业务人员只能以本单位名义推荐。"""
    own = register.own_body
    if not reading.is_given:
        fault = None if own or reading.fault else Fault("recommended_by", "IMPORT_BODY_MISSING", {})
        return own, fault
    named = register.bodies.get(half_width(reading.value))
    if named is None:
        return None, Fault("recommended_by", "EXPERT_RECOMMENDATION", {"body": reading.value[:40]})
    if own is not None and named.id != own.id:
        return None, Fault("recommended_by", "IMPORT_BODY_OTHER", {"body": named.name, "own": own.name})
    return named, None


@cites("4.1.1-d")
def _committee_of(reading: Reading, body: Body | None, register: Register) -> tuple[OpenCommittee | None, Fault | None]:
    """只能推荐到本单位或上级单位、且在任期内的专家委员会。"""
    if not reading.is_given:
        return None, None  # missing or broken, which stands among the faults already
    found = register.committees.get(half_width(reading.value))
    if found is None:
        return None, Fault("committee", "IMPORT_COMMITTEE_UNKNOWN", {"given": reading.value[:40]})
    if body is not None and found.owner_id not in body.open_owners:
        return None, Fault("committee", "COMMITTEE_NOT_OPEN", {"name": found.name})
    if found.term_to < register.today:
        return None, Fault("committee", "IMPORT_COMMITTEE_ENDED", {"name": found.name, "until": str(found.term_to)})
    return found, None


def _across(values: Mapping[str, Any]) -> list[Fault]:
    """Give what is wrong between the cells of a row: one discipline in two places."""
    main, second, further = (values.get(key) for key in DISCIPLINES)
    found = []
    if second and second == main:
        found.append(Fault("second_discipline", "IMPORT_DISCIPLINE_TWICE", {}))
    if {main, second} & set(further or ()):
        found.append(Fault("further_disciplines", "IMPORT_DISCIPLINE_TWICE", {}))
    return found


# Somebody on the roster


def _judge_known(row: SheetRow, given: Mapping[str, Reading], known: Known, *, is_by_code: bool) -> Judged:
    faults = [reading.fault for reading in given.values() if reading.fault]
    values: dict[str, Any] = {}
    for key, reading in given.items():
        if not reading.is_given:
            continue
        if BY_KEY[key].is_fixed:
            if key != "code" and is_by_code:
                faults.append(Fault(key, "IMPORT_FIXED", {"heading": BY_KEY[key].heading}))
        elif reading.value != getattr(known.entry, key):
            values[key] = reading.value
    faults += _across({key: getattr(known.entry, key) for key in DISCIPLINES} | values) if values else []
    if values and not known.may_edit and is_by_code:
        faults += [Fault(key, "COMMITTEE_NOT_OWNED", {}) for key in values]
    judged = Judged(row.number, Verdict.ERROR, tuple(faults), expert_id=known.id)
    if faults or not values:
        return judged if faults else replace(judged, verdict=Verdict.SAME)
    return replace(
        judged, verdict=Verdict.CHANGED if is_by_code else Verdict.POSSIBLE, entry=replace(known.entry, **values),
        may_update=known.may_edit,
        changes={key: (known.texts.get(key, ""), _shown(key, value)) for key, value in values.items()},
    )  # fmt: skip


def _shown(key: str, value: Any) -> str:
    """Write a new value for the comparison on a page; a masked column says only that there is one."""
    return masked(BY_KEY[key], written(BY_KEY[key], value))


# The confirmation


def first_choice(judged: Judged) -> Choice | None:
    """编号相同而有变化的，先按更新对待；只是姓名和单位相同的，须由人选择。"""
    return Choice.UPDATE if judged.verdict is Verdict.CHANGED else None


@cites("4.1.1-b")
def reasons_against_import(
    counts: Mapping[Verdict, int], choices: Iterable[tuple[Verdict, Choice | None]]
) -> str | None:
    """有错误的行、没有选择的可能重复，都使整个文件不能导入；没有可写入的内容也不导入。

    All or nothing: a file of which a part could enter would leave nobody sure of what did.
    """
    if counts.get(Verdict.ERROR, 0):
        return "IMPORT_HAS_ERRORS"
    chosen = [choice for verdict, choice in choices if verdict in TO_CHOOSE]
    if any(choice is None for choice in chosen):
        return "IMPORT_CHOICE_OPEN"
    if not counts.get(Verdict.NEW, 0) and Choice.UPDATE not in chosen:
        return "IMPORT_NOTHING"
    return None
