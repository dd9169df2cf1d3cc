"""Sessions that are logged afterwards, and sessions that are started as an earlier one was; each through the one write path."""

from datetime import datetime

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import LONGEST_NAME
from fractal_desktop.domain.library import ActivityName
from fractal_desktop.domain.past_session import check_past, document_again, past_document
from fractal_desktop.domain.practice_session import PastSession
from fractal_desktop.domain.timestamps import document_text
from fractal_desktop.persistence import goal_tree, library
from fractal_desktop.persistence.filing import Filing
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.models import PracticeSessionNode
from fractal_desktop.persistence.session_writes import add, create, editable_document, new_id


def log(filing: Filing, past: PastSession) -> PracticeSessionNode:
    """Return a session that took place; raises UserError if its times make no sense or if something it names is gone."""
    check_past(past)
    activities = _activities(filing, past)

    def more(document: Document) -> Document:
        return past_document(document, past, activities, new_id)

    node = create(filing, past.goal_ids, past.name, past.start, past.template_id, more)
    if past.completed:
        filing.set_completed(node.id, True)
        node.completed_at = past.end
    return node


def start_again(filing: Filing, session_id: str, start: datetime) -> PracticeSessionNode:
    """Return a new session like an earlier one, with nothing noted; raises UserError if the earlier one's document cannot be read."""
    sql = filing.unit.sql
    name = name_for(filing.session(session_id).name)
    document = document_again(editable_document(sql, session_id), library.names(sql), new_id)
    return add(filing, goal_tree.session_parents(sql, session_id), name, document.with_value(("session_start",), document_text(start)))


def name_for(content: object) -> str:
    """Return a name that a new session can have, given that of an old one, which may be none."""
    return shown_text(content)[:LONGEST_NAME].strip() or "Practice session"


def _activities(filing: Filing, past: PastSession) -> list[ActivityName]:
    known = library.names(filing.unit.sql)
    found = [known.activity(activity_id) for activity_id in dict.fromkeys(past.activities)]
    if None in found:
        raise UserError("An activity that was practised no longer exists.")
    return [activity for activity in found if activity is not None]
