"""The analytics page: a period, a goal, and what came of the practice in it."""
