"""The tables at the newest revision, as the ORM sees them. Rows of these classes never leave this package.

Old files hold anything in any column (BEHAVIOUR.md section 6), so nothing here raises on what it reads: unknown goal types
are plain goals, and the columns the web application wrote stay the text they are.
"""

from datetime import datetime

from sqlalchemy import (
    REAL,
    Boolean,
    Column,
    ColumnElement,
    Computed,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    case,
    column,
    func,
    literal_column,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, mapped_column

from fractal_desktop.persistence.column_times import LegacyTime, UtcDateTime

PRACTICE_SESSION = "PracticeSession"
"""`goals.type` of a session. In SQL it stands as a literal: a bound parameter hides the partial indexes from the planner."""

IS_SESSION = text("type = 'PracticeSession'")
_SESSION_TYPE: ColumnElement[str] = literal_column("'PracticeSession'")
IS_NO_SESSION = text("type <> 'PracticeSession'")
IS_RUNNING = text("time_start IS NOT NULL AND time_stop IS NULL")
OF_ACTIVITY = "substr(activity_definition_id, 1, 8) = substr(?1, 1, 8) AND +activity_definition_id = ?1"
"""The instances of one activity, by the index of the beginnings of ids; without the "+" SQLite would not see that it fits."""

HAS_TARGETS = text("targets IS NOT NULL AND targets NOT IN ('', '[]', 'null')")


class Base(DeclarativeBase):
    """Names constraints and indexes in one way."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class GoalNode(Base):
    """A row of `goals`: a goal of any type, or a practice session (single-table inheritance)."""

    __tablename__ = "goals"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    type: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text, server_default="")
    deadline: Mapped[str | None] = mapped_column(LegacyTime)
    completed: Mapped[int | None] = mapped_column(Boolean, server_default=text("0"))
    created_at: Mapped[str | None] = mapped_column(LegacyTime, server_default=text("CURRENT_TIMESTAMP"))
    parent_id: Mapped[str | None] = mapped_column(Text, ForeignKey("goals.id", ondelete="CASCADE"))
    root_id: Mapped[str | None] = mapped_column(Text)
    targets: Mapped[str | None] = mapped_column(Text)
    updated_at: Mapped[str | None] = mapped_column(LegacyTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    # Not the column `type`: a type that no class is mapped to would raise when such a row is read. And without
    # `expire_on_flush` each row would be read again after it was written.
    kind: Mapped[str] = column_property(case((column("type") == _SESSION_TYPE, "session"), else_="goal"), expire_on_flush=False)

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "goal"}  # noqa: RUF012


class PracticeSessionNode(GoalNode):
    """A practice session: the document, and what is promoted from it."""

    duration_minutes: Mapped[int | None] = mapped_column(Integer)
    attributes: Mapped[str | None] = mapped_column(Text)
    session_start: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_end: Mapped[datetime | None] = mapped_column(UtcDateTime)
    total_duration_seconds: Mapped[int | None] = mapped_column(Integer)
    template_id: Mapped[str | None] = mapped_column(Text)

    __mapper_args__ = {"polymorphic_identity": "session"}  # noqa: RUF012


goals = Base.metadata.tables["goals"]
# The document's old name. Added after the class is mapped: the ORM need not read every document twice.
goals.append_column(Column("session_data", Text, Computed("attributes", persisted=False)))
# Which part of the practice a branch is meant to get, of all that it and its siblings get; likewise not read with every session.
goals.append_column(Column("intended_share", REAL))

practice_session_goals = Table(
    "practice_session_goals",
    Base.metadata,
    Column("practice_session_id", Text, ForeignKey("goals.id", ondelete="CASCADE"), primary_key=True),
    Column("short_term_goal_id", Text, ForeignKey("goals.id", ondelete="CASCADE"), primary_key=True),
)

activity_groups = Table(
    "activity_groups",
    Base.metadata,
    Column("id", Text, primary_key=True),
    Column("root_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, server_default=""),
    Column("created_at", LegacyTime),
    Column("sort_order", Integer, server_default=text("0")),
)

activity_definitions = Table(
    "activity_definitions",
    Base.metadata,
    Column("id", Text, primary_key=True),
    Column("root_id", Text, ForeignKey("goals.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, server_default=""),
    Column("created_at", LegacyTime, server_default=text("CURRENT_TIMESTAMP")),
    Column("has_sets", Boolean, server_default=text("0")),
    Column("has_metrics", Boolean, server_default=text("1")),
    Column("metrics_multiplicative", Boolean, server_default=text("0")),
    Column("has_splits", Boolean, server_default=text("0")),
    Column("group_id", Text),
    Column("retired_at", UtcDateTime),
)

metric_definitions = Table(
    "metric_definitions",
    Base.metadata,
    Column("id", Text, primary_key=True),
    Column("activity_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("created_at", LegacyTime, server_default=text("CURRENT_TIMESTAMP")),
    Column("deleted_at", LegacyTime),
    Column("is_active", Boolean, server_default=text("1")),
    Column("is_top_set_metric", Boolean, server_default=text("0")),
    Column("is_multiplicative", Boolean, server_default=text("1")),
    Column("lower_is_better", Boolean),
    Column("sort_order", Integer),
)

split_definitions = Table(
    "split_definitions",
    Base.metadata,
    Column("id", Text, primary_key=True),
    Column("activity_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("order", Integer, nullable=False),
    Column("created_at", LegacyTime),
    Column("retired_at", UtcDateTime),
)

activity_instances = Table(
    "activity_instances",
    Base.metadata,
    Column("id", Text, primary_key=True),
    Column("practice_session_id", Text, ForeignKey("goals.id", ondelete="CASCADE"), nullable=False),
    Column("activity_definition_id", Text, ForeignKey("activity_definitions.id"), nullable=False),
    Column("created_at", LegacyTime, server_default=text("CURRENT_TIMESTAMP")),
    Column("time_start", LegacyTime),
    Column("time_stop", LegacyTime),
    Column("duration_seconds", Integer),
)

metric_values = Table(
    "metric_values",
    Base.metadata,
    Column("id", Text, primary_key=True),
    Column("activity_instance_id", Text, ForeignKey("activity_instances.id", ondelete="CASCADE"), nullable=False),
    Column("metric_definition_id", Text, ForeignKey("metric_definitions.id", ondelete="RESTRICT"), nullable=False),
    Column("value", Float, nullable=False),
    Column("split_definition_id", Text),
)

session_templates = Table(
    "session_templates",
    Base.metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("description", Text),
    Column("root_id", Text, ForeignKey("goals.id"), nullable=False),
    Column("created_at", LegacyTime),
    Column("template_data", Text, nullable=False),
    Column("archived_at", UtcDateTime),
)

session_provenance = Table(
    "session_provenance",
    Base.metadata,
    Column("session_id", Text, primary_key=True),
    Column("start_source", Text),
    Column("end_source", Text),
    Column("duration_source", Text),
    sqlite_with_rowid=False,
)

session_issues = Table(
    "session_issues",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("session_id", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("detail", Text),
    Column("status", Text, nullable=False, server_default="open"),
)

goal_completions = Table(
    "goal_completions",
    Base.metadata,
    Column("goal_id", Text, primary_key=True),
    Column("session_id", Text, nullable=False),
    Column("completed_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
"""Which session completed a goal by its targets; a goal that is complete and not in here was completed by hand."""

analytics_views = Table(
    "analytics_views",
    Base.metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("sort_order", Integer),
    sqlite_with_rowid=False,
)

app_meta = Table(
    "app_meta",
    Base.metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text),
)

trash = Table(
    "trash",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("deleted_at", UtcDateTime, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("goals", Integer, nullable=False),
    Column("sessions", Integer, nullable=False),
)

trash_rows = Table(
    "trash_rows",
    Base.metadata,
    Column("trash_id", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("table_name", Text, nullable=False),
    Column("row_json", Text, nullable=False),
)

# Partial: they hold sessions only. Widened until they cover what the charts and lists ask, as the plain ones made
# the planner look every row up (docs/performance.md); `type` is in them because the WHERE of each statement names it.
Index(
    "idx_session_start",
    *(goals.c.session_start, goals.c.total_duration_seconds, goals.c.type, goals.c.completed),
    sqlite_where=IS_SESSION,
)
Index("idx_session_end", goals.c.session_end, goals.c.session_start, goals.c.type, sqlite_where=IS_SESSION)
Index("idx_template_id", goals.c.template_id, goals.c.total_duration_seconds, goals.c.type, sqlite_where=IS_SESSION)
Index("idx_session_duration", goals.c.total_duration_seconds, goals.c.session_start, goals.c.type, sqlite_where=IS_SESSION)
Index("ix_session_root", goals.c.root_id, goals.c.total_duration_seconds, goals.c.type, sqlite_where=IS_SESSION)
Index("ix_session_parent", goals.c.parent_id, goals.c.session_start, goals.c.total_duration_seconds, goals.c.type, sqlite_where=IS_SESSION)
# The goals without the sessions between them: a hundred rows among a hundred thousand, so the tree's first paint stays what it is.
Index("ix_goals_tree", goals.c.parent_id, goals.c.completed, goals.c.id, goals.c.type, sqlite_where=IS_NO_SESSION)
Index("ix_goals_parent_id", goals.c.parent_id)
Index("ix_activity_instances_session", activity_instances.c.practice_session_id)
Index("ix_activity_instances_activity", func.substr(activity_instances.c.activity_definition_id, literal_column("1"), literal_column("8")))
Index("ix_timers_running", activity_instances.c.practice_session_id, sqlite_where=IS_RUNNING)
Index("ix_goals_targets", goals.c.root_id, sqlite_where=HAS_TARGETS)
Index("ix_goal_completions_session", goal_completions.c.session_id)
Index("ix_metric_values_instance", metric_values.c.activity_instance_id)
Index("ix_session_goals_goal", practice_session_goals.c.short_term_goal_id)
Index("ix_session_issues_session", session_issues.c.session_id)
