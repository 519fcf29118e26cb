"""The acts on commissions and panels; `advance` is the only mover of a panel's state in any room."""

from panel.commissions.service.appraising import appraise_member
from panel.commissions.service.constituting import constitute, reasons_against, reconvene, warnings_of
from panel.commissions.service.course import advance, must_be_in, must_be_on_duty, require
from panel.commissions.service.drafting import (
    approve_commission,
    draft_commission,
    edit_commission,
    raise_complexity,
    reject_commission,
    set_meeting,
    submit_commission,
)
from panel.commissions.service.drawing import (
    appointable,
    drop_draw,
    need_of,
    open_deposit,
    party_of,
    prepare_draw,
    propose_appointment,
    publish_commitment,
    receive_envelope,
    reveal_link,
)
from panel.commissions.service.invitations import (
    accept_invitation,
    call_reserve,
    decide_conflict,
    decline_invitation,
    expire_invitation,
    invite,
    recuse_seat,
)
from panel.commissions.service.materials import (
    add_material,
    download_material,
    mark_read,
    release_materials,
    withdraw_material,
)
from panel.commissions.service.quotas import set_quotas, try_quotas
from panel.commissions.service.recusing import (
    decide_findings,
    end_party,
    enter_finding,
    enter_party,
    screen_experts,
)
from panel.commissions.service.requests import answer_objection, answer_waiver, object_to_member, request_waiver

__all__ = [
    "accept_invitation",
    "add_material",
    "advance",
    "answer_objection",
    "answer_waiver",
    "appointable",
    "appraise_member",
    "approve_commission",
    "call_reserve",
    "constitute",
    "decide_conflict",
    "decide_findings",
    "decline_invitation",
    "download_material",
    "draft_commission",
    "drop_draw",
    "edit_commission",
    "end_party",
    "enter_finding",
    "enter_party",
    "expire_invitation",
    "invite",
    "mark_read",
    "must_be_in",
    "must_be_on_duty",
    "need_of",
    "object_to_member",
    "open_deposit",
    "party_of",
    "prepare_draw",
    "propose_appointment",
    "publish_commitment",
    "raise_complexity",
    "reasons_against",
    "receive_envelope",
    "reconvene",
    "recuse_seat",
    "reject_commission",
    "release_materials",
    "request_waiver",
    "require",
    "reveal_link",
    "screen_experts",
    "set_meeting",
    "set_quotas",
    "submit_commission",
    "try_quotas",
    "warnings_of",
    "withdraw_material",
]
