"""Templates: what their JSON says, how it is edited, and how a session starts from one."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from fractal_desktop.domain.activity_item import activity_item
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import LONGEST_PLAN
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.domain.json_text import json_text, read_json
from fractal_desktop.domain.library import (
    LibraryNames,
    TemplateDraft,
    TemplateItem,
    TemplateItemDraft,
    TemplateName,
    TemplateSection,
    TemplateSectionDraft,
)
from fractal_desktop.domain.noted import noted_minutes, noted_text

_LISTS = ("activities", "exercises")
"""Where a template's section keeps its activities; old ones say "exercises"."""


def document_from_template(template: TemplateName, text: object, library: LibraryNames, new_id: Callable[[], str]) -> Document:
    """Return the document of a new session; `text` is the template's JSON, `new_id` gives each item and set its id.

    What has the wrong shape in the template is left out; an activity that is gone becomes an item without values.
    """
    data = _object(text)
    sections = [_section(raw, library, new_id) for raw in _objects(data.get("sections"))]
    document: dict[str, object] = {"template_id": template.id, "template_name": template.name, "sections": sections}
    if data.get("total_duration_minutes") is not None:
        document["total_duration_minutes"] = data["total_duration_minutes"]
    return Document(document)


def template_sections(text: object) -> tuple[TemplateSection, ...]:
    """Return the sections in a template's JSON in order; what has the wrong shape is left out."""
    return tuple(_read_section(index, raw) for index, raw in _numbered(_object(text).get("sections")))


def planned_minutes(text: object) -> float | None:
    """Return the minutes that a template's JSON plans for the whole, None if it does not say."""
    return noted_minutes(_object(text).get("total_duration_minutes"))


def section_drafts(sections: Iterable[TemplateSection]) -> tuple[TemplateSectionDraft, ...]:
    """Return the drafts that leave sections as they are."""
    return tuple(
        TemplateSectionDraft(
            section.name,
            section.planned_minutes,
            tuple(TemplateItemDraft(item.activity_id, item.name, (section.index, item.index)) for item in section.items),
            section.index,
        )
        for section in sections
    )


def edited_template(text: object, draft: TemplateDraft) -> str:
    """Return a template's JSON as the draft wants it; keys that the program does not know stay in the sections and lines they were in.

    `text` None or unreadable begins a new one. The planned minutes of the whole become the sum of its sections' where that is
    another one than before. Raises UserError for new minutes that are none.
    """
    before = template_sections(text)
    if isinstance(text, str) and before and draft.sections == section_drafts(before):
        return text
    _check_minutes({section.planned_minutes for section in draft.sections} - {section.planned_minutes for section in before})
    data = _object(text)
    stored = list(_list(data.get("sections")))
    sections = [_edited_section(_at(stored, section.source), stored, section) for section in draft.sections]
    edited = {**data, "sections": [*sections, *(entry for entry in stored if not isinstance(entry, dict))]}
    minutes = _planned(draft.sections)
    if minutes != _planned(before):
        edited["total_duration_minutes"] = _plain(minutes) if minutes else None
    return json_text(edited)


def template_of_document(document: Document) -> TemplateDraft:
    """Return a template that makes sessions like this one: its sections with their planned minutes, activities and lines."""
    return TemplateDraft(
        "",
        sections=tuple(
            TemplateSectionDraft(
                section.name,
                section.planned_minutes,
                tuple(TemplateItemDraft(item.activity_id if item.is_activity else None, item.name) for item in section.items),
            )
            for section in document.sections
        ),
    )


def _read_section(index: int, raw: dict[str, object]) -> TemplateSection:
    items = [item for key in _LISTS for item in _objects(raw.get(key))]
    read = tuple(_read_item(position, item) for position, item in enumerate(items))
    return TemplateSection(index, noted_text(raw.get("name")), noted_minutes(raw.get("duration_minutes")), read)


def _read_item(index: int, raw: dict[str, object]) -> TemplateItem:
    activity_id = raw.get("activity_id")
    known = ActivityId(activity_id) if isinstance(activity_id, str) and activity_id else None
    return TemplateItem(index, known, noted_text(raw.get("name")))


def _check_minutes(planned: Iterable[float | None]) -> None:
    if not all(minutes is None or 0 <= minutes <= LONGEST_PLAN for minutes in planned):
        raise UserError(f"Planned minutes are a number from 0 to {LONGEST_PLAN:,}.")


def _planned(sections: Iterable[TemplateSection | TemplateSectionDraft]) -> float:
    return sum(section.planned_minutes or 0.0 for section in sections)


def _edited_section(before: dict[str, object], stored: list[object], draft: TemplateSectionDraft) -> dict[str, object]:
    """Return a section with its items under the key that old ones had them under; what is no item stays behind them."""
    key = "exercises" if "exercises" in before and "activities" not in before else "activities"
    section = {name: value for name, value in before.items() if name not in _LISTS or name == key}
    odd = [entry for name in _LISTS for entry in _list(before.get(name)) if not isinstance(entry, dict)]
    section[key] = [*(_edited_item(stored, item) for item in draft.items), *odd]
    if "name" not in before or noted_text(before["name"]) != draft.name:
        section["name"] = draft.name
    if noted_minutes(before.get("duration_minutes")) != draft.planned_minutes:
        section["duration_minutes"] = None if draft.planned_minutes is None else _plain(draft.planned_minutes)
    return section


def _edited_item(stored: list[object], draft: TemplateItemDraft) -> dict[str, object]:
    before: dict[str, object] = {}
    if draft.source is not None:
        section = _at(stored, draft.source[0])
        before = _at([item for key in _LISTS for item in _objects(section.get(key))], draft.source[1])
    line = dict(before)
    if draft.activity_id is None:
        line = {key: value for key, value in before.items() if key != "activity_id" and (key, value) != ("type", "activity")}
    elif draft.activity_id != before.get("activity_id"):
        line |= {"type": "activity", "activity_id": draft.activity_id}
    if "name" not in before or noted_text(before["name"]) != draft.name:
        line["name"] = draft.name
    return line


def _at(entries: Sequence[object], index: int | None) -> dict[str, object]:
    entry = entries[index] if index is not None and 0 <= index < len(entries) else None
    return entry if isinstance(entry, dict) else {}


def _plain(minutes: float) -> float:
    """Return whole minutes as the whole number they are, as the web application wrote them."""
    return int(minutes) if float(minutes).is_integer() else minutes


def _list(raw: object) -> Sequence[object]:
    return raw if isinstance(raw, list) else ()


def _numbered(raw: object) -> Iterator[tuple[int, dict[str, object]]]:
    return ((index, entry) for index, entry in enumerate(_list(raw)) if isinstance(entry, dict))


def _section(raw: dict[str, object], library: LibraryNames, new_id: Callable[[], str]) -> dict[str, object]:
    references = [reference for key in _LISTS for reference in _objects(raw.get(key))]
    kept = {key: value for key, value in raw.items() if key not in _LISTS}
    return {**kept, "exercises": [_item(reference, library, new_id) for reference in references]}


def _item(reference: dict[str, object], library: LibraryNames, new_id: Callable[[], str]) -> dict[str, object]:
    activity_id = reference.get("activity_id")
    line: dict[str, object] = {"completed": False, "notes": "", "description": "", **reference}
    if not isinstance(activity_id, str) or not activity_id:
        return line
    activity = library.activity(activity_id)
    return line | ({"type": "activity", "instance_id": new_id()} if activity is None else activity_item(activity, new_id))


def _object(text: object) -> dict[str, object]:
    try:
        data = read_json(text) if isinstance(text, str | bytes) else None
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _objects(raw: object) -> Iterator[dict[str, object]]:
    return (entry for _index, entry in _numbered(raw))
