"""Old schema, adopted

Adds: tables and columns of the web application that the file lacks, all of them in a new file; sessions that lie in a table of their
own move in among the goals.

Keeps: what was entered into added tables and columns, and for a file with two tables the goal each session lies under.
"""

from alembic import context, op

from fractal_desktop.persistence.revisions import old_schema
from fractal_desktop.persistence.revisions.run import driver_connection

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    run = context.config.attributes["run"]
    run.tell("0001 Old schema", "completing tables", 0)
    old_schema.adopt(driver_connection(op.get_bind()), run.zone)


def downgrade() -> None:
    run = context.config.attributes["run"]
    run.tell("0001 Old schema", "giving the old tables back", 0)
    old_schema.release(driver_connection(op.get_bind()))
