"""Analytics

Adds: the share of practice that a branch of the goals is meant to get, and views of the analytics page that were saved under a name;
the index of starts is widened, so that charts find the sessions that are done.

Keeps: intended shares and saved views.
"""

from alembic import context, op

from fractal_desktop.persistence.revisions import analytics
from fractal_desktop.persistence.revisions.run import driver_connection

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    analytics.equip(driver_connection(op.get_bind()), context.config.attributes["run"])


def downgrade() -> None:
    analytics.unequip(driver_connection(op.get_bind()), context.config.attributes["run"])
