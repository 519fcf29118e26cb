"""Whether samples reached the institution as they were sent, and whether a report may rest on them."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from panel.guidance import cites
from panel.institutions.custody_facts import Custody, HandedOver, SealFault, Side, TakenIn

BETWEEN = re.compile(r"[、，,;；/\s]+")


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@cites("4.2.2-a", "4.2.2-c")
def reasons_against_handover(handed: HandedOver, sample_count: int, approved_at: datetime, now: datetime) -> str | None:
    """任务书批准之后才能交接样品；每件样品须有封样号，交接时间不得晚于当时。

    Times are typed to the minute, so the minute of the approval counts as after it.
    """
    places = [sample.place for sample in handed.samples]
    if not places or len(set(places)) < len(places) or not all(0 <= place < sample_count for place in places):
        return "HANDOVER_EMPTY"
    if not all(sample.seal_no for sample in handed.samples):
        return "HANDOVER_SEAL"
    if handed.at < approved_at.replace(second=0, microsecond=0):
        return "HANDOVER_EARLY"
    return "HANDOVER_AHEAD" if handed.at > now else None


@cites("4.2.2-c")
def reasons_against_receipt(
    taken: TakenIn, line_ids: Sequence[int], handed_at: datetime, lab_numbers: Sequence[str], now: datetime
) -> str | None:
    """收样须逐件登记封样号、封样状态和机构的样品编号，编号不得重复，时间不得早于交出、晚于当时。

    `lab_numbers` are those that the order's other samples have already.
    """
    if sorted(sample.line_id for sample in taken.samples) != sorted(line_ids):
        return "RECEIPT_INCOMPLETE"
    if not all(sample.lab_no and sample.condition for sample in taken.samples):
        return "RECEIPT_INCOMPLETE"
    if not all(sample.seal_no for sample in taken.samples if sample.is_whole):
        return "RECEIPT_SEAL"
    known = [_bare(number) for number in (*lab_numbers, *(sample.lab_no for sample in taken.samples))]
    if len(set(known)) < len(known):
        return "LAB_NUMBER_TAKEN"
    return "RECEIPT_TIME" if taken.at < handed_at or taken.at > now else None


@cites("4.2.2-c")
def seal_fault(sent: str, found: str, *, is_whole: bool) -> SealFault | None:
    """收样时封样破损，或者封样号与交出时不一致的，记为封样异常。

    Width, case and blanks of a number do not count.
    """
    if not is_whole:
        return SealFault.BROKEN
    return None if _bare(sent) == _bare(found) else SealFault.OTHER_NUMBER


@cites("4.2.2-c")
def reasons_against_evidence(
    samples: Sequence[Custody], sample_id: str, *, has_samples: bool
) -> tuple[str, str] | None:
    """报告须以交接登记在册的样品为依据；封样异常的样品在说明之前、或者说明后认定不可用的，不得作为依据。

    Gives the code and the sample it concerns. An order that lists no samples asks for no hand-over. Only the
    samples that the report names count; where it names none of them it cannot be traced to any.
    """
    if not samples:
        return ("HANDOVER_MISSING", "") if has_samples else None
    used = _used(samples, sample_id)
    if not used:
        return "REPORT_SAMPLE_UNKNOWN", sample_id
    for one in used:
        if one.is_unexplained:
            return "SEAL_UNEXPLAINED", f"{one.name}（{one.lab_no}）"
        if one.is_usable is False:
            return "SAMPLE_EXCLUDED", f"{one.name}（{one.lab_no}）"
    return None


def _used(samples: Sequence[Custody], sample_id: str) -> list[Custody]:
    """Give the samples that a report names by the institution's numbers, several of them parted by 、."""
    told = {_bare(part) for part in BETWEEN.split(sample_id)}
    return [one for one in samples if _bare(one.lab_no) in told]


@cites("4.2.2-c")
def is_seal_accounted_for(samples: Sequence[Custody], sample_id: str) -> bool:
    """报告所用样品的封样异常已经说明且认定可用的，视为已经核对封样。"""
    used = _used(samples, sample_id)
    return any(one.fault for one in used) and all(one.fault is None or one.is_usable for one in used)


@cites("4.2.2-b")
def may_answer(asked_by: Side, side: Side) -> bool:
    """委托部门和承检机构互相答复，自己提出的问题不能自己答复。"""
    return asked_by is not side
