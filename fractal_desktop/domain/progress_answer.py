"""The answer to what an activity's progress is: a line of all values or one for each split, the two sides, and what is left out."""

from dataclasses import replace

import numpy as np

from fractal_desktop.domain.activity_progress import (
    ActivityProgress,
    LeftOut,
    Measured,
    NotedValues,
    ProgressLine,
    ProgressQuestion,
    Reading,
    SessionStarts,
    Sides,
    Whole,
    distinct,
    places,
    sides_of,
)
from fractal_desktop.domain.library import ActivityName, SplitName
from fractal_desktop.domain.noted import split_key
from fractal_desktop.domain.progress_lines import compare, line, points

MOST_LINES = 6
"""There are as many colours that can be told apart."""


def answered(
    question: ProgressQuestion,
    activity: ActivityName,
    measured: Measured,
    choices: tuple[Measured, ...],
    noted: NotedValues,
    starts: SessionStarts,
    without: Whole,
    *,
    is_limited: bool,
) -> ActivityProgress:
    """Return the lines and sides of a measure; `without` are the rows of sessions without a start.

    With `is_limited` values of sessions that are gone count for nothing: nobody knows whether they are meant.
    """
    everything, incomplete = points(noted, measured, None)
    lines = _lines_of_splits(question, activity, noted, starts, measured) if question.each_split else []
    without_split = 0
    if lines:
        shown = (points(noted, measured, _place(noted, line.split))[0].sessions for line in lines)
        without_split = starts.count(everything.sessions) - sum(map(starts.count, shown))
    elif (chosen := next((split for split in activity.splits if split.id == question.split_id), None)) is not None:
        lines = [_line_of_split(noted, starts, measured, question.reading, chosen)]
    else:
        question = replace(question, split_id=None, each_split=False)
        lines = [line(noted, everything, starts, measured, question.reading)]
    left_out = LeftOut(
        len(distinct(everything.sessions[places(without, everything.sessions) >= 0])),
        starts.count(noted.not_numbers),
        0 if is_limited else int(np.count_nonzero(everything.sessions == 0)),
        starts.count(noted.of_gone_metrics),
        starts.count(incomplete),
        without_split,
    )
    sides = _sides(activity, noted, starts, measured, question.reading)
    return ActivityProgress(question, activity, measured, choices, tuple(lines), sides, left_out)


def _lines_of_splits(
    question: ProgressQuestion, activity: ActivityName, noted: NotedValues, starts: SessionStarts, measured: Measured
) -> list[ProgressLine]:
    """Return a line for each split that is not retired and has points; none if there are too many to tell apart."""
    splits = [split for split in activity.splits if not split.retired]
    if len(splits) > MOST_LINES:
        return []
    lines = (_line_of_split(noted, starts, measured, question.reading, split) for split in splits)
    return [each for each in lines if each.sessions]


def _line_of_split(noted: NotedValues, starts: SessionStarts, measured: Measured, reading: Reading, split: SplitName) -> ProgressLine:
    found, _ = points(noted, measured, _place(noted, split))
    return line(noted, found, starts, measured, reading, split)


def _place(noted: NotedValues, split: SplitName | None) -> int:
    """Return the place of a split among those of the values; behind the last one if none has it."""
    key = None if split is None else split_key(split.id)
    return noted.split_ids.index(key) if key in noted.split_ids else len(noted.split_ids)


def _sides(activity: ActivityName, noted: NotedValues, starts: SessionStarts, measured: Measured, reading: Reading) -> Sides | None:
    """Return the two sides; where each set is shown, by the average of the session."""
    sides = sides_of(activity)
    if sides is None:
        return None
    of_sessions = Reading.AVERAGE if reading is Reading.EACH else reading
    first, second = (_line_of_split(noted, starts, measured, of_sessions, split) for split in sides)
    return compare(first, second, measured.better)
