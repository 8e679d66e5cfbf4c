#!/usr/bin/env python3
"""Checks the demo company: the tables are what generate.py writes, their promises hold, and every question's answer
stands in the handbook where questions.jsonl says. Exits with 1 and names what is broken."""

import csv
import io
import json
import re
import sys
from collections import defaultdict
from datetime import date

sys.dont_write_bytecode = True

from generate import FOUNDED, LAST_HIRE, PAY_GAP, TARGET, TERMINATED, TODAY, make_files, make_people  # noqa: E402
from organization import DEPARTMENTS, POSITIONS, SKILLS  # noqa: E402


def check(holds, what):
    if not holds:
        yield what


def stale_files(files):
    for name, content in files.items():
        yield from check((TARGET / name).is_file() and (TARGET / name).read_bytes() == content,
                         f"data/demo/{name} is not what generate.py writes")


def broken_promises(data):
    """What a reader of employees.csv may rely on; each entry names one that does not hold."""
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"))))
    by_number = {row["employeeNumber"]: row for row in rows}
    skills = {name for group in SKILLS.values() for name in group}
    positions = {(title, department) for title, _, department, _, _ in POSITIONS}

    yield from check(len(rows) == 2000, f"2,000 employees, not {len(rows)}")
    for column in ("employeeNumber", "externalId", "email"):
        yield from check(len({row[column] for row in rows}) == len(rows), f"{column} is unique")
    yield from check([r["position"] for r in rows if not r["managerNumber"]] == ["Chief Executive Officer"],
                     "only the chief executive has no manager")
    for row in rows:
        who = row["employeeNumber"]
        hired, born = date.fromisoformat(row["hireDate"]), date.fromisoformat(row["birthDate"])
        ended = date.fromisoformat(row["terminationDate"]) if row["terminationDate"] else None
        age_at_hire = (hired - born).days / 365.2425
        worked = int(row["experienceYears"])
        yield from check((row["position"], row["department"]) in positions, f"{who}: position within its department")
        yield from check(set(row["skills"].split(";")) <= skills, f"{who}: known skills")
        yield from check(FOUNDED <= hired <= LAST_HIRE, f"{who}: hire date")
        yield from check(18 <= age_at_hire and (TODAY - born).days / 365.2425 < 68, f"{who}: age")
        yield from check(((ended or TODAY) - hired).days // 366 <= worked, f"{who}: tenure within experience")
        yield from check(worked <= ((ended or TODAY) - born).days / 365.2425 - 18, f"{who}: experience within life")
        yield from check((row["status"] == "terminated") == bool(ended), f"{who}: status and termination date")
        yield from check(not ended or hired < ended < TODAY, f"{who}: termination after hire")
        chain, above = {who}, row["managerNumber"]
        while above and above not in chain:
            chain.add(above)
            yield from check(by_number[above]["status"] == "active", f"{who}: managers are active")
            above = by_number[above]["managerNumber"]
        yield from check(not above, f"{who}: no cycle above")
    yield from check(sum(row["status"] == "terminated" for row in rows) == TERMINATED, "terminated count")
    longest = max(int(row["experienceYears"]) for row in rows)
    yield from check(sum(int(row["experienceYears"]) == longest for row in rows) == 1, "one most experienced person")
    yield from check({row["department"] for row in rows} == {name for name, _, _ in DEPARTMENTS}, "all departments")
    for department, factor in PAY_GAP.items():
        gaps = gap_within_positions(rows, department)
        yield from check((1 - factor) / 2 < gaps < (1 - factor) * 2, f"{department}: pay gap, found {gaps:.3f}")


def gap_within_positions(rows, department):
    """How much less women earn than men of the same position, weighted by head count."""
    pay = defaultdict(list)
    for row in rows:
        if row["department"] == department and row["status"] == "active":
            pay[row["position"], row["gender"]].append(int(row["salary"]))
    total, weight = 0.0, 0
    for position in {key[0] for key in pay}:
        women, men = pay[position, "female"], pay[position, "male"]
        if len(women) >= 3 and len(men) >= 3:
            count = len(women) + len(men)
            total += count * (1 - (sum(women) / len(women)) / (sum(men) / len(men)))
            weight += count
    return total / weight if weight else 0.0


def broken_questions():
    questions = [json.loads(line) for line in (TARGET / "questions.jsonl").read_text("utf-8").splitlines()]
    yield from check(len({q["id"] for q in questions}) == len(questions) >= 40, "forty questions with ids of their own")
    for question in questions:
        name = question["expected_file"]
        if name is None:
            yield from check(question["type"] == "unanswerable", f"{question['id']}: no file, yet not unanswerable")
            continue
        path = TARGET / "handbook" / name
        sections = sections_of(path.read_text("utf-8")) if path.is_file() else {}
        text = sections.get(question["expected_section"], "")
        yield from check(question["answer_snippet"] in text, f"{question['id']}: answer not in {name}, "
                                                             f"section {question['expected_section']}")


def sections_of(markdown):
    """Heading to the plain text below it, without emphasis and line breaks."""
    sections, heading = defaultdict(str), ""
    for line in markdown.splitlines():
        if match := re.match(r"#+ (.*)", line):
            heading = match[1]
        else:
            sections[heading] += line.replace("**", "") + " "
    return sections


def main():
    files = make_files(make_people())
    problems = [*stale_files(files), *broken_promises(files["employees.csv"]), *broken_questions()]
    print("\n".join(problems[:20]) if problems else f"demo data: {len(files)} tables and the questions are in order")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
