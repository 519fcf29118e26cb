"""Settings come from variables or a TOML file, and one that does not fit is named."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from panel.settings import Settings, load_settings


def written(folder: Path, text: str) -> dict[str, str]:
    path = folder / "panel.toml"
    path.write_text(text, encoding="utf-8")
    return {"EXPERT_PANEL_CONFIG": str(path)}


def test_without_any_setting_the_embedded_database_lies_under_var() -> None:
    settings = load_settings({})
    assert settings == Settings()
    assert settings.database_url == f"sqlite:///{Path('var/panel.sqlite3').resolve()}"
    assert (settings.host, settings.port, settings.password_profile) == ("127.0.0.1", 8000, "standard")


def test_a_variable_gives_a_setting_its_type() -> None:
    environ = {
        "EXPERT_PANEL_HOME": "/srv/panel", "EXPERT_PANEL_PORT": "8001", "EXPERT_PANEL_IS_HTTPS": "yes",
        "EXPERT_PANEL_DEPARTMENT": "示例局",
    }  # fmt: skip
    settings = load_settings(environ)
    assert (settings.home, settings.port, settings.is_https) == (Path("/srv/panel"), 8001, True)
    assert settings.department == "示例局"


@pytest.mark.parametrize(("text", "value"), [("1", True), (" ON ", True), ("0", False), ("False", False)])
def test_yes_and_no_are_read_in_their_usual_forms(text: str, value: bool) -> None:
    assert load_settings({"EXPERT_PANEL_IS_HTTPS": text}).is_https is value


def test_a_postgresql_address_is_given_our_driver() -> None:
    settings = load_settings({"EXPERT_PANEL_DATABASE": "postgresql://panel@db/panel"})
    assert settings.database_url == "postgresql+psycopg://panel@db/panel"
    kept = load_settings({"EXPERT_PANEL_DATABASE": "postgresql+psycopg://panel@db/panel"})
    assert kept.database_url == settings.database_url


def test_a_toml_file_gives_settings_and_a_variable_wins(tmp_path: Path) -> None:
    environ = written(tmp_path, 'port = 9000\nis_https = true\nhome = "/srv/a"\nsupport = "信息处"\n')
    assert load_settings(environ) == Settings(home=Path("/srv/a"), port=9000, is_https=True, support="信息处")
    assert load_settings(environ | {"EXPERT_PANEL_PORT": "9001"}).port == 9001


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"EXPERT_PANEL_PORT": "eight"}, "EXPERT_PANEL_PORT"),
        ({"EXPERT_PANEL_PORT": "-1"}, "EXPERT_PANEL_PORT"),
        ({"EXPERT_PANEL_IS_HTTPS": "perhaps"}, "EXPERT_PANEL_IS_HTTPS"),
        ({"EXPERT_PANEL_PASSWORD_PROFILE": "strong"}, "EXPERT_PANEL_PASSWORD_PROFILE"),
        ({"EXPERT_PANEL_CONFIG": "/does/not/exist.toml"}, "/does/not/exist.toml"),
    ],
)
def test_a_variable_that_does_not_fit_is_named(environ: dict[str, str], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        load_settings(environ)


@pytest.mark.parametrize(
    ("text", "named"),
    [('prot = 1\nclock = "x"', "clock, prot"), ('port = "eight"', "port"), ("port = = 1", "panel.toml")],
)
def test_a_line_that_does_not_fit_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        load_settings(written(tmp_path, text))


def test_a_secret_is_made_once_for_the_owner_only(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    secret = settings.secret("session.key")
    path = tmp_path / "keys" / "session.key"
    assert len(secret) == 32
    assert settings.secret("session.key") == path.read_bytes() == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert settings.secret("sealing.key") != secret


def test_everybody_who_asks_at_once_gets_the_same_secret(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(settings.secret, ["session.key"] * 32))
    assert len(found) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["session.key"]
