"""What a rollback keeps, in words."""

from fractal_desktop.persistence.migrations import Kept


def kept_text(kept: Kept) -> str:
    """Return one kind of what a rollback keeps in words, "3 completion dates"; "" for what is of no interest to a person."""
    one, many = _KEPT.get(kept.kind) or _kept_rows(kept.kind)
    return f"{kept.count:,} {one if kept.count == 1 else many}" if one else ""


_KEPT = {
    "session": (
        "session whose times or template the document does not tell",
        "sessions whose times or template the document does not tell",
    ),
    "row:session_provenance": ("note where a session's times come from", "notes where sessions' times come from"),
    "row:session_issues": ("note that a session needs a look", "notes that sessions need a look"),
    "row:trash": ("deletion in the trash", "deletions in the trash"),
    "row:trash_rows": ("", ""),
    "row:app_meta": ("", ""),
    "cell:goals.completed_at": ("completion date", "completion dates"),
    "completed_at": ("completion date", "completion dates"),
    "completed_at_since": ("completion date", "completion dates"),
    "row:goal_completions": ("note which session completed a goal", "notes which sessions completed goals"),
    "cell:activity_definitions.retired_at": ("retired activity", "retired activities"),
    "cell:split_definitions.retired_at": ("retired split", "retired splits"),
    "cell:session_templates.archived_at": ("archived template", "archived templates"),
    "cell:metric_definitions.lower_is_better": ("metric with a direction", "metrics with a direction"),
    "cell:metric_definitions.sort_order": ("", ""),
    "cell:goals.intended_share": ("intended share of a goal", "intended shares of goals"),
    "row:analytics_views": ("saved view of the analytics page", "saved views of the analytics page"),
    "before": ("", ""),
    "other_document": ("second document of a session", "second documents of sessions"),
}


def _kept_rows(kind: str) -> tuple[str, str]:
    what, _, name = kind.partition(":")
    return (f"row of {name}", f"rows of {name}") if what == "row" else (f"value of {name or what}", f"values of {name or what}")
