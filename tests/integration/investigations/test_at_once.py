"""Two people at once: one act goes through, the other is told."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

from panel.db import transaction
from panel.investigations import queries, service
from panel.investigations.facts import WarningAnswer
from panel.kernel.errors import PanelError
from tests.support.inquiries import PLAN, Inquiries
from tests.support.sittings import APPROVER, OFFICIAL


def at_once(panels: Inquiries, *acts: Callable[..., object]) -> list[str]:
    """Run acts at the same moment; gives what each came to, in order of the words."""
    start, ends = Barrier(len(acts)), []

    def run(act: Callable[..., object]) -> None:
        start.wait()
        try:
            with panels.app.app_context(), transaction() as session:
                act(session)
            ends.append("done")
        except PanelError as error:
            ends.append(error.code)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_one_plan_is_approved_or_returned_once(panels: Inquiries) -> None:
    panel_id = panels.split()
    investigation_id = panels.planned(panel_id)
    who = {"actor": panels.basis.actor(APPROVER), "clock": panels.clock}
    ends = at_once(
        panels,
        lambda session: service.approve_plan(session, panel_id, investigation_id, **who),
        lambda session: service.return_plan(session, panel_id, investigation_id, reason="范围过大", **who),
    )
    assert ends == ["PLAN_DECIDED", "done"]


def test_two_officials_open_one_investigation(panels: Inquiries) -> None:
    panel_id = panels.split()
    ends = at_once(
        panels,
        *(
            lambda session, who=who: service.order_investigation(
                session, panel_id, PLAN, form_key=who * 10, actor=panels.basis.actor(who), clock=panels.clock
            )
            for who in (OFFICIAL, "u28")
        ),
    )
    assert ends == ["PLAN_OPEN", "done"]
    with panels.looking() as session:
        assert len(queries.list_investigations(session, panel_id)) == 1


def test_a_double_click_at_once_is_one_plan(panels: Inquiries) -> None:
    panel_id, who = panels.split(), {"actor": panels.basis.actor(OFFICIAL), "clock": panels.clock}
    press = partial(service.order_investigation, panel_id=panel_id, plan=PLAN, form_key="a" * 32, **who)
    assert at_once(panels, press, press, press) == ["done", "done", "done"]
    with panels.looking() as session:
        assert len(queries.list_investigations(session, panel_id)) == 1


def test_the_warning_is_answered_once(panels: Inquiries) -> None:
    panel_id = panels.split()
    facts = {"content": "停用塑料管道", "clock": panels.clock, "answer": WarningAnswer.PRECAUTION, "panel_id": panel_id}
    acts = [partial(service.answer_warning, actor=panels.basis.actor(who), **facts) for who in (OFFICIAL, "u28")]
    assert at_once(panels, *acts) == ["WARNING_ANSWERED", "done"]
