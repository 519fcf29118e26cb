"""Numbers and the digits that check them: notice number, barcode, enterprise code, document number."""

import re

from panel.guidance import cites

NOTICE = re.compile(r"FX(\d{6})-(\d{4})-([1-8])-(\d{5})-(\d)")
BARCODE_LENGTHS = frozenset({8, 12, 13, 14})
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_LENGTH = 18


def check_digit(digits: str) -> int:
    """校验码按 ISO 7064 MOD 11,10 计算。

    The hybrid system: each digit is added modulo 10, nought counting as ten, then doubled modulo 11.
    """
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10


@cites("3.4.0-f01", "3.4.1-a")
def notice_number(organ: str, year: int, source_class: int, serial: int) -> str:
    """信息通报号由机构代码、年份、类别、五位流水号和校验码组成，由系统生成。

    `organ` is the six-digit region code of the owning body; the serial runs per organ and year.
    """
    checked = f"{organ}{year:04d}{source_class}{serial:05d}"
    return f"FX{organ}-{year:04d}-{source_class}-{serial:05d}-{check_digit(checked)}"


@cites("3.4.0-f01")
def is_notice_number(text: str) -> bool:
    """信息通报号须符合统一格式且校验码正确。"""
    match = NOTICE.fullmatch(text)
    if match is None:
        return False
    *checked, digit = match.groups()
    return check_digit("".join(checked)) == int(digit)


@cites("3.4.0-f09")
def is_barcode(text: str) -> bool:
    """商品条码的位数和校验码须正确。

    EAN-8, UPC-12, EAN-13 and GTIN-14 share one sum: from the right, the digits before the check digit
    count three and one in turn.
    """
    if not (text.isascii() and text.isdigit() and len(text) in BARCODE_LENGTHS):
        return False
    weighed = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(text[:-1])))
    return (10 - weighed % 10) % 10 == int(text[-1])


@cites("3.4.0-f10", "3.4.1-a")
def is_unified_code(text: str) -> bool:
    """统一社会信用代码为十八位，校验码须正确。

    The eighteenth sign checks the others modulo 31 with the powers of three as weights (GB 32100).
    """
    if len(text) != CREDIT_LENGTH or any(sign not in CREDIT_SIGNS for sign in text):
        return False
    weighed = sum(CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(text[:-1]))
    return CREDIT_SIGNS[-weighed % 31] == text[-1]


@cites("3.1.0-c")
def document_number(short_name: str, kind: str, year: int, serial: int) -> str:
    """文书编号由机关代字、文种、年份和流水号组成，按年连续编号。"""
    return f"{short_name}{kind}〔{year}〕{serial}号"
