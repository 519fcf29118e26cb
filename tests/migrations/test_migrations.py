"""The migrations: one line, up and down, with data in them, and equal to the tables in the code."""

from collections.abc import Iterator

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from panel.bootstrap import load_models
from panel.db import Base
from panel.db.engine import make_engine
from panel.db.migrations.changes import edited
from panel.db.schema import FOLDER, differences, downgrade, is_current, upgrade
from panel.kernel.errors import PanelError

load_models()


def revisions() -> list[str]:
    """Give the revisions from the first to the newest."""
    return [script.revision for script in reversed(list(ScriptDirectory(str(FOLDER)).walk_revisions()))]


def conditions(engine: Engine) -> dict[str, dict[str, str]]:
    """Give the conditions that each table sets on its rows, by table and name."""
    tables = inspect(engine)
    return {
        name: {str(check["name"]): " ".join(check["sqltext"].split()) for check in tables.get_check_constraints(name)}
        for name in tables.get_table_names()
        if name != "alembic_version"
    }


def test_there_is_one_line_of_revisions_with_one_head() -> None:
    script = ScriptDirectory(str(FOLDER))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_the_newest_revision_has_exactly_the_tables_of_the_code(empty_database: str) -> None:
    engine = make_engine(empty_database)
    assert not is_current(engine)
    upgrade(engine)
    assert is_current(engine)
    assert differences(engine) == []
    revised = conditions(engine)
    downgrade(engine, "base")
    Base.metadata.create_all(engine)
    assert revised == conditions(engine)
    engine.dispose()


def test_every_revision_goes_up_and_down_with_data_beside_it(empty_database: str) -> None:
    engine = make_engine(empty_database)
    upgrade(engine, revisions()[0])
    org = (
        "INSERT INTO accounts_organisation (code, name, short_name, tier, kind, parent_id, region)"
        " VALUES ('HQ', '总局', '质', 1, 'hq', NULL, '000000')"
    )
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(org))
    for revision in revisions()[1:]:
        upgrade(engine, revision)
    for revision in reversed(revisions()[:-1]):
        downgrade(engine, revision)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT name FROM accounts_organisation")).scalars().all() == ["总局"]
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM accounts_organisation")).scalars().all() == ["总局"]
    engine.dispose()


def test_the_way_down_to_nothing_leaves_no_table_of_ours(empty_database: str) -> None:
    engine = make_engine(empty_database)
    upgrade(engine)
    downgrade(engine, "base")
    assert [name for name in inspect(engine).get_table_names() if name != "alembic_version"] == []
    engine.dispose()


@pytest.mark.parametrize("again", [1, 2])
def test_bringing_an_up_to_date_database_up_changes_nothing(empty_database: str, again: int) -> None:
    engine = make_engine(empty_database)
    for _time in range(again + 1):
        upgrade(engine)
    assert is_current(engine)
    engine.dispose()


def sample_of(engine: Engine, table: str, **facts: object) -> None:
    """Put a row into a table as it stands, with something of the right kind in every column that must be filled."""
    kinds = {"INTEGER": 1, "BOOLEAN": True, "DATE": "2026-03-01", "TIMESTAMP": "2026-03-01 00:00:00", "JSON": "[]"}
    row = {}
    for column in inspect(engine).get_columns(table):
        kind = str(column["type"]).upper().partition("(")[0].replace("DATETIME", "TIMESTAMP").replace("JSONB", "JSON")
        if column["name"] in facts:
            row[column["name"]] = facts[column["name"]]
        elif not column["nullable"] and column["default"] is None and column["name"] != "id":
            row[column["name"]] = kinds.get(kind, "x")
    names = ", ".join(row)
    statement = text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})")
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(statement, row)


@pytest.fixture
def earlier(empty_database: str) -> Iterator[Engine]:
    """Give a database of revision 0007 with an organisation, an account, an institution and a matter."""
    engine = make_engine(empty_database)
    upgrade(engine, "0007")
    sample_of(engine, "accounts_organisation", code="HQ", name="总局", tier=1, kind="hq", parent_id=None)
    sample_of(engine, "accounts_account", role="official", org_id=1, email="u@example.org")
    sample_of(engine, "institutions_institution", org_id=1, managing_org_id=1, state="registered_only", code="JG-1")
    yield engine
    engine.dispose()


def test_rows_of_an_earlier_revision_are_carried_up_and_down(earlier: Engine) -> None:
    for revision in ("head", "0007", "head"):
        (upgrade if revision == "head" else downgrade)(earlier, revision)
        with earlier.connect() as connection:
            assert connection.execute(text("SELECT code FROM institutions_institution")).scalars().all() == ["JG-1"]
            assert connection.execute(text("SELECT count(*) FROM accounts_account")).scalar() == 1
    with earlier.connect() as connection:
        assert connection.execute(text("SELECT has_first_password FROM accounts_account")).scalar() in {0}
        assert earlier.dialect.name != "sqlite" or connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_trial_with_experts_is_refused_and_left_as_it_is(earlier: Engine) -> None:
    sample_of(earlier, "roster_expert", gender="女", state="recommended", recommended_by_org_id=1)
    with pytest.raises(PanelError) as refusal:
        upgrade(earlier)
    assert refusal.value.code == "DATABASE_FROM_TRIAL"
    assert "accounts_reset" not in inspect(earlier).get_table_names()
    with earlier.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM roster_expert")).scalar() == 1


def test_a_condition_is_taken_out_of_a_definition_and_another_put_in() -> None:
    definition = (
        "CREATE TABLE t (\n\ta INTEGER, \n\tCONSTRAINT ck_a CHECK (a IN (1, 2) OR ',)' <> ''), \n\tUNIQUE (a)\n)"
    )
    assert edited(definition, ["ck_a"], {"ck_b": "CHECK (a > 0)"}) == (
        "CREATE TABLE t (\n\ta INTEGER, \n\tUNIQUE (a), CONSTRAINT ck_b CHECK (a > 0))"
    )
    with pytest.raises(KeyError):
        edited(definition, ["ck_c"], {})
