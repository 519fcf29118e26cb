"""Identity numbers and telephone numbers: their form, and how little of them a page shows."""

import re
from datetime import date

from panel.guidance import cites
from panel.kernel.actor import Role
from panel.roster.facts import PersonalField

IDENTITY = re.compile(r"[1-9]\d{5}(\d{8})\d{2}(\d)[\dX]", re.ASCII)
IDENTITY_LENGTH = 18
CHECK_SIGNS = "0123456789X"
SHORTEST_MASKED = 8
"""Of a shorter number nothing at all is shown: head and tail would be most of it."""


def plain_identity(text: str) -> str:
    """公民身份号码比对前去掉空格，字母一律大写。"""
    return re.sub(r"\s+", "", text).upper()


def identity_check_sign(body: str) -> str:
    """公民身份号码的校验码按 ISO 7064 MOD 11-2 计算（GB 11643）。

    `body` are the first seventeen digits. The check sign makes the number, read with radix 2, one
    modulo 11; ten is written X.
    """
    total = 0
    for digit in body:
        total = (total + int(digit)) * 2 % 11
    return CHECK_SIGNS[(12 - total) % 11]


@cites("3.5.0-a")
def fault_of_identity(number: str, *, birth_year: int, gender: str, today: date) -> str | None:
    """公民身份号码须格式正确、校验码相符，并与所填出生年份和性别一致。

    Gives the code of the first fault, or None. An even sequence digit belongs to a woman.
    """
    match = IDENTITY.fullmatch(number)
    if match is None:
        return "IDENTITY_FORM"
    if identity_check_sign(number[:-1]) != number[-1]:
        return "IDENTITY_CHECK"
    born = _day(match[1])
    if born is None or born > today:
        return "IDENTITY_FORM"
    is_man = int(match[2]) % 2 == 1
    return None if (born.year, is_man) == (birth_year, gender == "男") else "IDENTITY_PERSON"


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


@cites("3.5.0-a")
def masked_identity(number: str) -> str:
    """公民身份号码只显示前三位和后四位。"""
    hidden = len(number) - 7
    return f"{number[:3]}{'*' * hidden}{number[-4:]}" if len(number) == IDENTITY_LENGTH else "*" * IDENTITY_LENGTH


@cites("3.5.0-a")
def masked_phone(number: str) -> str:
    """电话号码只显示前三位和后两位。"""
    return f"{number[:3]}****{number[-2:]}" if len(number) >= SHORTEST_MASKED else "****"


@cites("3.5.0-a")
def may_reveal(wanted: PersonalField, role: Role, *, is_in_charge: bool) -> bool:
    """完整号码只给有理由的人看：身份号码限委员会归属单位的业务人员和负责人，电话还包括联系专家的秘书。

    A secretary invites experts of any committee open to the body, so every secretary may ask for a telephone
    number; nobody sees one without stating why, and each look is recorded.
    """
    if wanted is PersonalField.PHONE and role is Role.SECRETARY:
        return True
    return is_in_charge and role in {Role.OFFICIAL, Role.APPROVER}
