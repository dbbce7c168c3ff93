"""Recomputes an exported draw sheet (抽取记录 JSON) without Greenroom.

    pip install consistent_sampler==1.0.10
    python3 verify_draw.py 抽取记录.json

Every random value comes from the public package consistent_sampler; the rest is written down here once more, from the
description of the format in ARCHITECTURE.md. Prints one line of JSON: whether all agrees, and each fault by the word
that the program and the page use too. Leaves 1 if anything differs.
"""

import hashlib
import json
import re
import sys
from datetime import datetime, timedelta, timezone

from consistent_sampler import sampler

JOINT = 2


def order(seed, ids, take):
    """(id, ticket) of the first `take`, by the public sampler."""
    rows = sampler(ids, seed=seed, take=take, digits=100) if ids and take else []
    return [(row[1], row[0]) for row in rows]


def day(ms):
    china = datetime.fromtimestamp(ms / 1000, timezone.utc) + timedelta(hours=8)
    return china.strftime("%Y-%m-%d")


def digest(ids, name="sha256"):
    return hashlib.new(name, "".join(id + "\n" for id in ids).encode()).hexdigest()


def flaw(ids):
    for at, id in enumerate(ids):
        if not re.fullmatch("[0-9a-f]{32}", id):
            return "poolLine"
        if at and id == ids[at - 1]:
            return "poolTwice"
        if at and id < ids[at - 1]:
            return "poolOrder"
    return None


def normalised(kind, text):
    text = "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in text)
    text = re.sub("[\\s\u0085\u200b-\u200d\u2060\ufeff]", "", text)
    form = {"other": r"[0-9A-Za-z\-_.:/]{1,256}", "program": "[0-9a-f]{1,256}"}.get(kind, "[0-9]{1,256}")
    return text if re.fullmatch(form, text) else None


def lock_text(sheet, rules):
    pool, seed = sheet["pool"], sheet["seed"]
    lines = [["greenroom draw lock 1"], ["pool", pool["count"], pool["sha256"], pool["sm3"]], ["take", sheet["take"]]]
    for s in sheet.get("strata") or []:
        lines.append(["stratum", s["class"], s["share"], s["minimum"], s["count"], s["take"], s["sha256"]])
    lines.append(["team", rules["size"], ",".join(rules["skills"]), ",".join(rules["joint"])])
    lines.append(["checks", rules["from"], rules["until"]])
    lines.append(["seed", seed["kind"], seed["place"]])
    lines += [["witness", w["name"], w["unit"]] for w in seed["witnesses"]]
    for p in sheet["persons"]:
        off = ",".join(f"{d['from']}/{d['to']}" for d in p.get("daysOff", []))
        lines.append(["person", p["id"], p["name"], p.get("unit", ""), p["certificateNo"], p["certificateUntil"],
                      ",".join(p.get("skills", [])), off, ",".join(p["avoids"]), ",".join(p["apart"]),
                      "1" if p["valid"] else "0", p.get("excludedReason") or ""])
    return "".join("\t".join(re.sub("[\t\n\r]", " ", str(f)) for f in fields) + "\n" for fields in lines)


class Staff:
    """Teams by the rules of the sheet."""

    def __init__(self, sheet):
        terms = sheet.get("terms") or {}
        self.rules = {"size": terms.get("teamSize") or 2, "skills": terms.get("skills", []), "joint": terms.get("joint", []),
                      "from": terms.get("startsOn") or "", "until": sheet.get("dueOn") or ""}
        self.seed = sheet["seed"]["value"]
        self.people = [p for p in sheet["persons"] if p["valid"] and not p.get("excludedReason")]
        self.known = {p["id"]: p for p in self.people}

    def group(self, person):
        unit = person.get("unit", "")
        return self.rules["joint"].index(unit) + 1 if unit in self.rules["joint"] else 0

    def seats(self, group):
        return JOINT if group else self.rules["size"]

    @staticmethod
    def together(one, other):
        return other["id"] not in one["apart"] and one["id"] not in other["apart"]

    def days(self, on):
        first = max(on, self.rules["from"])
        return first, max(first, self.rules["until"])

    def off(self, person, on):
        first, last = self.days(on)
        return any(d["from"] <= first and last <= d["to"] for d in person.get("daysOff", []))

    def partly_off(self, person, on):
        first, last = self.days(on)
        return any(d["from"] <= last and first <= d["to"] for d in person.get("daysOff", []))

    def fits(self, person, subject, on):
        first, _ = self.days(on)
        return person["certificateUntil"] >= first and not self.off(person, on) and subject not in person["avoids"]

    def skilled(self, people):
        return all(any(skill in p.get("skills", []) for p in people) for skill in self.rules["skills"])

    def tickets(self, people, subject):
        names = {f"{p['id']}/{subject}": p["id"] for p in people}
        return {names[id]: ticket for id, ticket in order(self.seed, list(names), len(names))}

    def seat(self, ordered):
        count = len(self.rules["joint"]) + 1
        groups = [[p for p in ordered if self.group(p) == g] for g in range(count)]
        chosen = []

        def fill(group, start):
            if group == count:
                return True
            left = self.seats(group) - (len(chosen) - sum(self.seats(g) for g in range(group)))
            if left == 0:
                return (group > 0 or self.skilled(chosen)) and fill(group + 1, 0)
            people = groups[group]
            for at in range(start, len(people)):
                if len(people) - at < left:
                    return False
                if all(self.together(people[at], other) for other in chosen):
                    chosen.append(people[at])
                    if fill(group, at + 1):
                        return True
                    chosen.pop()
            return False

        return chosen if fill(0, 0) else None

    def assign(self, needs):
        load, led, teams = {}, {}, []
        for subject, on in needs:
            fit = [p for p in self.people if self.fits(p, subject, on)]
            ticket = self.tickets(fit, subject)
            chosen = self.seat(sorted(fit, key=lambda p: (self.partly_off(p, on), load.get(p["id"], 0), ticket[p["id"]])))
            if chosen is None:
                teams.append(None)
                continue
            ids = [p["id"] for p in chosen]
            leader = min(ids[: self.rules["size"]], key=lambda id: led.get(id, 0))
            ids.remove(leader)
            led[leader] = led.get(leader, 0) + 1
            for id in [leader, *ids]:
                load[id] = load.get(id, 0) + 1
            teams.append([leader, *ids])
        return teams

    def follower(self, subject, on, team, out, gone):
        if out not in self.known:
            return None
        group = self.group(self.known[out])
        stay = [self.known[id] for id in team if id != out and id in self.known]
        own = [p for p in stay if self.group(p) == 0]
        fit = [p for p in self.people
               if self.group(p) == group and p["id"] != out and p["id"] not in gone and p["id"] not in team
               and self.fits(p, subject, on) and all(self.together(p, other) for other in stay)
               and (group or self.skilled([*own, p]))]
        ticket = self.tickets(fit, subject)
        return min((self.partly_off(p, on), ticket[p["id"]], p["id"]) for p in fit)[2] if fit else None

    def faults(self, subject, on, team):
        people = []
        for id in team:
            person = self.known.get(id)
            if person is None:
                yield "person"
                continue
            if person["certificateUntil"] < self.days(on)[0]:
                yield "certificate"
            if self.off(person, on):
                yield "dayOff"
            if subject in person["avoids"]:
                yield "recusal"
            if not all(self.together(person, other) for other in people):
                yield "pair"
            people.append(person)
        if not self.skilled([p for p in people if self.group(p) == 0]):
            yield "skill"
        for at in range(len(self.rules["joint"])):
            if sum(self.group(p) == at + 1 for p in people) < JOINT:
                yield "department"


def lists_of(sheet, tell):
    pool = sheet["pool"]
    wrong = flaw(pool["ids"])
    if wrong:
        tell(wrong)
        return None
    if len(pool["ids"]) != pool["count"]:
        tell("poolCount")
    if not sheet.get("strata"):
        return [("", pool["ids"], max(sheet["take"], 0))]
    lists = []
    for s in sheet["strata"]:
        count = len(s["ids"])
        if digest(s["ids"]) != s["sha256"]:
            tell("strataHash")
        wrong = flaw(s["ids"])
        if wrong:
            tell(wrong)
            return None
        if count < s["minimum"]:
            tell("strataShort")
        if min(max(-(-count * s["share"] // 1000), s["minimum"]), count) != s["take"]:
            tell("strataTake")
        lists.append((s["class"], s["ids"], max(s["take"], 0)))
    if sorted(id for _, ids, _ in lists for id in ids) != pool["ids"]:
        tell("strataSum")
    if sum(s["take"] for s in sheet["strata"]) != sheet["take"]:
        tell("strataTake")
    return lists


def expected(sheet, lists):
    seed, picks = sheet["seed"]["value"], sheet["picks"]
    names = [name for name, _, _ in lists]

    def where(pick):
        name = pick.get("stratum", "")
        return names.index(name) if name in names else 0

    later = picks[max(sheet["take"], 0):]
    orders = [order(seed, ids, min(take + sum(where(p) == at for p in later), len(ids)))
              for at, (_, ids, take) in enumerate(lists)]
    made = [(ticket, id, lists[at][0]) for at, rows in enumerate(orders) for id, ticket in rows[: lists[at][2]]]
    made.sort()
    used = [min(take, len(ids)) for _, ids, take in lists]
    for pick in picks[len(made):]:
        at = where(pick)
        row = orders[at][used[at]] if used[at] < len(orders[at]) else None
        used[at] += 1
        made.append((row[1], row[0], lists[at][0]) if row else None)
    return made


def verify(sheet):
    faults = []

    def tell(kind):
        if kind not in faults:
            faults.append(kind)

    pool, seed, picks = sheet["pool"], sheet["seed"], sheet["picks"]
    told = not sheet.get("stratified") or bool(sheet.get("strata"))
    if digest(pool["ids"]) != pool["sha256"]:
        tell("poolHash")
    if "sm3" in hashlib.algorithms_available and digest(pool["ids"], "sm3") != pool["sm3"]:
        tell("poolSm3")
    if normalised(seed["kind"], seed["value"]) != seed["value"]:
        tell("seedForm")
    if len(picks) < sheet["take"]:
        tell("take")
    staff = Staff(sheet) if sheet.get("persons") is not None else None
    if staff and hashlib.sha256(lock_text(sheet, staff.rules).encode()).hexdigest() != sheet["lockSha256"]:
        tell("lockHash")

    def team(pick):
        return [pick["leader"], pick["member"], *pick.get("others", [])] if pick.get("leader") and pick.get("member") else None

    lists, first = lists_of(sheet, tell), None
    if lists and told:
        made = expected(sheet, lists)
        needs = []
        for row, pick in zip(made, picks):
            if row is None:
                break
            needs.append((row[1], day(pick["pickedAt"])))
        teams = staff.assign(needs) if staff else None
        for at, pick in enumerate(picks):
            row = made[at] if at < len(made) else None
            same = pick["position"] == at + 1 and row and (pick["ticket"], pick["id"], pick.get("stratum", "")) == row
            if not same or (teams is not None and team(pick) != teams[at]):
                first = at + 1
                break
    elif lists:
        tickets = dict(order(seed["value"], [p["id"] for p in picks], len(picks)))
        for at, pick in enumerate(picks):
            if pick["position"] != at + 1 or pick["id"] not in set(pool["ids"]) or pick["ticket"] != tickets[pick["id"]]:
                first = at + 1
                break
    if first:
        tell("order")
    drawn = [p["ticket"] for p in picks[: max(sheet["take"], 0)]]
    if any(later <= earlier for earlier, later in zip(drawn, drawn[1:])):
        tell("ticketOrder")
    for pick in picks if staff else []:
        now, gone = team(pick), []
        if now is None or not re.fullmatch("[0-9a-f]{32}", pick["id"]):
            continue
        for kind in staff.faults(pick["id"], day(pick["pickedAt"]), now):
            tell(kind)
        for swap in pick.get("swaps", []):
            if staff.follower(pick["id"], day(swap["at"]), now, swap["out"], gone) != swap["by"]:
                tell("swap")
            gone.append(swap["out"])
            now = [swap["by"] if id == swap["out"] else id for id in now]
    clock = bool(sheet["clockNotes"]) or seed["enteredAt"] < pool["lockedAt"] or sheet["drawnAt"] < seed["enteredAt"]
    return {"same": not faults, "faults": faults, "position": first, "clockRanBack": clock}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = verify(json.load(file))
    print(json.dumps(found, ensure_ascii=False))
    sys.exit(0 if found["same"] else 1)
