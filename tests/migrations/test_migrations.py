"""The migrations: one line, up and down, with data in them, and equal to the tables in the code."""

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from panel.bootstrap import load_models
from panel.db.engine import make_engine
from panel.db.schema import FOLDER, differences, downgrade, is_current, upgrade

load_models()


def revisions() -> list[str]:
    """Give the revisions from the first to the newest."""
    return [script.revision for script in reversed(list(ScriptDirectory(str(FOLDER)).walk_revisions()))]


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
