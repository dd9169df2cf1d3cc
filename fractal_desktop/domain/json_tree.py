"""Values inside what JSON can hold, by where they stand; a change gives a copy that shares all else."""

Path = tuple[str | int, ...]
"""Where a value stands: keys of objects and positions in lists, from the top."""

_REMOVED = object()


def copied(value: object) -> object:
    """Return a copy of what JSON can hold, as deep as that can be read: `copy.deepcopy` gives up at a third of that depth."""
    if isinstance(value, dict):
        copy = {}
        for key, each in value.items():
            copy[key] = copied(each) if isinstance(each, dict | list) else each
        return copy
    if isinstance(value, list):
        return list(map(copied, value))
    return value


def found_at(here: object, path: Path, default: object = None) -> object:
    """Return what stands at `path` itself, which is not to be changed; `default` if nothing does."""
    for step in path:
        in_object = isinstance(here, dict) and step in here
        if not in_object and not (isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here)):
            return default
        here = here[step]  # type: ignore[index]
    return here


def replaced(data: dict[str, object], path: Path, value: object) -> dict[str, object]:
    """Return a copy with `value` at `path`; LookupError if what the path goes through does not exist, only its last key may be new."""
    if not path:
        raise LookupError("The document itself cannot be replaced.")
    changed = _replaced(data, path, value)
    assert isinstance(changed, dict)
    return changed


def removed(data: dict[str, object], path: Path) -> dict[str, object]:
    """Return a copy without the key or list element at `path`; LookupError if it is not there."""
    return replaced(data, path, _REMOVED)


def inserted(data: dict[str, object], path: Path, value: object) -> dict[str, object]:
    """Return a copy with `value` in a list, before the element at `path` or behind the last one; LookupError if there is no list."""
    *way, position = path
    there = found_at(data, tuple(way))
    if not isinstance(there, list) or not isinstance(position, int) or position < 0:
        raise LookupError("The document has no list there.")
    return replaced(data, tuple(way), [*there[:position], value, *there[position:]])


def _replaced(here: object, path: Path, value: object) -> object:
    """Copy the containers along `path`, so that the rest is shared and the original stays as it was."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(here, dict) and isinstance(step, str) and (step in here or (not rest and value is not _REMOVED)):
        changed: object = _replaced(here.get(step), rest, value)
        return {k: v for k, v in here.items() if k != step} if changed is _REMOVED else {**here, step: changed}
    if isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here):
        changed = _replaced(here[step], rest, value)
        return [*here[:step], *([] if changed is _REMOVED else [changed]), *here[step + 1 :]]
    raise LookupError(f"The document has no {step!r} there.")
