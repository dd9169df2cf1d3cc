"""Session analytics

Adds: start, end, duration and template of each session as columns, filled from its document; where each value came from and what is odd
about it; four partial indexes.

Keeps: starts, ends, durations and templates that are not what the document says, the state of each issue, and for a file that was
migrated before, what its columns held.
"""

from alembic import context, op

from fractal_desktop.persistence.revisions import session_columns, session_json
from fractal_desktop.persistence.revisions.run import driver_connection

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    session_columns.promote(driver_connection(op.get_bind()), context.config.attributes["run"])


def downgrade() -> None:
    session_json.demote(driver_connection(op.get_bind()), context.config.attributes["run"])
