"""Backups from the back office: made at a touch, taken away on record, and left to PostgreSQL where that is used."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from showcase.database import db, transaction
from showcase.kernel.tables import AuditEvent
from tests.factories import hall
from tests.signing_in import post, sign_in

BASE = "/organizer/pameran"


@pytest.fixture
def desk(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context(), transaction() as session:
        hall(session)
    sign_in(client, "panitia")
    return client


def test_a_backup_at_a_touch_makes_all_right(app: Flask, desk: FlaskClient) -> None:
    made = post(desk, f"{BASE}/backups", {}, form=BASE)
    assert made.status_code == 303
    page = desk.get(made.headers["Location"]).text
    name = re.search(r"showcase-\d{8}-\d{6}\.zip", page)
    assert name
    assert "Cadangan selesai" in page
    assert "Semua berjalan baik." in desk.get(BASE).text
    taken = post(desk, f"{BASE}/backups/{name[0]}", {}, form=f"{BASE}/backups")
    assert taken.data.startswith(b"PK")
    assert taken.headers["Cache-Control"] == "no-store"
    taken.close()
    folder = app.extensions["settings"].data_dir / "backups"
    assert [(path.name, path.stat().st_mode & 0o777) for path in folder.iterdir()] == [(name[0], 0o600)]
    with app.app_context():
        acts = list(db.session().scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
    assert acts[-2:] == ["backup.make", "backup.take"]
    for bad in ("..%2Fsecret_key", "showcase-20250101-000000.zip", "secret_key"):
        assert post(desk, f"{BASE}/backups/{bad}", {}, form=f"{BASE}/backups").status_code == 404


@pytest.mark.postgres
def test_postgresql_has_backup_tools_of_its_own(desk: FlaskClient) -> None:
    assert "Buat cadangan sekarang" not in desk.get(f"{BASE}/backups").text
    summary = desk.get(f"{BASE}/summary").text
    assert "Buat cadangan sekarang" not in summary
    assert "Belum ada cadangan" not in summary, "nobody could ever make it right here"
    refused = post(desk, f"{BASE}/backups", {}, form=BASE)
    assert refused.status_code == 409
    assert 'data-error="backup-elsewhere"' in refused.text
