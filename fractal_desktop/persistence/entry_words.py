"""The names that quick entry may say, read."""

import sqlite3
from collections.abc import Iterator

from fractal_desktop.domain.entry_words import EntryWord, EntryWords, WordKind
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.persistence import library
from fractal_desktop.persistence.goals import goal_type, shown_text

_GOALS = "SELECT id, name, type, root_id FROM goals WHERE type <> 'PracticeSession' ORDER BY completed IS 1, rowid DESC"


def entry_words(sql: sqlite3.Connection) -> EntryWords:
    """Return the activities and templates in use, and the goals that can have sessions: open ones before done ones, newer before older."""
    return EntryWords((*_library(sql), *_goals(sql)))


def _library(sql: sqlite3.Connection) -> Iterator[EntryWord]:
    names = library.names(sql)
    for activity in names.activities.values():
        if not activity.retired:
            yield EntryWord(WordKind.ACTIVITY, activity.id, activity.name, activity.root_id)
    for template in names.templates:
        if not template.archived:
            yield EntryWord(WordKind.TEMPLATE, template.id, template.name, template.root_id)


def _goals(sql: sqlite3.Connection) -> Iterator[EntryWord]:
    for id_, name, type_, root_id in sql.execute(_GOALS):
        if goal_type(type_).rank < GoalType.PRACTICE_SESSION.rank:
            yield EntryWord(WordKind.GOAL, id_, shown_text(name), GoalId(root_id) if isinstance(root_id, str) else None)
