"""The accounts a visitor of the demo may sign in with, one per role."""

from flask_babel import force_locale
from sqlalchemy.orm import Session

from panel.accounts import queries
from panel.accounts.passwords import is_password
from panel.accounts.service import actor_of
from panel.kernel.clock import Clock
from panel.proceedings import queries as desks
from panel.proceedings.demo import DEMO_PASSWORD
from panel.web.labels import role_name

DESKS = ("u08", "u28", "u09", "u10", "e11", "u33", "u16", "u18", "u03")


def desk_people(session: Session, clock: Clock) -> list[str]:
    """Give lines that say who can sign in and how much waits for each.

    Nothing when the demo is not loaded; nobody whose password was changed. An empty desk is named too:
    what one official enters waits for the other.
    """
    lines = []
    for name in DESKS:
        account = queries.find_account_by_login(session, f"{name}@example.org")
        if account is None or not is_password(account.password_hash, DEMO_PASSWORD):
            continue
        with force_locale("zh"):
            waiting = desks.list_tasks(session, actor_of(account), clock())
            words = f"{role_name(account.role)}  {account.name}  待办 {len(waiting)} 项"
            lines.append(f"  {account.login:<20} {words}")
    return [f"示例账号（口令均为 {DEMO_PASSWORD}）：", *lines] if lines else []
