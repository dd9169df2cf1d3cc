#!/usr/bin/env python3
"""Old databases for tests: SQLite files in the shapes that the web application left behind.

    python3 tests/legacy.py OUT.db --shape D --sessions 500 --goals 80 --seed 7
    python3 tests/legacy.py OUT.db --shape D --sessions 100000 --clean               # for benchmarks, no oddities
    python3 tests/legacy.py OUT.db --shape D --cases tests/data/backfill_cases.json  # one session per case

A: two tables, `goals` and `practice_sessions`. B: one table, no `updated_at`. D: the usual one before the migration. E: + splits,
`split_definition_id` declared `STRING`. F: + activity groups. G: migrated by the old script. H: half migrated, five columns, all
NULL, no index. I: migrated, indexes gone, columns filled in part, two columns more. K: a later web version. Z: 0 bytes.
Everything is made up; the same arguments give the same file. Foreign keys are broken on purpose, as they are in real files.
Standard library only.
"""

# ruff: noqa: C901, DTZ001 - a long list of oddities, in local times as the old program wrote them
from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

LEVELS = ["UltimateGoal", "LongTermGoal", "MidTermGoal", "ShortTermGoal"]
TYPES = [*LEVELS, "PracticeSession", "ImmediateGoal", "MicroGoal", "NanoGoal"]
AREAS = ["Cello", "Bouldering", "Spanish", "Chess", "Drawing", "Running", "Piano", "Job search"]
STEPS = ["Build the base", "Technique", "Repertoire", "Endurance", "Accuracy", "Speed", "Performance", "Theory"]
ACTIVITIES = [
    ("Scales", [("Tempo", "bpm")], True, False),
    ("Hangs", [("Time", "s"), ("Added weight", "kg")], True, True),
    ("Vocabulary", [("Words", "words"), ("Correct", "%")], False, False),
    ("Tactics puzzles", [("Solved", "puzzles")], False, False),
    ("Intervals", [("Distance", "km"), ("Pace", "min/km")], True, False),
    ("Gesture drawing", [], False, False),
]
MOST_KEPT = 1000
"""Sessions of a file that is kept in memory for the next test that wants it."""


class Maker:
    def __init__(self, path: Path, args: argparse.Namespace) -> None:
        self.args, self.shape, self.odd = args, args.shape, not args.clean
        self.random = random.Random(args.seed)
        self.db = sqlite3.connect(path)
        self.db.execute("PRAGMA journal_mode=DELETE")
        self.db.execute("PRAGMA synchronous=OFF")
        self.clock = datetime(2016, 1, 4, 7, 30)

    def uuid(self) -> str:
        h = f"{self.random.getrandbits(128):032x}"
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}"

    @staticmethod
    def local(moment: datetime) -> str:
        return moment.strftime("%Y-%m-%d %H:%M:%S.%f")

    @staticmethod
    def iso_utc(moment: datetime) -> str:
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

    def insert(self, table: str, **values: object) -> None:
        names = ", ".join(f'"{n}"' for n in values)
        marks = ", ".join("?" * len(values))
        self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))

    def create_tables(self) -> None:
        two_tables, s = self.shape == "A", self.shape
        text, stamp = ("VARCHAR", "DATETIME") if two_tables else ("TEXT", "TIMESTAMP")
        types = [t for t in TYPES if not (two_tables and t == "PracticeSession")]
        columns = [
            f"id {text} NOT NULL PRIMARY KEY",
            f"type {text} NOT NULL",
            f"name {text} NOT NULL",
            f"description {text} DEFAULT ''",
            f"deadline {stamp}",
            "completed BOOLEAN DEFAULT 0",
            f"created_at {stamp} DEFAULT CURRENT_TIMESTAMP",
            f"parent_id {text}",
        ]
        if not two_tables:
            columns += [f"root_id {text}", "duration_minutes INTEGER", "session_data TEXT"]
        columns.append("targets TEXT")
        if s not in "AB":
            columns.append(f"updated_at {stamp}")
        if s in "GHI":
            columns += [
                "session_start TIMESTAMP",
                "session_end TIMESTAMP",
                "total_duration_seconds INTEGER",
                "template_id TEXT",
                "attributes TEXT",
            ]
        if s == "I":
            columns += ["completed_at TIMESTAMP", "deleted_at TIMESTAMP"]
        if two_tables:
            listed = ", ".join(f"'{t}'" for t in types)
            columns.append(f"CONSTRAINT valid_goal_type CHECK (type IN ({listed}))")
        else:
            columns.append("FOREIGN KEY (parent_id) REFERENCES goals(id) ON DELETE CASCADE")
        self.db.execute(f"CREATE TABLE goals ({', '.join(columns)})")
        if two_tables:
            self.db.execute(
                "CREATE TABLE practice_sessions (id VARCHAR NOT NULL PRIMARY KEY, name VARCHAR NOT NULL, "
                "description VARCHAR, completed BOOLEAN, created_at DATETIME, root_id VARCHAR, "
                "duration_minutes INTEGER, session_data TEXT)"
            )
            self.db.execute(
                "CREATE TABLE practice_session_goals (id INTEGER NOT NULL PRIMARY KEY, "
                "practice_session_id VARCHAR NOT NULL REFERENCES practice_sessions(id), "
                "short_term_goal_id VARCHAR NOT NULL REFERENCES goals(id), created_at DATETIME)"
            )
        else:
            self.db.execute(
                "CREATE TABLE practice_session_goals (practice_session_id TEXT NOT NULL, short_term_goal_id TEXT NOT NULL, "
                "PRIMARY KEY (practice_session_id, short_term_goal_id), "
                "FOREIGN KEY (practice_session_id) REFERENCES goals(id) ON DELETE CASCADE, "
                "FOREIGN KEY (short_term_goal_id) REFERENCES goals(id) ON DELETE CASCADE)"
            )
        extra_activity = "" if s in "AB" else ", metrics_multiplicative BOOLEAN DEFAULT 0"
        extra_metric = "" if s in "AB" else ", is_top_set_metric BOOLEAN DEFAULT 0, is_multiplicative BOOLEAN DEFAULT 1"
        split_column = ""
        if s in "EFGHI":
            extra_activity += ", has_splits BOOLEAN DEFAULT 0"
            split_column = ", split_definition_id STRING"
            self.db.execute(
                "CREATE TABLE split_definitions (id TEXT PRIMARY KEY, activity_id TEXT NOT NULL, "
                'name TEXT NOT NULL, "order" INTEGER NOT NULL, created_at TIMESTAMP)'
            )
        if s in "FGHI":
            extra_activity += ", group_id TEXT"
            self.db.execute(
                "CREATE TABLE activity_groups (id TEXT PRIMARY KEY, root_id TEXT NOT NULL, name TEXT NOT NULL, "
                "description TEXT DEFAULT '', created_at TIMESTAMP, sort_order INTEGER DEFAULT 0)"
            )
        self.db.execute(
            f"CREATE TABLE activity_definitions (id {text} PRIMARY KEY, root_id {text} NOT NULL, name {text} NOT NULL, "
            f"description {text} DEFAULT '', created_at {stamp} DEFAULT CURRENT_TIMESTAMP, has_sets BOOLEAN DEFAULT 0, "
            f"has_metrics BOOLEAN DEFAULT 1{extra_activity}, FOREIGN KEY (root_id) REFERENCES goals(id))"
        )
        self.db.execute(
            f"CREATE TABLE metric_definitions (id {text} PRIMARY KEY, activity_id {text} NOT NULL, name {text} NOT NULL, "
            f"unit {text} NOT NULL, created_at {stamp} DEFAULT CURRENT_TIMESTAMP, deleted_at {stamp}, "
            f"is_active BOOLEAN DEFAULT 1{extra_metric})"
        )
        owner = "practice_sessions" if two_tables else "goals"
        self.db.execute(
            f"CREATE TABLE activity_instances (id {text} PRIMARY KEY, practice_session_id {text} NOT NULL, "
            f"activity_definition_id {text} NOT NULL, created_at {stamp} DEFAULT CURRENT_TIMESTAMP, "
            f"time_start {stamp}, time_stop {stamp}, duration_seconds INTEGER, "
            f"FOREIGN KEY (practice_session_id) REFERENCES {owner}(id) ON DELETE CASCADE, "
            "FOREIGN KEY (activity_definition_id) REFERENCES activity_definitions(id))"
        )
        self.db.execute(
            f"CREATE TABLE metric_values (id {text} PRIMARY KEY, activity_instance_id {text} NOT NULL, "
            f"metric_definition_id {text} NOT NULL, value FLOAT NOT NULL{split_column}, "
            "FOREIGN KEY (activity_instance_id) REFERENCES activity_instances(id) ON DELETE CASCADE, "
            "FOREIGN KEY (metric_definition_id) REFERENCES metric_definitions(id) ON DELETE RESTRICT)"
        )
        self.db.execute(
            "CREATE TABLE session_templates (id VARCHAR NOT NULL PRIMARY KEY, name VARCHAR NOT NULL, description VARCHAR, "
            "root_id VARCHAR NOT NULL, created_at DATETIME, template_data VARCHAR NOT NULL, "
            "FOREIGN KEY (root_id) REFERENCES goals(id))"
        )
        if s == "G":
            for name, column in [
                ("idx_session_start", "session_start"),
                ("idx_session_end", "session_end"),
                ("idx_template_id", "template_id"),
                ("idx_session_duration", "total_duration_seconds"),
            ]:
                self.db.execute(f"CREATE INDEX {name} ON goals({column}) WHERE type = 'PracticeSession'")

    def goal(self, kind: str, name: str, parent: str | None, **more: object) -> str:
        self.clock += timedelta(minutes=self.random.randint(2, 40), microseconds=self.random.randint(1, 999_999))
        gid = self.uuid()
        if self.shape not in "AB":
            more.setdefault("updated_at", self.local(self.clock))
        self.insert("goals", id=gid, type=kind, name=name, completed=0, created_at=self.local(self.clock), parent_id=parent, **more)
        return gid

    def fill(self) -> None:
        r = self.random
        roots = [self.goal("UltimateGoal", f"Master {a}", None) for a in AREAS[:3]]
        by_level: dict[str, list[tuple[str, str]]] = {"UltimateGoal": [(g, g) for g in roots], **{k: [] for k in LEVELS[1:]}}
        for n in range(max(self.args.goals - 3, 9)):
            level = LEVELS[1 + n % 3]
            above = by_level[LEVELS[LEVELS.index(level) - 1]] or by_level["UltimateGoal"]
            parent, root = r.choice(above)
            deadline = f"20{r.randint(17, 27)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d} 00:00:00.000000" if r.random() < 0.2 else None
            by_level[level].append((self.goal(level, f"{r.choice(STEPS)} {n}", parent, deadline=deadline), root))
        short = by_level["ShortTermGoal"]
        gone = self.uuid()

        activities = []
        for n, (name, metrics, sets, product) in enumerate(ACTIVITIES):
            aid, root = self.uuid(), roots[n % 3]
            if self.odd and n == 5:
                root = gone
            stamp = self.local(self.clock) if n % 2 else self.clock.strftime("%Y-%m-%d %H:%M:%S")
            values = {
                "id": aid,
                "root_id": root,
                "name": name,
                "description": "",
                "created_at": stamp,
                "has_sets": int(sets),
                "has_metrics": int(bool(metrics)),
            }
            if self.shape not in "AB":
                values["metrics_multiplicative"] = int(product)
            self.insert("activity_definitions", **values)
            ids = []
            for metric, unit in metrics:
                mid = self.uuid()
                ids.append(mid)
                if not (self.odd and metric == "Pace"):  # a metric that was deleted for good
                    self.insert("metric_definitions", id=mid, activity_id=aid, name=metric, unit=unit, created_at=self.local(self.clock))
            activities.append((aid, name, ids, sets))

        templates = []
        for n in range(5):
            tid, chosen = self.uuid(), r.sample(activities, 2)
            key = "exercises" if self.odd and n == 4 else "activities"
            sections = [
                {"name": f"Block {k + 1}", "duration_minutes": 10 + 5 * k, key: [{"activity_id": a[0], "name": a[1], "type": "activity"}]}
                for k, a in enumerate(chosen)
            ]
            data = {"sections": sections, "total_duration_minutes": sum(s["duration_minutes"] for s in sections)}
            self.insert(
                "session_templates",
                id=tid,
                name=f"Routine {n + 1}",
                description="",
                root_id=gone if self.odd and n == 3 else roots[n % 3],
                created_at=self.local(self.clock),
                template_data=json.dumps(data),
            )
            templates.append((tid, f"Routine {n + 1}", data))

        for n in range(self.args.sessions):
            self.session(n, short, activities, templates, gone)

        if self.args.cases:
            for case in json.loads(Path(self.args.cases).read_text())["cases"]:
                self.case(case, short[0], activities[0][0])
            for tid in ("template-1", "template-2"):
                self.insert(
                    "session_templates",
                    id=tid,
                    name=tid,
                    description="",
                    root_id=roots[0],
                    created_at=self.local(self.clock),
                    template_data='{"sections": [], "total_duration_minutes": 0}',
                )

    def session(self, n: int, short: list, activities: list, templates: list, gone: str) -> None:
        r = self.random
        self.clock += timedelta(hours=r.choice([5, 9, 14, 20, 26]), minutes=r.randint(0, 59), microseconds=r.randint(1, 999_999))
        begun, moment = self.clock, self.clock + timedelta(seconds=r.randint(5, 90))
        sid = self.uuid()
        tid, tname, data = r.choice(templates)
        if self.odd and n % 37 == 5:
            tid = gone
        sections, rows = [], []
        for block in data["sections"]:
            section = {
                "name": block["name"],
                "duration_minutes": block["duration_minutes"],
                "actual_duration_minutes": block["duration_minutes"],
                "exercises": [],
            }
            for ref in block.get("activities") or block.get("exercises") or []:
                aid, name, metrics, sets = next(a for a in activities if a[0] == ref["activity_id"])
                seconds = r.randint(180, 2400)
                stop = moment + timedelta(seconds=seconds)
                item = {
                    "type": "activity",
                    "name": name,
                    "activity_id": aid,
                    "instance_id": self.uuid(),
                    "completed": r.random() < 0.8,
                    "notes": r.choice(["", "", "felt good", "slow start, better later", "müde, aber ok 🎵"]),
                    "has_metrics": bool(metrics),
                    "has_sets": sets,
                    "description": "",
                }
                timed = r.random() < 0.75
                if timed:
                    iso = (
                        (self.iso_utc(moment + timedelta(hours=5)), self.iso_utc(stop + timedelta(hours=5)))
                        if r.random() < 0.4
                        else (moment.isoformat(), stop.isoformat())
                    )
                    item |= {"time_start": iso[0], "time_stop": iso[1], "duration_seconds": seconds}
                if sets:
                    item["sets"] = [
                        {
                            "instance_id": self.uuid(),
                            "completed": True,
                            "metrics": [{"metric_id": m, "value": str(r.randint(1, 120))} for m in metrics],
                        }
                        for _ in range(3)
                    ]
                elif metrics:
                    item["metrics"] = [{"metric_id": m, "value": str(r.randint(1, 120)) if r.random() < 0.95 else ""} for m in metrics]
                lagging = self.odd and r.random() < 0.3
                rows.append((item, aid, moment, stop, None if lagging or not timed else seconds))
                moment = stop + timedelta(seconds=r.randint(0, 200))
                section["exercises"].append(item)
            if self.odd and n % 11 == 3:
                section["activities"] = []
            sections.append(section)
        if self.odd and n % 23 == 7 and sections:
            sections[0].pop("exercises")
        document = {
            "template_id": tid,
            "template_name": tname,
            "sections": sections,
            "total_duration_minutes": data["total_duration_minutes"],
        }
        if r.random() < 0.3:
            document["session_start"] = begun.isoformat()
            document["session_end"] = self.iso_utc(moment + timedelta(hours=5))
        text: str | None = json.dumps(document)
        if self.odd and n % 41 == 9:
            text = None
        root, parent = short[n % len(short)][1], short[n % len(short)][0]
        if self.odd and n % 13 == 4:
            parent = None
        if self.odd and n % 17 == 6:
            root = gone
        values = {
            "id": sid,
            "name": tname,
            "description": "",
            "completed": int(r.random() < 0.6),
            "created_at": self.local(begun),
            "root_id": root,
            "duration_minutes": data["total_duration_minutes"],
            "session_data": text,
        }
        if self.shape == "A":
            self.insert("practice_sessions", **values)
        else:
            values |= {"type": "PracticeSession", "parent_id": parent}
            if self.shape != "B":
                values["updated_at"] = self.local(begun)
            if self.shape in "GI" and text and not (self.odd and n % 5 == 0):
                total = sum(row[0].get("duration_seconds", 0) for row in rows)
                values |= {
                    "session_start": self.local(begun),
                    "template_id": tid,
                    "attributes": text,
                    "total_duration_seconds": total or None,
                    "session_end": (begun + timedelta(seconds=total)).isoformat() if total else None,
                }
            self.insert("goals", **values)
        if parent and not (self.odd and n % 19 == 8):
            link = {"practice_session_id": sid, "short_term_goal_id": parent}
            self.insert("practice_session_goals", **link)
        if not text:
            return
        for item, aid, begin, stop, seconds in rows:
            holders = item.get("sets") or [item]
            if self.odd and r.random() < 0.1:
                continue  # the table never got this one
            for holder in holders:
                timing = (
                    {"time_start": self.local(begin), "time_stop": self.local(stop), "duration_seconds": seconds}
                    if seconds and holder is item
                    else {}
                )
                self.insert(
                    "activity_instances",
                    id=holder["instance_id"],
                    practice_session_id=sid,
                    activity_definition_id=aid,
                    created_at=self.local(begun),
                    **timing,
                )
                for metric in holder.get("metrics", []):
                    if metric["value"]:
                        self.insert(
                            "metric_values",
                            id=self.uuid(),
                            activity_instance_id=holder["instance_id"],
                            metric_definition_id=metric["metric_id"],
                            value=float(metric["value"]),
                        )

    def case(self, case: dict, short: tuple[str, str], activity: str) -> None:
        values = {
            "id": case["id"],
            "name": case["id"],
            "description": case.get("why", ""),
            "completed": 0,
            "created_at": case.get("created_at"),
            "root_id": short[1],
            "session_data": case.get("session_data"),
        }
        if self.shape == "A":
            self.insert("practice_sessions", **values)
        else:
            self.insert("goals", type="PracticeSession", parent_id=short[0], **values)
        for k, seconds in enumerate(case.get("instance_rows", [])):
            self.insert(
                "activity_instances",
                id=f"{case['id']}-row-{k}",
                practice_session_id=case["id"],
                activity_definition_id=activity,
                created_at=case.get("created_at"),
                duration_seconds=seconds,
            )


LATER_VERSION = """
CREATE TABLE goals (id TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, root_id TEXT, deleted_at TIMESTAMP);
CREATE TABLE sessions (id TEXT PRIMARY KEY, name TEXT NOT NULL, root_id TEXT NOT NULL, session_start TIMESTAMP,
    session_end TIMESTAMP, attributes TEXT, deleted_at TIMESTAMP);
CREATE TABLE session_goals (session_id TEXT, goal_id TEXT, PRIMARY KEY (session_id, goal_id));
"""


def make(path: Path, shape: str, **options: object) -> Path:
    """Write a file and return its path; the options are those of the command line (sessions, goals, seed, clean, cases)."""
    wanted = {"sessions": 200, "goals": 40, "seed": 1, "clean": False, "cases": None} | options
    if wanted["sessions"] > MOST_KEPT:
        write(path, argparse.Namespace(shape=shape, **wanted))
    else:
        path.write_bytes(_made(shape, **wanted))
    return path


@cache
def _made(shape: str, **wanted: object) -> bytes:
    """Return the content of a file; many tests begin with the same one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        write(path, argparse.Namespace(shape=shape, **wanted))
        return path.read_bytes()


def write(path: Path, args: argparse.Namespace) -> None:
    path.unlink(missing_ok=True)
    if args.shape == "Z":
        path.touch()
        return
    if args.shape == "K":
        with closing(sqlite3.connect(path)) as db:
            db.executescript(LATER_VERSION)
        return
    maker = Maker(path, args)
    with closing(maker.db):
        maker.create_tables()
        maker.fill()
        maker.db.commit()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shape", choices=list("ABDEFGHIKZ"), default="D")
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--goals", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clean", action="store_true", help="leave the oddities out")
    parser.add_argument("--cases", help="backfill_cases.json: add one session per case")
    args = parser.parse_args(argv)
    write(args.out, args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
