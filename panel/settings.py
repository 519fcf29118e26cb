"""Settings: `EXPERT_PANEL_*` variables, or lines of the TOML file that `EXPERT_PANEL_CONFIG` names.

A variable wins over the file. Every setting has a default that suits the embedded database.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from panel.kernel.clock import Clock, system_clock

PREFIX = "EXPERT_PANEL_"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a deployment may decide.

    `home` holds the embedded database, stored files and keys. `database` is an SQLAlchemy
    address; empty means SQLite under `home`. `password_profile` is `standard` or, for tests,
    `cheap`. Mail goes out only when `smtp_host` is set. `trusted_proxies` is the number of reverse
    proxies in front, whose word on a visitor's address is taken.
    """

    home: Path = Path("var")
    database: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    department: str = "（示例）产品质量安全风险管理部门"
    support: str = "信息中心"
    is_https: bool = False
    trusted_proxies: int = 0
    password_profile: str = "standard"  # noqa: S105  # the name of a cost profile
    idle_minutes: int = 120
    smtp_host: str = ""
    smtp_port: int = 25
    mail_from: str = "panel@example.org"
    upload_limit: int = 20 * 1024 * 1024
    clock: Clock = field(default=system_clock, repr=False)

    @property
    def database_url(self) -> str:
        """Give the database's address, the embedded SQLite file when none is set."""
        if self.database:
            return self.database.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{(self.home / 'panel.sqlite3').resolve()}"

    def secret(self, name: str) -> bytes:
        """Read a 32-byte secret from `home/keys/NAME`, making it, for the owner only, when it is missing."""
        path = self.home / "keys" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = path.with_suffix(f".{secrets.token_hex(4)}")
            descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(made, path)  # the first process wins; a second reads what the first made
            except FileExistsError:
                pass
            finally:
                made.unlink()
        return path.read_bytes()


BOOLEANS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
PROFILES = ("standard", "cheap")


def _convert(name: str, kind: object, text: str) -> Any:
    """Read a setting's text as the type it declares; ValueError when it does not fit."""
    if kind is bool:
        if text.strip().lower() not in BOOLEANS:
            raise ValueError(f"{text!r} is neither yes nor no")
        return BOOLEANS[text.strip().lower()]
    if kind is int:
        number = int(text)
        if number < 0:
            raise ValueError(f"{number} is negative")
        return number
    if name == "password_profile" and text not in PROFILES:
        raise ValueError(f"{text!r} is not one of {', '.join(PROFILES)}")
    return Path(text) if kind is Path else text


def _read(source: str, name: str, kind: object, text: str) -> Any:
    try:
        return _convert(name, kind, text)
    except ValueError as error:
        raise ValueError(f"{source}: {error}") from error


def _lines_of(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{PREFIX}CONFIG: {path}: {error}") from error


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; a line or value that does not fit raises ValueError naming it."""
    known = {entry.name: entry.type for entry in fields(Settings) if entry.name != "clock"}
    found: dict[str, Any] = {}
    if path := environ.get(f"{PREFIX}CONFIG"):
        lines = _lines_of(path)
        if unknown := set(lines) - set(known):
            raise ValueError(f"{path}: unknown settings {', '.join(sorted(unknown))}")
        found |= {name: _read(f"{path}: {name}", name, known[name], str(value)) for name, value in lines.items()}
    for name, kind in known.items():
        if (text := environ.get(PREFIX + name.upper())) is not None:
            found[name] = _read(PREFIX + name.upper(), name, kind, text)
    return Settings(**found)
