"""The accounts a visitor of the demo may sign in with, one per role."""

from flask_babel import force_locale
from sqlalchemy.orm import Session

from panel.accounts import queries
from panel.accounts.forms import ROLE_LABELS
from panel.accounts.passwords import is_password
from panel.kernel.actor import Role
from panel.proceedings.demo import DEMO_PASSWORD

DESKS = ("u08", "u09", "u10", "e11", "u33", "u16", "u18", "u03")


def desk_people(session: Session) -> list[str]:
    """Give lines that say who can sign in; nothing when the demo is not loaded or its password was changed."""
    lines = []
    for name in DESKS:
        account = queries.find_account_by_login(session, f"{name}@example.org")
        if account is None or not is_password(account.password_hash, DEMO_PASSWORD):
            continue
        with force_locale("zh"):
            lines.append(f"  {account.login:<20} {ROLE_LABELS[Role(account.role)]}  {account.name}")
    return [f"示例账号（口令均为 {DEMO_PASSWORD}）：", *lines] if lines else []
