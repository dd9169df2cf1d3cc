"""Names for the text keys of the database, so that a goal's id is never taken for a template's."""

from typing import NewType

GoalId = NewType("GoalId", str)
SessionId = NewType("SessionId", str)
TemplateId = NewType("TemplateId", str)
ActivityId = NewType("ActivityId", str)
ActivityGroupId = NewType("ActivityGroupId", str)
MetricId = NewType("MetricId", str)
SplitId = NewType("SplitId", str)
InstanceId = NewType("InstanceId", str)
TargetId = NewType("TargetId", str)
ViewId = NewType("ViewId", str)
TrashId = NewType("TrashId", int)
