"""When templates were used last, against a plain look at every session."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.domain.timestamps import column_text
from fractal_desktop.persistence import template_uses
from tests.workspaces import new_file, open_file

BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)
ONE, TWO, GONE = TemplateId("one"), TemplateId("two"), TemplateId("gone")


def day(number: int) -> datetime:
    return BEGIN + timedelta(days=number)


@pytest.fixture(params=[2000, 2])
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Three templates and none, found among the newest sessions, or, where few of these are looked through, one by one."""
    monkeypatch.setattr(template_uses, "_LOOKED_THROUGH", request.param)
    rows = new_file(tmp_path / "fractal.db")
    for number, template in enumerate((ONE, GONE, ONE, TWO, None, TWO, TWO)):
        rows.session(f"s{number}", session_start=column_text(day(number)), template_id=template)
    rows.session("never", template_id="unstarted")
    return rows.path


def test_each_template_has_its_newest_session(path: Path) -> None:
    workspace = open_file(path)
    uses = workspace.analytics.last_uses(AnalyticsFilter(), (ONE, TWO, GONE, None, TemplateId("unstarted")))
    assert dict(uses) == {ONE: day(2), TWO: day(6), GONE: day(1), None: day(4)}
    workspace.close()


def test_only_sessions_of_the_period_count(path: Path) -> None:
    workspace = open_file(path)
    uses = workspace.analytics.last_uses(AnalyticsFilter(until=day(2)), (ONE, GONE))
    assert dict(uses) == {ONE: day(0), GONE: day(1)}
    workspace.close()
