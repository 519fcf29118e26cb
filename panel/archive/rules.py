"""What a complete file holds, and how long it is kept."""

from collections.abc import Collection, Mapping

from panel.archive.facts import ALWAYS, NEVER_EXCUSED, ORDER, ItemKind, Owed, Retention
from panel.guidance import cites


@cites("2.4.3-b")
def owed_items(owed: Owed) -> tuple[ItemKind, ...]:
    """研判结束后应当形成完整的资料档案：委托、抽取、邀请、承诺、签到、材料、表决、统计、纪要、结论和主记录。

    A disagreement adds the warning decision; an investigation or a test order adds its papers.
    """
    more = {
        ItemKind.WARNINGS: owed.has_disagreed,
        ItemKind.INVESTIGATIONS: owed.has_investigation,
        ItemKind.ORDERS: owed.has_order,
    }
    kinds = [*ALWAYS, *(kind for kind, is_owed in more.items() if is_owed)]
    return tuple(sorted(kinds, key=ORDER.__getitem__))


@cites("2.4.3-b")
def missing_items(
    owed: Collection[ItemKind], held: Collection[ItemKind], not_applicable: Mapping[ItemKind, str]
) -> tuple[ItemKind, ...]:
    """缺项的档案不得归档；确不适用的，须逐项写明理由。

    An empty reason does not count as one, and for what every panel must leave there is none.
    """
    excused = {kind for kind, reason in not_applicable.items() if reason.strip()} - NEVER_EXCUSED
    return tuple(kind for kind in owed if kind not in held and kind not in excused)


@cites("D-14", "2.4.3-b")
def retention_of(level: str, has_warning: bool) -> Retention:
    """一级、二级结论和发布过预警的永久保管，其他结论保管三十年。

    `level` is the option decided; a matter closed without a level is kept ten years.
    """
    if has_warning or level in {"1", "2"}:
        return Retention.PERMANENT
    return Retention.YEARS_30 if level in {"3", "0"} else Retention.YEARS_10


@cites("2.4.3-b", "3.2.2-b")
def reasons_against_checker(filed_by: int, checked_by: int) -> str | None:
    """立卷人与检查人应为两人。

    Gives the code of the refusal or None.
    """
    return "SOD_ARCHIVE" if filed_by == checked_by else None
