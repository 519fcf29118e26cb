"""Appraisals after a panel: by its official, once there is a result, once for each expert who attended."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.commissions import service
from panel.commissions.facts import PanelState
from panel.kernel.clock import StoryClock
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.roster import queries as roster
from panel.roster import standing_queries
from panel.roster.facts import Service
from tests.support.demo import Demo
from tests.support.visitor import Visitor, error_summary, visible_text

SessionOf = Callable[[], AbstractContextManager[Session]]
CLOSED, OPEN, MEMBER = "PN-05", "XP-5", "ZJ-0011"


class Appraising:
    """Appraises experts of the demo's panels, each time in a transaction of its own."""

    def __init__(self, session_of: SessionOf, demo: Demo, clock: StoryClock) -> None:
        self.session_of, self.demo, self.clock = session_of, demo, clock

    def appraise(self, panel: str, expert: str = MEMBER, by: str = "u08", score: int = 92) -> None:
        with self.session_of() as session:
            service.appraise_member(
                session,
                self.demo.panels[panel],
                self.demo.basis.expert_id(expert),
                score=score,
                words="准备充分",
                actor=self.demo.actor(by),
                clock=self.clock,
            )


@pytest.fixture
def appraising(session_of: SessionOf, demo: Demo, clock: StoryClock) -> Appraising:
    return Appraising(session_of, demo, clock)


@pytest.mark.clause("D-18")
def test_an_appraisal_goes_on_the_record_once(appraising: Appraising) -> None:
    appraising.appraise(CLOSED)
    appraising.appraise(CLOSED, score=10)
    number, panel = appraising.demo.basis.expert_id(MEMBER), appraising.demo.panels[CLOSED]
    with appraising.session_of() as session:
        assert [one.score for one in standing_queries.list_appraisals(session, number)] == [92]
        assert standing_queries.appraisals_of_panel(session, panel).keys() == {number}
        assert roster.count_service(session, number)[Service.APPRAISED] == 1


@pytest.mark.clause("D-18")
@pytest.mark.parametrize("who", ["u09", "u10", "u28", "ZJ-0011"])
def test_only_the_panels_official_appraises(appraising: Appraising, who: str) -> None:
    with pytest.raises(NotAllowedError) as refused:
        appraising.appraise(CLOSED, by=who)
    assert refused.value.code == "APPRAISAL_NOT_OFFICIAL"


@pytest.mark.clause("D-18")
def test_nobody_is_appraised_before_there_is_a_result(appraising: Appraising) -> None:
    with appraising.session_of() as session:
        assert commissions.get_panel(session, appraising.demo.panels[OPEN]).state == PanelState.ROUND_OPEN
    with pytest.raises(NotAllowedError) as refused:
        appraising.appraise(OPEN)
    assert refused.value.code == "APPRAISAL_NOT_OFFICIAL"


@pytest.mark.clause("D-18")
def test_who_did_not_attend_is_not_appraised(appraising: Appraising) -> None:
    with pytest.raises(RuleViolatedError) as refused:
        appraising.appraise(CLOSED, expert="ZJ-0037")
    assert refused.value.code == "APPRAISAL_NOT_ATTENDED"


def test_a_score_outside_the_scale_is_said_so(demo: Demo, visit: Callable[..., Visitor]) -> None:
    page = visit(demo.basis.login("u08"))
    path = f"/panels/{demo.panels[CLOSED]}/appraisals"
    number = demo.basis.expert_id(MEMBER)
    wrong = page.submit(f"{path}/{number}", {"score": "101", "words": ""})
    assert wrong.status_code == 422
    assert set(error_summary(wrong)) == {"score", "words"}
    assert "准备充分" in visible_text(page.submit(f"{path}/{number}", {"score": "100", "words": "准备充分"}))
