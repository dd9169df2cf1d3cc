"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}

The first line above is the title people read. Then two sentences, shown before an upgrade and before a rollback:

Adds: …

Keeps: …

Rules of the house:
- plain DDL through sqlite3 on `op.get_bind()`'s own connection; ADD, DROP and RENAME COLUMN; no batch mode;
- no BEGIN, COMMIT, ATTACH: the upgrade of a file is one transaction, begun and ended elsewhere, and refuses them;
- own table definitions, never `persistence.models`; what is longer than a page goes to `persistence.revisions`;
- a rollback loses nothing: what the older schema has no place for goes to `parked`, and the upgrade brings it back;
- tables, columns and indexes the program does not know stay as they are;
- tests: tests/migrations, each shape up, down, up with data, and killed before each statement;
- add the revision to `persistence.legacy.REVISIONS` and what must be there afterwards to `persistence.checks`.
"""

${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "raise NotImplementedError"}


def downgrade() -> None:
    ${downgrades if downgrades else "raise NotImplementedError"}
