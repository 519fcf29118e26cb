"""Invented matters and experts by the thousand: copies of a few that went through the use cases, made different.

Nothing here describes a real product, firm or person; every text says that it was made for measuring.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from benchmarks.rows import Row, insert, next_id, restart_counters, table
from panel.accounts.passwords import hash_password
from panel.db import database, transaction
from panel.guidance.code_lists import codes
from panel.kernel.clock import StoryClock, beijing_date
from panel.kernel.tokens import new_key
from panel.matters.number_rules import notice_number
from panel.proceedings.demo import DEMO_PASSWORD
from panel.proceedings.demo.basis import Basis
from tests.support.matters import Matters

LABEL = "（性能测试用的虚构数据）"
PRODUCTS = (
    "浓香型白酒", "婴幼儿配方乳粉", "儿童安全座椅", "电热水壶", "移动电源", "燃气灶具", "校服", "食品用塑料袋",
    "压力锅", "自动扶梯", "玩具枪", "电动自行车", "瓷砖胶", "冷冻虾仁", "食用植物油", "一次性纸杯", "吊灯",
    "学步车", "羽绒被", "轮胎",
)  # fmt: skip
HAZARDS = (
    "塑化剂超标", "三聚氰胺检出", "带扣断裂", "漏电", "过热起火", "熄火保护失效", "甲醛超标", "荧光物质迁移",
    "泄压失灵", "梳齿板断裂", "小零件脱落", "电池热失控", "放射性核素偏高", "氯霉素残留", "黄曲霉毒素超标",
    "荧光增白剂检出", "坠落", "夹伤", "异味", "胎侧鼓包", "标识不符", "铅含量偏高",
)  # fmt: skip
BRANDS = ("示范坊", "青禾", "云杉", "远帆", "明溪", "白鹭", "松石", "新桥", "长岭")
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张", "安博晨迪恩芳国海佳凯兰明宁鹏琪睿思涛维欣雅哲"
EMPLOYERS = tuple(f"示例研究机构{number}号" for number in range(1, 120))
PANEL_DISCIPLINES = ("T01", "T03", "T06", "T07")
SETTLED = 9  # of ten matters this many are closed, as in a register that has run for years


@contextmanager
def acting(app: Flask) -> Iterator[Session]:
    """Open a transaction of the product, as an act does."""
    with app.app_context(), transaction() as session:
        yield session


@contextmanager
def writing(app: Flask) -> Iterator[Connection]:
    """Open a connection that writes past the use cases, for rows in bulk."""
    with app.app_context(), database().engine.execution_options(writes=True).begin() as connection:
        yield connection
        restart_counters(connection)


# Experts


def add_experts(app: Flask, basis: Basis, number: int, on: date) -> list[str]:
    """Add experts in office with an account each, and give their codes; the first ones may sit on every panel."""
    with writing(app) as connection:
        experts, committees = table("roster_expert"), table("roster_committee")
        owner = committees.c.owner_org_id == basis.org_id("B-430")
        committee = connection.execute(select(committees).where(owner)).mappings().one()
        chosen = select(experts).where(experts.c.state == "appointed", experts.c.account_id.is_not(None)).limit(1)
        model = dict(connection.execute(chosen).mappings().one())
        account = table("accounts_account")
        of_model = select(account).where(account.c.id == model["account_id"])
        model_account = dict(connection.execute(of_model).mappings().one()) | {"org_id": committee["owner_org_id"]}
        first, first_account = next_id(connection, "roster_expert"), next_id(connection, "accounts_account")
        hashed = hash_password(DEMO_PASSWORD)
        people = [
            _expert(model, place, on)
            | {"id": first + place, "account_id": first_account + place, "committee_id": committee["id"]}
            for place in range(number)
        ]
        accounts = [_account(model_account, person, hashed) for person in people]
        insert(connection, "accounts_account", accounts)
        insert(connection, "roster_expert", people)
    return [person["code"] for person in people]


def login_key(code: str) -> str:
    """Give the account key of a generated expert."""
    return code.lower().replace("-", "")


def _account(model: Row, person: Row, hashed: str) -> Row:
    return model | {
        "id": person["account_id"], "login": f"{login_key(person['code'])}@example.org", "name": person["name"],
        "password_hash": hashed, "draft_salt": secrets.token_bytes(16),
    }  # fmt: skip


def _expert(model: Row, place: int, on: date) -> Row:
    every = [code.code for code in codes("disciplines")]
    code = f"CS-{place + 1:05}"
    name = FAMILY[place % len(FAMILY)] + GIVEN[place // 7 % len(GIVEN)] + GIVEN[place // 3 % len(GIVEN)]
    return model | {
        "code": code, "name": name, "gender": "男女"[place % 2], "birth_year": 1955 + place % 40,
        "main_discipline": PANEL_DISCIPLINES[place % 4] if place % 5 < 2 else every[place % len(every)],
        "employer": EMPLOYERS[place % len(EMPLOYERS)], "employer_code": None, "achievements": LABEL,
        "workload_limit": 99, "email": f"{login_key(code)}@example.org",
        "appointment_no": f"（示例）聘字〔{on.year - 1}〕测{place + 1:05}号", "term_from": date(on.year - 1, 1, 1),
        "term_to": date(on.year + 3, 12, 31), "form_key": new_key(),
    }  # fmt: skip


# Matters


def add_matters(app: Flask, basis: Basis, number: int, now: datetime) -> None:
    """Add matters of the last three years over all bureaux and departments, nine of ten of them settled."""
    models = Matters(lambda: acting(app), basis, StoryClock(now))
    received, confirmed = models.received("u08"), models.confirmed("u08")
    with writing(app) as connection:
        orgs = [dict(row) for row in connection.execute(select(table("accounts_organisation"))).mappings()]
        owners = [org for org in orgs if org["kind"] in {"hq_dept", "provincial_bureau", "direct_bureau"}]
        open_one, settled = _matter_row(connection, received), _matter_row(connection, confirmed)
        first, serials = next_id(connection, "matters_matter"), count(20000)
        rows = []
        for place in range(number):
            is_settled = place * 7 % 10 < SETTLED
            model = settled | {"state": "ADJUDICATED", "due_at": None} if is_settled else (settled, open_one)[place % 2]
            owner = owners[place % len(owners)]
            rows.append(model | _matter(place, owner, now, next(serials)) | {"id": first + place})
        insert(connection, "matters_matter", rows)
        _add_parties(connection, received, [row["id"] for row in rows])


def _matter_row(connection: Connection, number: int) -> Row:
    found = connection.execute(select(table("matters_matter")).where(table("matters_matter").c.id == number))
    return dict(found.mappings().one())


def _matter(place: int, owner: Row, now: datetime, serial: int) -> Row:
    """Give what makes a matter different from its model."""
    product, hazard = PRODUCTS[place % len(PRODUCTS)], HAZARDS[place // 3 % len(HAZARDS)]
    brand = BRANDS[place // 5 % len(BRANDS)]
    discovered = now - timedelta(hours=place * 26280 // 12000 + 1)
    serial_no = notice_number(owner["region"], beijing_date(discovered).year, 5, serial)
    title = f"{brand}{product}{hazard}"
    lot = f"{20260000 + place}"
    return {
        "form_key": new_key(), "notice_no": serial_no, "title": title, "product_name": product, "trade_mark": brand,
        "lots": [lot], "risk_description": f"{title}，多地监测和投诉均有反映。{LABEL}", "owner_org_id": owner["id"],
        "origin_org_id": owner["id"], "received_org_id": owner["id"], "notifying_org_id": owner["id"],
        "discovered_at": discovered, "discovered_on": beijing_date(discovered),
        "noticed_on": beijing_date(discovered), "event_on": None, "event_precision": "unknown",
        "food_rank": place % 2,
        "search_text": "\n".join((serial_no, title, product, brand, lot, "示例食品有限公司")).lower(),
    }  # fmt: skip


def _add_parties(connection: Connection, model: int, matters: list[int]) -> None:
    parties = table("matters_party")
    rows = connection.execute(select(parties).where(parties.c.matter_id == model)).mappings().all()
    first = next_id(connection, "matters_party")
    numbers = count(first)
    copies: list[dict[str, Any]] = [
        dict(row) | {"id": next(numbers), "matter_id": matter} for matter in matters for row in rows
    ]
    insert(connection, "matters_party", copies)
