"""The PostgreSQL of the tests is a real one, and each test has its own database in it."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import PostgresServer, running_postgres


def test_it_answers_to_sqlalchemy(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        version = str(connection.scalar(text("SHOW server_version")))
    engine.dispose()

    assert int(version.partition(".")[0]) >= 13


def test_every_database_is_its_own(postgres_server: PostgresServer) -> None:
    first, second = postgres_server.new_database(), postgres_server.new_database()

    assert first != second


def test_a_database_can_be_copied(postgres_server: PostgresServer) -> None:
    original = postgres_server.new_database()
    engine = create_engine(original)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (id int)"))
    engine.dispose()

    engine = create_engine(postgres_server.new_database(template=engine.url.database or ""))
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM kept"))
    engine.dispose()

    assert found == 0


@pytest.mark.kill
def test_nothing_is_left_of_it() -> None:
    with running_postgres() as server:
        folder = server.folder
        pid = int((folder / "data/postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        assert Path(f"/proc/{pid}").exists()

    assert not folder.exists()
    assert not Path(f"/proc/{pid}").exists()
