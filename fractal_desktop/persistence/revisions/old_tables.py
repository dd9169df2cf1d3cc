"""The tables of the web application as they were last."""

from dataclasses import dataclass

from fractal_desktop.persistence.sql_names import quoted


@dataclass(frozen=True, slots=True)
class OldTable:
    """A table of the web application: its columns with their definitions, in order, and its constraints."""

    name: str
    columns: dict[str, str]
    constraints: tuple[str, ...] = ()

    def create(self, more: dict[str, str] | None = None) -> str:
        """Return the statement that makes the table, with further columns after its own."""
        lines = [f"{quoted(name) if name == 'order' else name} {definition}" for name, definition in self.columns.items()]
        lines += [f"{quoted(name)} {definition}".rstrip() for name, definition in (more or {}).items()]
        return f"CREATE TABLE {self.name} (" + ", ".join([*lines, *self.constraints]) + ")"

    def addable(self, column: str) -> str:
        """Return the column's definition as far as a table that has rows can be given it."""
        return self.columns[column].replace(" NOT NULL", "").replace(" PRIMARY KEY", "").replace(" DEFAULT CURRENT_TIMESTAMP", "")

    def default(self, column: str) -> str:
        """Return what the column holds, as SQL, in rows that were there before it was added."""
        _type, _word, default = self.addable(column).partition(" DEFAULT ")
        return default or "NULL"


GOALS = OldTable(
    "goals",
    {
        "id": "TEXT NOT NULL PRIMARY KEY",
        "type": "TEXT NOT NULL",
        "name": "TEXT NOT NULL",
        "description": "TEXT DEFAULT ''",
        "deadline": "TIMESTAMP",
        "completed": "BOOLEAN DEFAULT 0",
        "created_at": "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
        "parent_id": "TEXT",
        "root_id": "TEXT",
        "duration_minutes": "INTEGER",
        "session_data": "TEXT",
        "targets": "TEXT",
        "updated_at": "TIMESTAMP",
    },
    ("FOREIGN KEY (parent_id) REFERENCES goals(id) ON DELETE CASCADE",),
)
LINKS = OldTable(
    "practice_session_goals",
    {"practice_session_id": "TEXT NOT NULL", "short_term_goal_id": "TEXT NOT NULL"},
    (
        "PRIMARY KEY (practice_session_id, short_term_goal_id)",
        "FOREIGN KEY (practice_session_id) REFERENCES goals(id) ON DELETE CASCADE",
        "FOREIGN KEY (short_term_goal_id) REFERENCES goals(id) ON DELETE CASCADE",
    ),
)
INSTANCES = OldTable(
    "activity_instances",
    {
        "id": "TEXT NOT NULL PRIMARY KEY",
        "practice_session_id": "TEXT NOT NULL",
        "activity_definition_id": "TEXT NOT NULL",
        "created_at": "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
        "time_start": "TIMESTAMP",
        "time_stop": "TIMESTAMP",
        "duration_seconds": "INTEGER",
    },
    (
        "FOREIGN KEY (practice_session_id) REFERENCES goals(id) ON DELETE CASCADE",
        "FOREIGN KEY (activity_definition_id) REFERENCES activity_definitions(id)",
    ),
)
TABLES = (
    GOALS,
    LINKS,
    OldTable(
        "activity_groups",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "root_id": "TEXT NOT NULL",
            "name": "TEXT NOT NULL",
            "description": "TEXT DEFAULT ''",
            "created_at": "TIMESTAMP",
            "sort_order": "INTEGER DEFAULT 0",
        },
    ),
    OldTable(
        "activity_definitions",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "root_id": "TEXT NOT NULL",
            "name": "TEXT NOT NULL",
            "description": "TEXT DEFAULT ''",
            "created_at": "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
            "has_sets": "BOOLEAN DEFAULT 0",
            "has_metrics": "BOOLEAN DEFAULT 1",
            "metrics_multiplicative": "BOOLEAN DEFAULT 0",
            "has_splits": "BOOLEAN DEFAULT 0",
            "group_id": "TEXT",
        },
        ("FOREIGN KEY (root_id) REFERENCES goals(id)",),
    ),
    OldTable(
        "metric_definitions",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "activity_id": "TEXT NOT NULL",
            "name": "TEXT NOT NULL",
            "unit": "TEXT NOT NULL",
            "created_at": "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
            "deleted_at": "TIMESTAMP",
            "is_active": "BOOLEAN DEFAULT 1",
            "is_top_set_metric": "BOOLEAN DEFAULT 0",
            "is_multiplicative": "BOOLEAN DEFAULT 1",
        },
    ),
    OldTable(
        "split_definitions",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "activity_id": "TEXT NOT NULL",
            "name": "TEXT NOT NULL",
            "order": "INTEGER NOT NULL",
            "created_at": "TIMESTAMP",
        },
    ),
    INSTANCES,
    OldTable(
        "metric_values",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "activity_instance_id": "TEXT NOT NULL",
            "metric_definition_id": "TEXT NOT NULL",
            "value": "FLOAT NOT NULL",
            "split_definition_id": "TEXT",
        },
        (
            "FOREIGN KEY (activity_instance_id) REFERENCES activity_instances(id) ON DELETE CASCADE",
            "FOREIGN KEY (metric_definition_id) REFERENCES metric_definitions(id) ON DELETE RESTRICT",
        ),
    ),
    OldTable(
        "session_templates",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "name": "TEXT NOT NULL",
            "description": "TEXT",
            "root_id": "TEXT NOT NULL",
            "created_at": "TIMESTAMP",
            "template_data": "TEXT NOT NULL",
        },
        ("FOREIGN KEY (root_id) REFERENCES goals(id)",),
    ),
)
