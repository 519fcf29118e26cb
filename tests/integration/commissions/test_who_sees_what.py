"""Who may know of a panel, what each page shows to whom, and how many questions a page asks."""

from collections.abc import Callable
from typing import Any

import pytest

from panel import audit
from panel.commissions import queries
from panel.commissions.queries import PanelFilter
from panel.kernel.errors import NotFoundError
from panel.matters.adjudication_models import Adjudication
from tests.support.panels import MEMBERS, Panels
from tests.support.visitor import document, visible_text

PAGES = ("", "/commission", "/draw", "/seats", "/requests", "/materials")


def knows(panels: Panels, number: int, key: str) -> bool:
    actor = panels.basis.expert_actor(key) if key.startswith("ZJ-") else panels.basis.actor(key)
    with panels.session_of() as session:
        listed = [panel.id for panel in queries.list_panels(session, actor, PanelFilter())]
        try:
            queries.get_panel(session, number, viewer=actor)
        except NotFoundError:
            assert number not in listed
            return False
    assert number in listed
    return True


@pytest.mark.clause("3.5.0-a", "D-11", "S-06")
def test_the_department_its_secretary_the_invited_and_the_auditors_know_of_a_panel(panels: Panels) -> None:
    number = panels.invited()
    insiders = ("u08", "u28", "u09", "u10", "u16", "ZJ-0011")
    outsiders = ("u05", "u06", "u07", "u17", "u18", "u19", "u01", "u03", "u32", "ZJ-0016", "ZJ-0001")
    assert [key for key in insiders if not knows(panels, number, key)] == []
    assert [key for key in outsiders if knows(panels, number, key)] == []


@pytest.mark.clause("2.4.1-c", "2.4.1-e", "3.5.0-a")
def test_the_department_a_matter_went_up_to_reads_the_panel_held_before(panels: Panels) -> None:
    number = panels.commissioned()
    draft = panels.drafted()
    above, now = panels.basis.actor("u01"), panels.clock()
    with panels.session_of() as session:
        for panel_id in (number, draft):
            panel = queries.get_panel(session, panel_id)
            session.add(
                Adjudication(
                    matter_id=panel.matter_id,
                    level=2,
                    mode="expert",
                    organiser_org_id=above.org_id,
                    state="suspended",
                    opened_by=above.id,
                    opened_at=now,
                )
            )
        audit.record(session, "matters.adjudication.opened", by=above, at=now)
    assert knows(panels, number, "u01")
    assert not knows(panels, draft, "u01")


@pytest.mark.clause("2.4.1-c", "3.5.0-a")
@pytest.mark.parametrize(("level", "sees"), [(1, True), (2, True), (3, False)])
def test_a_body_below_does_not_read_the_panel_of_the_body_above(panels: Panels, level: int, sees: bool) -> None:
    number, reader = panels.commissioned(), panels.basis.actor("u05")
    with panels.session_of() as session:
        panel = queries.get_panel(session, number)
        panel.level, panel.is_complex, panel.seats_wanted, panel.complexity_grounds = 2, True, 5, ["earlier"]
        session.add(
            Adjudication(
                matter_id=panel.matter_id, level=level, mode="expert", organiser_org_id=reader.org_id,
                state="closed_other", opened_by=reader.id, opened_at=panels.clock(), closed_at=panels.clock(),
                designated_result_org_id=panels.basis.actor("u01").org_id if level == 1 else None,
            )
        )  # fmt: skip
        audit.record(session, "matters.adjudication.opened", by=reader, at=panels.clock())
    assert knows(panels, number, "u05") is sees


def test_the_list_is_searched_and_filtered(panels: Panels) -> None:
    number = panels.commissioned(title="甲醛风险研判")
    official = panels.basis.actor("u08")
    cases = [
        (PanelFilter(text="甲醛"), 1), (PanelFilter(text="湘研委 甲醛"), 1), (PanelFilter(text="塑化剂"), 0),
        (PanelFilter(course="open"), 1), (PanelFilter(course="ended"), 0), (PanelFilter(course="COMMISSIONED"), 1),
        (PanelFilter(level=3), 1), (PanelFilter(level=2), 0), (PanelFilter(is_mine=True), 1),
    ]  # fmt: skip
    with panels.session_of() as session:
        for wanted, expected in cases:
            assert queries.count_panels(session, official, wanted) == expected, wanted
            assert [one.id for one in queries.list_panels(session, official, wanted)] == [number][:expected]


@pytest.mark.clause("D-11", "3.5.0-a")
def test_pages_open_to_those_who_may_and_to_nobody_else(panels: Panels, person: Callable[[str], Any]) -> None:
    number = panels.with_materials()
    expected = {
        "u08": [200] * 6, "u09": [200] * 6, "u10": [200] * 6, "u16": [200] * 6, "u05": [404] * 6,
        "u18": [403] * 6, "u32": [403] * 6, "ZJ-0011": [200, 200, 403, 200, 403, 200],
        "ZJ-0016": [404, 404, 403, 404, 403, 404],
    }  # fmt: skip
    for key, statuses in expected.items():
        found = [person(key).get(f"/panels/{number}{page}").status_code for page in PAGES]
        assert found == statuses, key


@pytest.mark.clause("D-11")
def test_overview_commission_and_pack_name_no_other_member(panels: Panels, person: Callable[[str], Any]) -> None:
    number = panels.with_materials()
    names = [seat.name for code, seat in panels.seats(number).items() if code != "ZJ-0011"]
    for page in ("", "/commission", "/materials"):
        text = person("ZJ-0011").get(f"/panels/{number}{page}").get_data(as_text=True)
        assert not [name for name in names if name in text], page


def test_the_invited_see_the_commission_and_pack_only_once_they_accepted(
    panels: Panels, person: Callable[[str], Any]
) -> None:
    number = panels.invited()
    assert person("ZJ-0011").get(f"/panels/{number}").status_code == 200
    assert person("ZJ-0011").get(f"/panels/{number}/commission").status_code == 404
    assert person("ZJ-0011").get(f"/panels/{number}/materials").status_code == 404
    panels.accept(number, "ZJ-0011")
    assert person("ZJ-0011").get(f"/panels/{number}/commission").status_code == 200


def offered(page: Any) -> set[str]:
    """Give the places that a page's own links and forms lead to."""
    tree = document(page)
    found = tree.xpath("//main//form[@method='post']/@action | //main//a[contains(@class,'govuk-button')]/@href")
    return {str(one) for one in found}


@pytest.mark.clause("3.1.0-b")
@pytest.mark.parametrize("stage", ["drafted", "submitted", "commissioned", "drawn", "accepted", "constituted"])
def test_no_page_offers_what_would_be_refused(panels: Panels, person: Callable[[str], Any], stage: str) -> None:
    number = getattr(panels, stage)()
    for key in ("u08", "u09", "u10"):
        for page in PAGES:
            shown = person(key).get(f"/panels/{number}{page}")
            for target in sorted(offered(shown)):
                answer = person(key).get(target)
                assert answer.status_code in {200, 405}, (stage, key, page, target)


def test_an_act_that_is_not_open_leads_back_with_a_word(panels: Panels, person: Callable[[str], Any]) -> None:
    number = panels.commissioned()
    for page, key in (("commission/edit", "u08"), ("commission/approve", "u09"), ("reconvene", "u08")):
        answer = person(key).get(f"/panels/{number}/{page}", follow_redirects=True)
        assert "当前状态下不能办理这一步" in answer.get_data(as_text=True), page


def test_unknown_pages_and_bad_addresses_are_not_found(panels: Panels, person: Callable[[str], Any]) -> None:
    number = panels.commissioned()
    for page in ("draw/9", "requests/new?kind=nothing", "requests/99", "objections/99", "materials/99"):
        assert person("u09" if "/99" in page else "u08").get(f"/panels/{number}/{page}").status_code == 404, page
    assert person("ZJ-0011").get("/invitations/99999").status_code == 404
    assert person("u08").get("/panels/new?matter=99999").status_code == 404


def test_pages_ask_few_questions_however_many_seats_there_are(
    panels: Panels, person: Callable[[str], Any], counted: Any
) -> None:
    number = panels.with_materials(members=MEMBERS, complexity_grounds=("systemic",))
    budgets = {
        f"/panels/{number}": 15, f"/panels/{number}/commission": 14, f"/panels/{number}/draw": 12,
        f"/panels/{number}/seats": 11, f"/panels/{number}/materials": 15, f"/panels/{number}/requests": 13,
        "/panels": 7,
    }  # fmt: skip
    official = person("u08")
    for path, most in budgets.items():
        with counted() as statements:
            assert official.get(path).status_code == 200
        assert len(statements) <= most, f"{path}: {len(statements)}\n{statements}"
    expert = person("ZJ-0011")
    with counted() as statements:
        assert expert.get("/invitations").status_code == 200
    assert len(statements) <= 2, str(statements)


def test_what_waits_stands_on_each_desk(panels: Panels, person: Callable[[str], Any]) -> None:
    panels.submitted()
    panels.commissioned()
    number = panels.invited()
    assert "审批委托书" in visible_text(person("u09").get("/", follow_redirects=True))
    assert "准备专家抽取" in visible_text(person("u10").get("/", follow_redirects=True))
    assert "答复专家研判邀请" in visible_text(person("ZJ-0011").get("/", follow_redirects=True))
    for code in MEMBERS[:3]:
        panels.accept(number, code)
    assert "组成专家组" in visible_text(person("u08").get("/", follow_redirects=True))


def test_a_matter_leads_to_its_panels_and_to_the_next_draft(panels: Panels, person: Callable[[str], Any]) -> None:
    matter = panels.matter()
    official = person("u08")
    assert "起草专家研判委托书" in visible_text(official.get(f"/matters/{matter}"))
    number = panels.drafted(matter)
    page = official.get(f"/matters/{matter}")
    assert f"/panels/{number}" in page.get_data(as_text=True)
    assert "起草专家研判委托书" not in visible_text(page)
    assert "起草专家研判委托书" not in visible_text(person("u10").get(f"/matters/{matter}"))


@pytest.mark.parametrize("stage", ["drafted", "drawn", "with_materials"])
def test_pages_are_shown_in_english_too(panels: Panels, person: Callable[[str], Any], stage: str) -> None:
    number = getattr(panels, stage)()
    official = person("u08")
    official.post("/language", data={"language": "en"})
    for page in PAGES if stage != "drafted" else PAGES[:2]:
        shown = official.get(f"/panels/{number}{page}")
        assert shown.status_code == 200
        assert "Overview" in visible_text(shown)
