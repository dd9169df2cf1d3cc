"""Runs the revisions on the connection that `persistence.migrations` hands over, inside its transaction.

From a terminal: `alembic -x db=FILE -x zone=Europe/Berlin upgrade head`; it goes through the same guard and the same checks.
"""

from pathlib import Path
from zoneinfo import ZoneInfo

from alembic import context

from fractal_desktop.domain.errors import UserError

config = context.config


def run_revisions() -> None:
    context.configure(connection=config.attributes["connection"], target_metadata=None, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise UserError("Revisions look at the file they change, so they cannot be written out as SQL; leave --sql away.")

if "connection" in config.attributes:
    run_revisions()
else:
    from fractal_desktop.persistence.migrations import guarded

    options = context.get_x_argument(as_dictionary=True)
    if "db" not in options:
        raise UserError("Say which file: alembic -x db=FILE …")
    zone = ZoneInfo(options["zone"]) if "zone" in options else None
    with guarded(Path(options["db"]), zone) as (connection, run):
        config.attributes.update(connection=connection, run=run)
        run_revisions()
