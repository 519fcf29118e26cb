"""Who may have which account, and how often somebody may guess."""

from collections.abc import Collection
from datetime import datetime, timedelta

from panel.accounts.facts import OrgKind
from panel.guidance import cites
from panel.kernel.actor import Role

BUSINESS_ROLES = frozenset({Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.EXPERT, Role.INST_CONTACT})
SHORTEST_PASSWORD = 8
TRIES_PER_LOGIN = 10
TRIES_PER_ADDRESS = 60
TRIES_PER_SECOND_MORE = 10
LONGEST_WAIT_SECONDS = 30
TRY_WINDOW_MINUTES = 10
PROOF_LASTS = timedelta(minutes=2)


@cites("S-07", "3.5.0-g")
def reasons_against_grant(granter: Role, granter_id: int, administrator_id: int | None = None) -> str | None:
    """账号由业务部门负责人书面授予、信息主管部门管理员执行，二者不得为同一人。

    Gives the code of the refusal or None; `administrator_id` is asked when the grant is carried out.
    """
    if granter is not Role.APPROVER:
        return "GRANT_BY_HEAD"
    return "SOD_ADMIN" if administrator_id == granter_id else None


@cites("3.5.0-a", "3.5.0-g")
def reasons_against_duties(duties: Collection[str], role: Role, kind: OrgKind, tier: int) -> str | None:
    """信息员、审核人只授予业务人员，总局领导只授予总局负责人，一级研判结果指定录入机构只授予一级平台的业务人员。

    A head grants within the own organisation only, so without this rule a bureau could make itself a leader
    of the headquarters. Gives the code of the refusal or None.
    """
    fits = {
        "info_officer": role is Role.OFFICIAL,
        "reviewer": role is Role.OFFICIAL,
        "hq_leader": role is Role.APPROVER and kind is OrgKind.HQ,
        "designated_result_body": role is Role.OFFICIAL and tier == 1,
    }
    return None if all(fits.get(duty, False) for duty in duties) else "DUTY_MISPLACED"


@cites("S-06", "3.1.2-b")
def is_business_role(role: Role) -> bool:
    """信息主管部门管理员和督查审计人员不承担业务角色。

    One account has one role, so holding either of those excludes every business role.
    """
    return role in BUSINESS_ROLES


@cites("3.5.0-a")
def must_wait(tries: int) -> bool:
    """短时间内多次输错口令的，须等待后再试。

    Counted are failed tries within the window: of one login from one address, or within one sign-in. A
    count of the login alone would let any stranger lock anybody out.
    """
    return tries >= TRIES_PER_LOGIN


@cites("3.5.0-a")
def seconds_to_wait(tries_of_address: int, since_last: timedelta) -> int:
    """同一网络地址多次登录失败的，逐步放慢，不予封闭。

    An office shares one address: after sixty failed tries within the window there is a pause between two
    tries, one second longer for each ten more and never longer than thirty. Gives the seconds left of it.
    """
    over = tries_of_address - TRIES_PER_ADDRESS
    if over < 0:
        return 0
    pause = timedelta(seconds=min(1 + over // TRIES_PER_SECOND_MORE, LONGEST_WAIT_SECONDS))
    return max(0, -((since_last - pause) // timedelta(seconds=1)))


@cites("3.5.0-a")
def reasons_against_password(password: str, login: str) -> str | None:
    """口令至少八位，且不得与登录名相同。

    Length counts, composition does not (ASVS 5.0 §6.2); 64 characters and more are fine.
    """
    if len(password) < SHORTEST_PASSWORD:
        return "PASSWORD_SHORT"
    return "PASSWORD_IS_LOGIN" if password.lower() in {login.lower(), login.split("@", maxsplit=1)[0].lower()} else None


@cites("D-13", "4.1.2-e")
def is_fresh_proof(proved_account: int, account: int, proved_at: datetime, now: datetime) -> bool:
    """具有约束力的事项须由本人当场再次验证身份后办理。

    A proof is good for two minutes, and only for the account that gave it.
    """
    return proved_account == account and timedelta(0) <= now - proved_at <= PROOF_LASTS
