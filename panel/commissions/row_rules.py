"""How often in succession an expert may sit on the panels of one department."""

from collections.abc import Sequence

from panel.guidance import cites


@cites("D-18", "D-02")
def rest_after_panels(panels: Sequence[tuple[str, frozenset[int]]], most: int) -> dict[int, str]:
    """同一专家连续参加本单位研判达到规定次数的，下一次不列入抽取名单，并写明是哪几次。

    `panels` are the department's last ones, the latest first: number, and the experts who sit on it. Fewer panels
    than `most` keep nobody away; a panel between two others without the expert begins the count anew.
    """
    last = panels[:most]
    if not last or len(last) < most:
        return {}
    words = "、".join(number for number, _sitting in last)
    return dict.fromkeys(sorted(frozenset.intersection(*(sitting for _number, sitting in last))), words)
