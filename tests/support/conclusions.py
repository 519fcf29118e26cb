"""Panels at the end of their course: counted, concluded, entered on the main record, filed, archived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panel.accounts.facts import Proof
from panel.archive import service as archive
from panel.archive.facts import ItemKind
from panel.commissions import queries as commissions
from panel.conclusions import queries, service
from panel.conclusions.facts import SignatureAct
from panel.conclusions.models import Conclusion
from panel.kernel.tokens import new_key
from panel.matters import service as matters
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL, SECRETARY, Panels

REVIEWER = "u28"
SMALL = MEMBERS[:3]
PARTS: Mapping[str, Any] = {
    "nature": "化学污染物迁移",
    "level_reasons": "三批次检测值均超出限值。",
    "analysis": "增塑剂由塑料管道迁移入酒体 <b>&。",
    "suggestions": ["责令停止销售", "召回已售批次"],
    "uncertainty": "样本只覆盖三个批次。",
}
PDF = b"%PDF-1.7\n" + "会议纪要".encode()


@dataclass
class Conclusions(Panels):
    """Brings panels to the states of a conclusion; u08 drafts and enters, u28 reviews, u09 approves, u10 writes."""

    def decided(self, ballots: str = "222", members: Sequence[str] = SMALL, **changes: Any) -> int:
        """Hold a panel to a majority; an ordinary matter with three members unless told."""
        panel_id, _round = self.counted(ballots, members, **{"complexity_grounds": (), **changes})
        return panel_id

    def drafted(self, ballots: str = "222", members: Sequence[str] = SMALL, **parts: Any) -> int:
        """Draft a conclusion with every part written."""
        panel_id = self.decided(ballots, members)
        self.act(service.draft_conclusion, panel_id, by=SECRETARY)
        self.act(service.edit_conclusion, panel_id, {**PARTS, **parts}, by=SECRETARY)
        return panel_id

    def submitted(self, ballots: str = "222", members: Sequence[str] = SMALL) -> int:
        """Send a conclusion to review."""
        panel_id = self.drafted(ballots, members)
        self.act(service.submit_conclusion, panel_id, by=SECRETARY)
        return panel_id

    def to_sign(self, ballots: str = "222", members: Sequence[str] = SMALL) -> int:
        """Have the review passed."""
        panel_id = self.submitted(ballots, members)
        self.act(service.pass_review, panel_id, by=REVIEWER)
        return panel_id

    def sign(
        self, panel_id: int, code: str, act: SignatureAct = SignatureAct.SIGN, statement: str = "",
        proof: Proof | None = None,
    ) -> None:  # fmt: skip
        """Have a member sign, sign with a statement, or refuse."""
        self.act(
            service.sign_conclusion, panel_id, act, statement=statement, proof=proof or self.proof(code),
            by=self.expert(code),
        )  # fmt: skip

    def signed(self, ballots: str = "222", members: Sequence[str] = SMALL) -> int:
        """Have every member sign."""
        panel_id = self.to_sign(ballots, members)
        for code in members:
            self.sign(panel_id, code)
        return panel_id

    def issue(self, panel_id: int) -> str:
        """Issue a conclusion, and give its number."""
        number: str = self.act(service.issue_conclusion, panel_id, by=APPROVER)
        return number

    def concluded(self, panel_id: int, members: Sequence[str] = SMALL) -> str:
        """Bring a decided panel to its issued conclusion, and give its number."""
        self.act(service.draft_conclusion, panel_id, by=SECRETARY)
        self.act(service.edit_conclusion, panel_id, dict(PARTS), by=SECRETARY)
        self.act(service.submit_conclusion, panel_id, by=SECRETARY)
        self.act(service.pass_review, panel_id, by=REVIEWER)
        for code in members:
            self.sign(panel_id, code)
        return self.issue(panel_id)

    def issued(self, ballots: str = "222", members: Sequence[str] = SMALL) -> int:
        """Issue a conclusion that everybody signed."""
        panel_id = self.signed(ballots, members)
        self.issue(panel_id)
        return panel_id

    def enter(self, panel_id: int) -> int:
        """Enter, review and confirm the result, by three persons."""
        result_id: int = self.act(service.enter_on_record, panel_id, by=OFFICIAL)
        self.act(matters.review_result, result_id, by=REVIEWER)
        self.act(matters.confirm_result, result_id, by=APPROVER)
        return result_id

    def entered(self, ballots: str = "222", members: Sequence[str] = SMALL) -> int:
        """Issue a conclusion and enter it on the main record."""
        panel_id = self.issued(ballots, members)
        self.enter(panel_id)
        return panel_id

    def attach(self, panel_id: int, kind: ItemKind = ItemKind.MINUTES, **changes: Any) -> int:
        """Attach the minutes, or another paper."""
        facts = {"form_key": new_key(), "title": "专家研判会纪要", "name": "纪要.pdf", "content": PDF} | changes
        number: int = self.act(archive.attach_paper, panel_id, kind=kind, **facts, by=SECRETARY)
        return number

    def file(self, panel_id: int, *, reasons: Mapping[ItemKind, str] | None = None) -> int:
        """File the volume."""
        number: int = self.act(archive.file_volume, panel_id, not_applicable=reasons or {}, note="", by=SECRETARY)
        return number

    def filed(self, ballots: str = "222", members: Sequence[str] = SMALL) -> int:
        """File a complete volume."""
        panel_id = self.entered(ballots, members)
        self.attach(panel_id)
        self.file(panel_id)
        return panel_id

    def archived(self, ballots: str = "222", members: Sequence[str] = SMALL) -> int:
        """Archive a panel."""
        panel_id = self.filed(ballots, members)
        self.act(archive.archive_panel, panel_id, by=OFFICIAL)
        return panel_id

    def conclusion(self, panel_id: int) -> Conclusion:
        """Give the newest conclusion of a panel."""
        with self.looking() as session:
            return queries.get_conclusion(session, panel_id)

    def matter_id(self, panel_id: int) -> int:
        """Give the matter of a panel."""
        with self.looking() as session:
            return commissions.get_panel(session, panel_id).matter_id
