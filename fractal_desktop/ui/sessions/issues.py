"""What is odd about a session, in sentences (codes of BEHAVIOUR.md section 3)."""

from fractal_desktop.ui.sessions.draft import SessionDraft
from fractal_desktop.ui.sessions.texts import tr


def sentences(draft: SessionDraft) -> tuple[str, ...]:
    """Return a sentence for each open issue that still holds with the edits."""
    return tuple(sentence(code) for code in draft.stored.issues if not _is_settled(code, draft))


def _is_settled(code: str, draft: SessionDraft) -> bool:
    if code == "end_before_start":
        return draft.start is None or draft.end is None or draft.end >= draft.start
    # An unreadable document has a notice of its own, with its text.
    return (code == "no_start" and draft.start is not None) or (code == "unreadable_document" and draft.stored.unreadable_text is not None)


def sentence(code: str) -> str:
    """Return the sentence for one code; an unknown code is named as it is."""
    return {
        "end_before_start": tr("It ends before it starts. Both times are kept."),
        "no_start": tr("No start is known."),
        "bad_datetime": tr("A time of the old file could not be read. The next best one was taken."),
        "bad_duration": tr("A length in the old file is no number. It is not counted."),
        "negative_duration": tr("A length in the old file is below zero. It is not counted."),
        "implausible_duration": tr("A length is over 31 days. It is not counted."),
        "malformed_section": tr("A section could not be read. It is kept in the file."),
        "malformed_item": tr("An item could not be read. It is kept in the file."),
        "bad_template": tr("The template of the old file could not be read."),
        "unknown_template": tr("Its template no longer exists."),
        "timers_outside_session": tr("A timer ran outside of start and end."),
        "two_documents": tr("The old file held two versions of it. The newer one is shown, the other is kept."),
        "changed_meanwhile": tr("Another program changed it while the file was rolled back. What was known of it before is kept."),
        "unreadable_document": tr("Its contents could not be read. They are kept as they are."),
    }.get(code, tr("Something about it is odd ({0}).").format(code))
