"""Desktop

Adds: completion dates and a trash; the four indexes are widened so that they answer the charts by themselves, and lists get theirs.

Keeps: completion dates and everything in the trash.
"""

from alembic import context, op

from fractal_desktop.persistence.revisions import desktop
from fractal_desktop.persistence.revisions.run import driver_connection

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    desktop.furnish(driver_connection(op.get_bind()), context.config.attributes["run"])


def downgrade() -> None:
    desktop.strip(driver_connection(op.get_bind()), context.config.attributes["run"])
