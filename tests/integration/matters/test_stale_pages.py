"""Pages that stood open while the matter went on: who acts on an older state is told, and no text is lost."""

from collections.abc import Callable

import pytest

from panel.matters import queries, service
from tests.support.matters import LEVEL_3, Matters, says
from tests.support.visitor import Visitor, document, visible_text

Visit = Callable[..., Visitor]


def official(visit: Visit) -> Visitor:
    return visit("u08@example.org")


@pytest.mark.parametrize("version", ["²", "9" * 5000])
@pytest.mark.parametrize("act", ["screen", "edit"])
def test_a_version_that_is_no_number_is_no_failure(matters: Matters, visit: Visit, act: str, version: str) -> None:
    number = matters.received()
    answer = official(visit).submit(f"/matters/{number}/{act}", {"version": version}, follow=False)
    assert answer.status_code in {303, 422}


def test_the_second_of_two_tabs_is_told_of_the_first_screening_and_replaces_it_only_knowingly(
    matters: Matters, visit: Visit
) -> None:
    number = matters.received()
    client = official(visit)
    path = f"/matters/{number}/screen"
    version = document(client.get(path)).xpath("//input[@name='version']/@value")[0]
    screening = {
        "is_competent": "yes",
        "criteria": ["life"],
        "needs_pre_disposition": "no",
        "handling_opinion": "拟三级",
    }
    client.submit(path, screening | {"reason": "第一个窗口的理由"})
    second = screening | {"reason": "第二个窗口的理由", "version": version}
    stale = client.submit(path, second)
    assert (stale.status_code, says(stale, "STALE")) == (422, True)
    assert "第一个窗口的理由" in visible_text(stale)
    assert "第二个窗口的理由" in stale.get_data(as_text=True)
    with matters.session_of() as session:
        assert queries.get_matter(session, number).screen_reason == "第一个窗口的理由"
    shown = document(stale).xpath("//input[@name='version']/@value")[0]
    assert client.submit(path, second | {"version": shown}).status_code == 200
    with matters.session_of() as session:
        assert queries.get_matter(session, number).screen_reason == "第二个窗口的理由"


def test_a_level_is_not_set_from_a_page_that_shows_an_older_proposal(matters: Matters, visit: Visit) -> None:
    number = matters.screened()
    client = official(visit)
    version = document(client.get(f"/matters/{number}/grade")).xpath("//input[@name='version']/@value")[0]
    matters.act(service.add_clue, number, what="同事补充", by="u08")
    stale = client.submit(f"/matters/{number}/grade", {"level": "3", "version": version})
    assert (stale.status_code, says(stale, "STALE")) == (422, True)
    matters.act(service.confirm_matter, number, grading=LEVEL_3, by="u08")
    version = document(client.get(f"/matters/{number}/regrade")).xpath("//input[@name='version']/@value")[0]
    matters.act(service.add_clue, number, what="同事再补充", by="u08")
    typed = {"level": "2", "due_at": "2026-04-01T09:00", "reason": "我写的理由", "version": version}
    stale = client.submit(f"/matters/{number}/regrade", typed)
    assert (stale.status_code, says(stale, "STALE")) == (422, True)
    assert "我写的理由" in stale.get_data(as_text=True)


def test_a_correction_shows_what_is_stored_and_a_stale_tab_keeps_the_text(matters: Matters, visit: Visit) -> None:
    number = matters.received()
    client = official(visit)
    form = document(client.get(f"/matters/{number}/edit"))
    assert form.xpath("//input[@name='party_0_unified_code']/@value") == ["Y1990000F00000050Y"]
    assert form.xpath("//input[@name='event_on']/@value") == ["2026-03-01"]
    version = form.xpath("//input[@name='version']/@value")[0]
    matters.act(service.add_clue, number, what="同事先补充", by="u08")
    stale = client.submit(f"/matters/{number}/edit", {"title": "我改的名称", "version": version})
    assert stale.status_code == 422
    assert says(stale, "STALE")
    assert document(stale).xpath("//input[@name='title']/@value") == ["我改的名称"]
    assert client.submit(f"/matters/{number}/edit", {"title": "我改的名称"}).status_code == 200
    assert "我改的名称" in visible_text(client.get(f"/matters/{number}"))


@pytest.mark.parametrize(
    "page",
    ["edit", "screen", "screen-out", "merge", "grade", "dispatch", "reopen", "adjudications", "result", "level-1"],
)
def test_the_page_of_an_act_that_is_not_open_leads_back_and_says_so(matters: Matters, visit: Visit, page: str) -> None:
    number = matters.confirmed() if page != "adjudications" else matters.received()
    shown = official(visit).get(f"/matters/{number}/{page}", follow_redirects=True)
    assert shown.request.path == f"/matters/{number}"
    assert says(shown, "ILLEGAL_TRANSITION")


def test_a_form_sent_from_a_stale_tab_is_refused_in_words(matters: Matters, visit: Visit) -> None:
    number = matters.screened()
    client = official(visit)
    page = client.get(f"/matters/{number}/grade")
    token = document(page).xpath("//input[@name='csrf_token']/@value")[0]
    first = client.post(f"/matters/{number}/grade", data={"csrf_token": token, "level": "3"})
    assert first.status_code == 303
    second = client.post(f"/matters/{number}/grade", data={"csrf_token": token, "level": "3"})
    assert second.status_code == 422
    assert says(second, "ILLEGAL_TRANSITION")
