#!/usr/bin/env python3
"""Writes the demo company: data/demo/{departments,positions,skills,employees}.csv, the same bytes each time.

Run `python3 eng/demo-data/generate.py` after a change, then check.py beside it. Only random.Random(seed).random()
is a source of chance, because its sequence is the same in every Python 3.
"""

import csv
import io
import math
import random
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

from names import CULTURES
from organization import (DEPARTMENT_SKILLS, DEPARTMENTS, DOMAIN, EXPERTISE, FORMER_FIELDS, LEADERSHIP_FROM_LEVEL,
                          PASTIMES, POSITION_SKILLS, POSITIONS, SKILLS)

TARGET = Path(__file__).resolve().parents[2] / "data" / "demo"
SEED = 20261123
TODAY = date(2026, 11, 23)
FOUNDED = date(2005, 1, 10)
LAST_HIRE = date(2026, 10, 30)
FIRST_NUMBER = 1001
TERMINATED = 100

HEADER = ("employeeNumber,externalId,firstName,lastName,email,phone,department,position,hireDate,birthDate,gender,"
          "salary,currency,managerNumber,skills,experienceYears,bio,status,terminationDate").split(",")

# Years of experience that a level asks for, and where pay is neither raised nor lowered for experience.
EXPERIENCE = {1: (0, 4), 2: (2, 13), 3: (6, 22), 4: (10, 29), 5: (9, 31), 6: (15, 34), 7: (19, 35), 8: (33, 33)}

WOMEN = {"Engineering": 0.31, "Cloud Infrastructure": 0.27, "Information Security": 0.30, "Data & AI": 0.39,
         "Sales": 0.44, "Finance": 0.54, "Human Resources": 0.68, "Marketing": 0.60, "Legal": 0.56}

# What a woman earns against a man in the same position with the same experience; equal where not named.
PAY_GAP = {"Engineering": 0.95, "Sales": 0.92, "Finance": 0.965}

US_AREAS = ["617", "857", "781", "508", "212", "646", "312", "415", "206", "303", "404", "512", "503", "720", "919"]

LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae",
                         "ı": "i", "'": None, "’": None, " ": "-"})


class Chance:
    def __init__(self, seed):
        self._random = random.Random(seed).random

    def below(self, n):
        return int(self._random() * n)

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def happens(self, probability):
        return self._random() < probability

    def one_of(self, items):
        return items[self.below(len(items))]

    def weighted(self, pairs):
        mark = self._random() * sum(weight for _, weight in pairs)
        for item, weight in pairs:
            mark -= weight
            if mark < 0:
                return item
        return pairs[-1][0]

    def share(self):
        return self._random()

    def normal(self):
        return sum(self._random() for _ in range(12)) - 6

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


def slug(name):
    plain = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def years_before(day, years):
    return day - timedelta(days=round(years * 365.2425))


def article(text):
    vowel = text[0] in "AEIO" or text.startswith("HR")
    return f"{'An' if vowel else 'A'} {text}"


def make_person(chance, title, level, department, base):
    culture = chance.weighted([(name, data[0]) for name, data in CULTURES.items()])
    _, languages, women, men, surnames = CULTURES[culture]
    if chance.happens(0.12):
        surnames = CULTURES[chance.one_of(list(CULTURES))][4]

    share = WOMEN.get(department, 0.48) - (0.06 if level >= 5 and department in PAY_GAP else 0)
    draw = chance.share()
    gender = "non_binary" if draw > 0.988 else "female" if draw < share else "male"
    first = chance.one_of(women if gender == "female" or gender == "non_binary" and chance.happens(0.5) else men)
    last = chance.one_of(surnames)

    low, high = EXPERIENCE[level]
    experience = low + int((high - low + 1) * chance.share() ** (1.3 if level > 1 else 1))
    started_at = 19 + chance.below(3) if level == 1 and chance.happens(0.4) else 22 + chance.below(6)
    longest = min(experience + 0.9, (TODAY - FOUNDED).days / 365.2425)
    tenure = 0.08 + (longest - 0.08) * chance.share() ** 1.15
    hired = min(TODAY - timedelta(days=round(tenure * 365.2425)), LAST_HIRE)
    hired = max(hired - timedelta(days=hired.weekday() if chance.happens(0.7) else max(hired.weekday() - 4, 0)), FOUNDED)
    if level == 8:
        hired = FOUNDED
    born = years_before(TODAY, started_at + experience + 0.95 + chance.share() * 0.9)

    middle = (low + high) / 2
    for_experience = max(-0.12, min(0.12, (experience - middle) * 0.012))
    salary = base * (1 + for_experience) * math.exp(chance.normal() * 0.055)
    if gender == "female":
        salary *= PAY_GAP.get(department, 1)

    return {
        "culture": culture, "languages": languages, "firstName": first, "lastName": last, "department": department,
        "position": title, "level": level, "hired": hired, "born": born, "gender": gender,
        "salary": int(round(salary / 50) * 50), "experience": experience, "terminated": None,
    }


def pick_skills(chance, person):
    known = list(POSITION_SKILLS.get(person["position"], []))
    pool = DEPARTMENT_SKILLS[person["department"]]
    wanted = min(2 + (person["level"] + 1) // 2 + chance.below(3), 8)
    tries = [(name, 1 / (rank + 2)) for rank, name in enumerate(pool)]
    while len(known) < wanted and any(name not in known for name, _ in tries):
        name = chance.weighted(tries)
        if name not in known:
            known.append(name)
    if person["level"] >= LEADERSHIP_FROM_LEVEL:
        known += [name for name in chance.shuffled(SKILLS["Leadership"])[:2] if name not in known]
    elif chance.happens(0.15):
        extra = chance.one_of(SKILLS["Leadership"])
        known += [] if extra in known else [extra]
    known += [name for name in person["languages"] if name in SKILLS["Languages"] and chance.happens(0.75)]
    if chance.happens(0.12):
        extra = chance.one_of(SKILLS["Languages"])
        known += [] if extra in known else [extra]
    return known


def listed(words, conjunction="and"):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def write_bio(chance, person):
    if chance.happens(0.03):
        return ""
    english, french = chance.one_of(EXPERTISE[person["department"]])
    skills = person["skills"]
    some = chance.shuffled(s for s in skills if s not in SKILLS["Languages"])[:1 + chance.below(2)]
    title, years, name = person["position"], person["experience"], person["firstName"]
    span = f"{years} years" if years > 1 else "a first year" if years == 1 else "a fresh degree"
    if person["culture"] in ("french", "westafrican", "arabic") and chance.happens(0.28):
        duration = f"{years} ans" if years > 1 else "un an" if years == 1 else "quelques mois"
        return chance.one_of([
            f"Spécialiste de {french}, avec {duration} de métier.",
            f"Travaille sur {french} depuis {duration} ; s'appuie surtout sur {listed(some, 'et')}.",
            f"Apporte {duration} d'expérience dans {french}. Partage volontiers ses connaissances en {listed(some, 'et')}.",
            f"Se passionne pour {french} et accompagne les nouveaux arrivants.",
        ]).replace(" de les ", " des ").replace(" de le ", " du ")
    opening = chance.one_of([
        f"{article(title)} with {span} behind them and a focus on {english}.",
        f"Known at the company for {english}; relies on {listed(some)} every day.",
        f"Expert in {english}, with {span} of practice." if years > 1 else f"Learning {english} with {span} in hand.",
        f"Joined in {person['hired'].year} from {chance.one_of(FORMER_FIELDS)} and now works on {english}.",
        f"{name} looks after {english} and likes to explain {some[0]} to newcomers.",
        f"Combines {listed(some)} with a deep interest in {english}.",
        f"Came to {english} by way of {chance.one_of(FORMER_FIELDS)}, and stayed for the people.",
        f"Spends most of the week on {english}.",
    ])
    if chance.happens(0.55):
        opening += " " + chance.one_of([
            f"Mentors two colleagues in {some[0]}.",
            f"Outside work {name} {chance.one_of(PASTIMES)}.",
            f"Speaks at meetups about {english}.",
            f"Wrote our internal guide to {some[0]}.",
            f"Would like to learn more about {chance.one_of(EXPERTISE[chance.one_of(list(EXPERTISE))])[0]}.",
            f"Earlier, {name} worked at {chance.one_of(FORMER_FIELDS)}.",
        ])
    return opening


def assign_managers(chance, people):
    parent = {name: above for name, above, _ in DEPARTMENTS}
    leaders = defaultdict(list)
    for person in people:
        if person["level"] >= 5:
            leaders[person["department"], person["level"]].append(person)
    load = Counter()

    def manager_of(person):
        department, lowest = person["department"], max(person["level"] + 1, 6 if person["level"] == 4 else 5)
        while True:
            for level in range(lowest, 9):
                if leaders[department, level]:
                    candidates = leaders[department, level]
                    fewest = min(load[id(c)] for c in candidates)
                    return chance.one_of([c for c in candidates if load[id(c)] <= fewest + 1])
            department = parent[department]

    for person in people:
        if person["level"] < 8:
            person["manager"] = manager_of(person)
            load[id(person["manager"])] += 1


def make_people():
    chance = Chance(SEED)
    people = [make_person(chance, title, level, department, base)
              for title, level, department, count, base in POSITIONS for _ in range(count)]

    # One person has worked longest, so that the question who has most experience has one answer.
    veteran = next(p for p in people if p["position"] == "Enterprise Architect")
    veteran.update(experience=42, born=date(1962, 3, 14), hired=date(2007, 9, 3))

    leaving = [p for p in people if p["level"] <= 4 and p is not veteran and (TODAY - p["hired"]).days > 200]
    for person in chance.shuffled(leaving)[:TERMINATED]:
        earliest = person["hired"] + timedelta(days=120)
        window = min((TODAY - earliest).days - 3, 900)
        ended = TODAY - timedelta(days=3 + chance.below(window))
        gone = (TODAY - ended).days // 365
        person.update(terminated=ended, experience=max(person["experience"] - gone, 0))

    seen = set()
    for person in people:
        while (person["firstName"], person["lastName"]) in seen and chance.happens(0.97):
            person["lastName"] = chance.one_of(CULTURES[chance.one_of(list(CULTURES))][4])
        seen.add((person["firstName"], person["lastName"]))
        person["skills"] = pick_skills(chance, person)
        person["bio"] = write_bio(chance, person)
        person["manager"] = None
    assign_managers(chance, people)

    people.sort(key=lambda p: (p["hired"], p["lastName"], p["firstName"]))
    emails, phones = set(), set()
    external = chance.shuffled(range(100_000, 100_000 + 3 * len(people), 3))
    for index, person in enumerate(people):
        person["number"] = FIRST_NUMBER + index
        person["externalId"] = f"PAY-{external[index]}"
        stem = f"{slug(person['firstName'])}.{slug(person['lastName'])}"
        email, copy = f"{stem}@{DOMAIN}", 2
        while email in emails:
            email, copy = f"{stem}.{copy}@{DOMAIN}", copy + 1
        emails.add(email)
        person["email"] = email
        person["phone"] = "" if chance.happens(0.04) else make_phone(chance, person, phones)
    return people


def make_phone(chance, person, taken):
    """Numbers from the ranges that France and North America keep free for fiction."""
    while True:
        if person["culture"] in ("french", "westafrican", "arabic") and chance.happens(0.7):
            phone = f"+33 6 39 98 {chance.below(100):02} {chance.below(100):02}"
        else:
            phone = f"+1 {chance.one_of(US_AREAS)} 555 01{chance.below(100):02}"
        if phone not in taken or len(taken) > 1400:
            taken.add(phone)
            return phone


def as_row(person):
    return [
        person["number"], person["externalId"], person["firstName"], person["lastName"], person["email"],
        person["phone"], person["department"], person["position"], person["hired"].isoformat(),
        person["born"].isoformat(), person["gender"], person["salary"], "USD",
        person["manager"]["number"] if person["manager"] else "", ";".join(person["skills"]), person["experience"],
        person["bio"], "terminated" if person["terminated"] else "active",
        person["terminated"].isoformat() if person["terminated"] else "",
    ]


def to_csv(header, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def make_files(people):
    return {
        "departments.csv": to_csv(["name", "parent", "code"], DEPARTMENTS),
        "positions.csv": to_csv(["title", "level", "department"], [p[:3] for p in POSITIONS]),
        "skills.csv": to_csv(["name", "category"], [(name, group) for group in SKILLS for name in SKILLS[group]]),
        "employees.csv": to_csv(HEADER, [as_row(person) for person in people]),
    }


def main():
    files = make_files(make_people())
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (TARGET / name).write_bytes(content)
    print(f"demo data: wrote {len(files)} files, {sum(map(len, files.values())):,} bytes")


if __name__ == "__main__":
    main()
