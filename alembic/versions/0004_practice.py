"""Practice

Adds: activities and splits that are retired, templates that are archived, metrics of which less is better and the order of metrics,
which session completed a goal by its targets; indexes for running timers, goals with targets, and the sessions of an activity.

Keeps: what was retired or archived, order and direction of metrics, and which session completed which goal.
"""

from alembic import context, op

from fractal_desktop.persistence.revisions import practice
from fractal_desktop.persistence.revisions.run import driver_connection

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    practice.equip(driver_connection(op.get_bind()), context.config.attributes["run"])


def downgrade() -> None:
    practice.unequip(driver_connection(op.get_bind()), context.config.attributes["run"])
