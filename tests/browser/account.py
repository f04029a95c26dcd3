"""Writes an account of any size, as answers of the RAM API, with the permissions to audit."""

import json
import random
from pathlib import Path

LEVELS = ["get", "list", "create", "update", "delete"]


def write(folder: Path, actions: list[dict], principals: int, seed: int = 23) -> None:
    """Writes `principals` users and roles, and `needs.txt` with all actions."""
    pick = random.Random(seed)
    names = [one["ram_action"] for one in actions]
    by_level = {level: [one["ram_action"] for one in actions if one["access_level"] == level] for level in LEVELS}
    policies = {"everything": [statement("Allow", "cs:*")]}
    for number in range(60):
        statements = [statement("Allow", sorted(pick.sample(names, pick.randint(5, 60))))]
        if number % 3 == 0:
            inside = {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}
            statements.append(statement("Allow", by_level[pick.choice(LEVELS)], condition=inside))
        if number % 4 == 0:
            statements.append(statement("Deny", sorted(pick.sample(names, 4))))
        policies[f"team-{number:02}"] = statements
    for name, statements in policies.items():
        document = json.dumps({"Version": "1", "Statement": statements}, indent=2)
        answer = {
            "Policy": {"PolicyName": name, "PolicyType": "Custom"},
            "DefaultPolicyVersion": {"IsDefaultVersion": True, "PolicyDocument": document},
        }
        save(folder / f"policies/Custom/{name}.json", answer)
    for number in range(principals):
        kind = "roles" if number % 4 == 0 else "users"
        home = folder / kind / f"{'service' if kind == 'roles' else 'person'}-{number:04}"
        attached = pick.sample(sorted(policies), pick.randint(1, 3))
        if number % 97 == 5:
            attached.append("not-downloaded")
        listed = [{"PolicyName": name, "PolicyType": "Custom"} for name in attached]
        save(home / "policies.json", {"Policies": {"Policy": listed}})
        if kind == "users":
            save(home / "groups.json", {"Groups": {"Group": []}})
    (folder / "needs.txt").write_text("\n".join(names) + "\n")


def of_file(name: str) -> str:
    """Returns a name without what no name of a file may have."""
    return name.replace("/", "\u2215")


def write_named(folder: Path, names: list[str]) -> None:
    """Writes an account whose users, groups, policies, values and missing documents have these names."""
    for number, name in enumerate(names):
        home, group = folder / "users" / of_file(name), of_file(f"of {name}")
        inside = {"StringEquals": {"acs:UserAgent" if number % 2 else name: name}}
        document = json.dumps({"Version": "1", "Statement": [statement("Allow", "cs:StartAlert", condition=inside)]})
        answer = {"Policy": {"PolicyName": name, "PolicyType": "Custom"}, "DefaultPolicyVersion": {"PolicyDocument": document}}
        save(folder / f"policies/Custom/{number}.json", answer)
        save(home / "policies.json", attached(name))
        save(home / "groups.json", {"Groups": {"Group": [{"GroupName": group}] if number % 3 == 0 else []}})
        if number % 3 == 0:
            save(folder / "groups" / group / "policies.json", attached(f"missing {name}"))


def attached(name: str) -> dict:
    return {"Policies": {"Policy": [{"PolicyName": name, "PolicyType": "Custom"}]}}


def write_report(page: Path, like: Path, principals: int, permissions: int, seed: int = 23) -> None:
    """Writes a report of a large account: a real one with other data. Each row is another, as no real account is."""
    pick = random.Random(seed)
    before, rest = like.read_text().split('type="application/json">', 1)
    text, after = rest.split("</script>", 1)
    data = json.loads(text)
    needs = [f"cs:Permission{number:03}" for number in range(permissions)]
    data["groups"] = [{"name": f"cs: {level}", "needs": needs[at :: len(LEVELS)]} for at, level in enumerate(LEVELS)]
    data["rows"] = [
        {
            "answers": "".join(pick.choices("asduk", [60, 1, 30, 8, 1], k=permissions)),
            "grounds": [pick.randrange(len(data["grounds"])) for _ in needs],
        }
        for _ in range(principals)
    ]
    data["patches"] = [f"--- Custom/team-{number}\n" + f"+        \"{needs[number % 100]}\",\n" * 60 for number in range(principals)]
    data["principals"] = [
        {"kind": "user", "name": f"person-{number:04}", "row": number, "patch": number} for number in range(principals)
    ]
    noscript = before.index("<noscript>"), before.index("</noscript>")
    listed = "<tr><th>user</th>" + f"<td>{', '.join(needs)}</td>" * 1 + "</tr>"
    before = before[: noscript[0]] + "<noscript><table>" + listed * principals + "</table>" + before[noscript[1] :]
    page.write_text(before + 'type="application/json">' + json.dumps(data) + "</script>" + after)


def statement(effect: str, action, *, condition: dict | None = None) -> dict:
    made = {"Effect": effect, "Action": action, "Resource": "*"}
    return made | ({"Condition": condition} if condition else {})


def save(path: Path, value) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))
