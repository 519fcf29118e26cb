"""Personal data: keeping it sealed, showing it for a stated reason, and correcting the own contact data."""

from sqlalchemy.orm import Session

from panel import audit
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError
from panel.roster import personal_queries, personal_rules, queries
from panel.roster.course_service import is_in_charge, note_act
from panel.roster.facts import Act, ExpertEntry, PersonalField
from panel.roster.models import Expert
from panel.roster.personal import vault


@cites("3.5.0-a")
def keep_personal(session: Session, expert: Expert, entry: ExpertEntry, *, clock: Clock) -> None:
    """Seal the telephone and identity numbers of an entry; an empty one leaves what is kept.

    The identity number is checked against itself, the year of birth and the gender, and found again by
    its keyed digest: one person has one record (`IDENTITY_TAKEN`).
    """
    if entry.phone:
        expert.phone_sealed = vault().seal(expert.code, PersonalField.PHONE, entry.phone)
    if not entry.identity:
        return
    number = personal_rules.plain_identity(entry.identity)
    fault = personal_rules.fault_of_identity(
        number, birth_year=entry.birth_year, gender=entry.gender, today=beijing_date(clock())
    )
    if fault:
        raise BadInputError(fault, field="identity")
    same = personal_queries.find_expert_by_identity(session, number)
    if same is not None and same.code != expert.code:
        raise BadInputError("IDENTITY_TAKEN", field="identity", name=same.name, taken=same.code)
    expert.identity_sealed = vault().seal(expert.code, PersonalField.IDENTITY, number)
    expert.identity_index = vault().index(PersonalField.IDENTITY, number)


@cites("3.5.0-a")
def reveal(session: Session, expert_id: int, wanted: PersonalField, *, reason: str, actor: Actor, clock: Clock) -> str:
    """Give a number in full to somebody who may see it and says why; the look is recorded, the number is not."""
    expert = queries.get_expert(session, expert_id, viewer=actor)
    if not personal_rules.may_reveal(wanted, actor.role, is_in_charge=is_in_charge(session, expert, actor)):
        raise NotAllowedError("REVEAL_NOT_ALLOWED", name=expert.name)
    sealed = expert.phone_sealed if wanted is PersonalField.PHONE else expert.identity_sealed
    if sealed is None:
        raise BadInputError("PERSONAL_NOT_KEPT", field="wanted", name=expert.name)
    audit.record(
        session,
        "roster.personal.revealed",
        by=actor,
        at=clock(),
        reason=reason,
        expert=expert.id,
        code=expert.code,
        wanted=wanted.value,
    )
    return vault().open(expert.code, wanted, sealed)


@cites("3.5.0-a")
def edit_contact(session: Session, expert_id: int, *, phone: str, email: str, actor: Actor, clock: Clock) -> None:
    """Correct telephone and mail address; an empty telephone stays as it is.

    The record says which of them changed and by whom, not to what.
    """
    expert = for_own_or_office(session, expert_id, actor)
    changed = [name for name, is_new in (("联系电话", bool(phone)), ("电子邮箱", email != expert.email)) if is_new]
    if not changed:
        return
    if phone:
        expert.phone_sealed = vault().seal(expert.code, PersonalField.PHONE, phone)
    expert.email = email
    note_act(session, expert, Act.CONTACT, reason="、".join(changed), actor=actor, clock=clock)
    audit.record(session, "roster.contact.edited", by=actor, at=clock(), expert=expert.id, changed=changed)


def for_own_or_office(session: Session, expert_id: int, actor: Actor) -> Expert:
    """Give the expert locked, if the actor is the expert or an official in charge (`NOT_OWN_RECORD`)."""
    expert = queries.lock_expert(session, expert_id)
    if actor.role is Role.SYSTEM:
        return expert
    if actor.role is Role.EXPERT:
        if expert.account_id is None or expert.account_id != actor.id:
            raise NotFoundError("NOT_FOUND")
        return expert
    is_office = is_in_charge(session, expert, actor) or expert.recommended_by_org_id == actor.org_id
    if actor.role is not Role.OFFICIAL or not is_office:
        raise NotAllowedError("NOT_OWN_RECORD")
    return expert
