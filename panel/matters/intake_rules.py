"""What an entry must hold before it is taken in: the subject table, item by item."""

from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from panel.guidance import cites
from panel.guidance.code_lists import Code, codes_in, is_code
from panel.matters.code_facts import (
    CATEGORY_DEPARTMENTS,
    DEPARTMENTS_OF_DOMAINS,
    DOMAIN_COLUMNS,
    FOREIGN_DEPARTMENTS,
    OTHER_DEPARTMENT,
    OTHER_FOREIGN_DEPARTMENT,
)
from panel.matters.facts import EventPrecision, Fault, MatterContent, Party, PartyRole
from panel.matters.number_rules import is_barcode, is_unified_code

CLASSIFIED = "classified"
LEAF_LENGTH = 4
FOREIGN_NOTICE = 6


def faults_of_content(
    content: MatterContent, *, today: date, least_characters: int, has_capture: bool = False
) -> list[Fault]:
    """主题表各项须填写完整、格式正确。

    Gives every fault, so that a page can name each field at once; `today` is the day in Beijing and
    `has_capture` tells whether a copy of what was seen is attached.
    """
    return [
        *_faults_of_secrecy(content),
        *_faults_of_dates(content, today),
        *_faults_of_source(content, has_capture=has_capture),
        *_faults_of_product(content),
        *_faults_of_table(content),
        *_faults_of_parties(content.parties),
        *_faults_of_texts(content, least_characters),
    ]


@cites("2.3.6-a", "D-15")
def _faults_of_secrecy(content: MatterContent) -> Iterator[Fault]:
    """国家秘密的内容不得录入本系统。"""
    if content.secrecy == CLASSIFIED:
        yield Fault("CLASSIFIED_CONTENT", "secrecy")
    elif not is_code("secrecy", content.secrecy):
        yield Fault("CODE_UNKNOWN", "secrecy", {"value": content.secrecy})


@cites("3.4.0-f03", "3.4.0-f04", "3.4.0-f05")
def _faults_of_dates(content: MatterContent, today: date) -> Iterator[Fault]:
    """通报日期不得晚于今天，事件日期不得晚于通报日期；国别用国际代码。

    A month is compared as a month; a date that is not known is not compared.
    """
    if not is_code("countries", content.notifying_country):
        yield Fault("CODE_UNKNOWN", "notifying_country", {"value": content.notifying_country})
    if content.noticed_on > today:
        yield Fault("NOTICE_DATE_FUTURE", "noticed_on", {"today": today.isoformat()})
    if content.event_precision is EventPrecision.UNKNOWN:
        return
    if content.event_on is None:
        yield Fault("EVENT_DATE_MISSING", "event_on")
    elif _is_after(content.event_on, content.noticed_on, content.event_precision):
        yield Fault("EVENT_AFTER_NOTICE", "event_on", {"noticed_on": content.noticed_on.isoformat()})


def _is_after(event: date, notice: date, precision: EventPrecision) -> bool:
    if precision is EventPrecision.MONTH:
        return (event.year, event.month) > (notice.year, notice.month)
    return event > notice


@cites(
    "2.1.2-0", "2.1.2-1", "2.1.2-2", "2.1.2-3", "2.1.2-4", "2.1.2-5", "2.1.2-6", "2.1.2-7", "2.1.2-8", "3.4.0-f06",
    "2.2.1-a", "2.2.6-a",
)  # fmt: skip
def _faults_of_source(content: MatterContent, *, has_capture: bool) -> Iterator[Fault]:
    """来源类别为八类之一，并须填写该类别的专有栏目。"""
    if not is_code("source_classes", content.source_class):
        yield Fault("CODE_UNKNOWN", "source_class", {"value": content.source_class})
        return
    if content.source_sub not in {code.code for code in codes_in("source_subs", str(content.source_class))}:
        yield Fault("SOURCE_SUB", "source_sub")
    for code in content.secondary_classes:
        if not is_code("source_classes", code) or code == content.source_class:
            yield Fault("SECONDARY_CLASS", "secondary_classes", {"value": code})
    for entry in codes_in("source_fields", str(content.source_class)):
        yield from _faults_of_field(entry, content.source_fields, has_capture=has_capture)


def _faults_of_field(entry: Code, given: Mapping[str, str], *, has_capture: bool) -> Iterator[Fault]:
    """Ask one field of a class for its presence and its kind."""
    value = given.get(entry.code, "").strip()
    if not value:
        required = entry.extra["required"]
        if required is True or (required == "or_file" and not has_capture):
            yield Fault("SOURCE_FIELD_MISSING", entry.code, {"entry": entry.code})
    elif not _fits(entry.extra["kind"], value):
        yield Fault("SOURCE_FIELD_SHAPE", entry.code, {"entry": entry.code})


def _fits(kind: str, value: str) -> bool:
    if kind == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
    if kind == "url":
        address = urlsplit(value)
        return address.scheme in {"http", "https"} and bool(address.netloc)
    return True


@cites("3.4.0-f07", "3.4.0-f08", "3.4.0-f09", "2.1.0-b", "3.4.1-a")
def _faults_of_product(content: MatterContent) -> Iterator[Fault]:
    """产品类别取自代码表，条码须通过校验，商标没有的填“无”。

    The category may wait until confirmation; where it is given it is one of the finer codes.
    """
    if not is_code("domains", content.domain):
        yield Fault("CODE_UNKNOWN", "domain", {"value": content.domain})
    if content.product_category is not None and not is_category(content.product_category):
        yield Fault("CODE_UNKNOWN", "product_category", {"value": content.product_category})
    if content.industry is not None and not is_code("industries", content.industry):
        yield Fault("CODE_UNKNOWN", "industry", {"value": content.industry})
    for barcode in content.barcodes:
        if not is_barcode(barcode):
            yield Fault("BARCODE_CHECK", "barcodes", {"value": barcode})


@cites("3.4.0-f07", "3.4.1-a")
def is_category(code: str) -> bool:
    """产品类别须选到细类。"""
    return len(code) == LEAF_LENGTH and is_code("product_categories", code)


@cites("3.4.1-c")
def _faults_of_table(content: MatterContent) -> Iterator[Fault]:
    """录入时携带该领域的专业数据表，列名取自该表。"""
    columns = {column for row in content.domain_rows for column in row}
    for column in sorted(columns - set(DOMAIN_COLUMNS.get(content.domain, ()))):
        yield Fault("TABLE_COLUMN", "domain_rows", {"value": column})


@cites("3.4.0-f10")
def _faults_of_parties(parties: tuple[Party, ...]) -> Iterator[Fault]:
    """生产企业至少一家，可以多家；名称、统一代码和国别分开填写。

    The code may be missing, since a complaint rarely knows it; a code that is given must be right.
    """
    if not any(party.role is PartyRole.PRODUCER for party in parties):
        yield Fault("PRODUCER_MISSING", "parties")
    for party in parties:
        if not party.name.strip():
            yield Fault("PARTY_NAME", "parties")
        if not is_code("countries", party.country):
            yield Fault("CODE_UNKNOWN", "parties", {"value": party.country})
        if party.unified_code and not is_unified_code(party.unified_code):
            yield Fault("PARTY_CODE", "parties", {"name": party.name, "value": party.unified_code})


@cites("3.4.0-f12", "3.4.0-f13")
def _faults_of_texts(content: MatterContent, least_characters: int) -> Iterator[Fault]:
    """风险特征描述不得过短，信息来源标识不得为空。

    Blanks do not count as characters.
    """
    texts = {
        "title": content.title,
        "product_name": content.product_name,
        "trade_mark": content.trade_mark,
        "source_ref": content.source_ref,
    }
    for name, text in texts.items():
        if not text.strip():
            yield Fault("TEXT_MISSING", name)
    given = len("".join(content.risk_description.split()))
    if given < least_characters:
        yield Fault("DESCRIPTION_SHORT", "risk_description", {"least": least_characters, "given": given})


@cites("3.1.1-a", "3.3.1-a", "2.2.4-a")
def reasons_against_entry(*, is_official: bool, is_info_officer: bool) -> str | None:
    """录入由指定的信息员办理；检验检测机构联络人可以报送本机构的发现。

    An official needs the attribute; a contact of an institution has a duty of their own.
    """
    return "INFO_OFFICER" if is_official and not is_info_officer else None


@cites("3.1.1-a", "2.3.2-b", "3.4.1-b")
def is_handler(org_id: int, *, owner: int, origin: int, received: int) -> bool:
    """事项由所属部门办理；转出以前，接收信息的基层单位也可以办理。"""
    return org_id == owner or (org_id == received and owner == origin)


@cites("2.2.5-c", "2.2.6-d", "2.2.8-a")
def reasons_against_dispatch(*, suggestion: str, target_is_owner: bool) -> str | None:
    """转办须写明建议和接收部门，不能转给本部门。"""
    if not suggestion.strip():
        return "SUGGESTION_MISSING"
    return "DISPATCH_SAME" if target_is_owner else None


@cites("3.1.1-b", "2.2.6-d", "2.2.4-b")
def proposed_department(domain: str, category: str | None, source_class: int) -> str:
    """按业务类别建议总局承办部门；境外通报先按通报分工。

    Gives an organisation code; the caller turns to the duty desk where there is no such body.
    """
    if source_class == FOREIGN_NOTICE:
        return FOREIGN_DEPARTMENTS.get(domain, OTHER_FOREIGN_DEPARTMENT)
    if category is not None:
        return CATEGORY_DEPARTMENTS.get(category[:2], OTHER_DEPARTMENT)
    return DEPARTMENTS_OF_DOMAINS.get(domain, OTHER_DEPARTMENT)


@cites("2.2.1-a", "3.5.0-b")
def masked(text: str) -> str:
    """投诉举报人的姓名和联系方式只向承办单位显示，其他人只看到首字。"""
    return text[:1] + "＊＊＊"
