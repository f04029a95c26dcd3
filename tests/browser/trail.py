"""Writes events of ActionTrail, with policies to replay them with."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path

READS = ["DescribeClusterDetail", "DescribeClusters", "DescribeClusterNodes", "DescribeEvents", "GetUpgradeStatus"]
WRITES = ["ScaleOutCluster", "ModifyCluster", "DeleteCluster", "UpgradeCluster", "CreateClusterNodePool"]


def write(folder: Path, events: int, days: int = 75, seed: int = 23) -> None:
    """Writes `trail/events.jsonl`, `new.json` and `old.json`."""
    pick = random.Random(seed)
    start = datetime(2026, 9, 1)
    lines = []
    for number in range(events):
        at = start + timedelta(seconds=pick.randrange(days * 86_400))
        if at.weekday() > 4 and pick.random() < 0.7:
            at -= timedelta(days=2)
        name = pick.choice(READS if pick.random() < 0.85 else WRITES)
        event = {
            "eventId": f"E{number}",
            "eventType": "ApiCall",
            "serviceName": "CS",
            "eventName": name,
            "eventTime": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "acsRegion": "cn-hangzhou",
            "requestParameters": {"ClusterId": f"c{pick.randrange(5)}"},
            "userIdentity": {"type": "ram-user", "accountId": "2468013579246801", "userName": f"person-{pick.randrange(12)}"},
        }
        if name == "DeleteCluster" and pick.random() < 0.6:
            event |= {"errorCode": "StatusForbidden", "errorMessage": "STSToken policy Forbidden for action cs:DeleteCluster"}
        lines.append(json.dumps(event))
    folder.joinpath("trail").mkdir(parents=True, exist_ok=True)
    folder.joinpath("trail/events.jsonl").write_text("\n".join(lines) + "\n")
    inside = {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}
    new = [
        {"Effect": "Allow", "Action": ["cs:Describe*", "cs:Get*", "cs:DeleteCluster"], "Resource": "*"},
        {"Effect": "Allow", "Action": "cs:ModifyCluster", "Resource": "*", "Condition": inside},
    ]
    folder.joinpath("new.json").write_text(json.dumps({"Version": "1", "Statement": new}, indent=2))


def write_named(folder: Path, names: list[str]) -> None:
    """Writes events with these names in each field that a report shows, lines that are not events, and a policy."""
    known = {"eventType": "ApiCall", "serviceName": "CS", "eventName": "ScaleOutCluster", "acsRegion": "cn-hangzhou"}
    fields = [{}, {"eventName": True}, {"serviceName": True}, {"eventType": True}, {"acsRegion": True}]
    lines, statements = [], []
    for number, name in enumerate(names):
        event = known | {field: name for field in fields[number % 5]}
        event |= {
            "eventId": name,
            "eventTime": "2026-09-01T10:00:00Z",
            "errorCode": name,
            "errorMessage": name,
            "sourceIpAddress": name,
            "requestParameters": {"ClusterId": f"k{number}" if number % 5 == 0 else name},
            "userIdentity": {"type": "ram-user", "accountId": "2468013579246801", "userName": name},
        }
        lines.append(json.dumps(event))
        if number % 10 == 9:
            # A time and a type of caller that no event has, and text after an event.
            lines += [json.dumps(event | {"eventTime": name}), json.dumps(event | {"userIdentity": {"type": name}}), "{}" + name]
        if number % 5 == 0:
            inside = {"StringEquals": {name: "1"}}
            place = f"acs:cs:*:*:cluster/k{number}"
            statements.append({"Effect": "Allow", "Action": "cs:ScaleOutCluster", "Resource": place, "Condition": inside})
    folder.joinpath("events.jsonl").write_text("\n".join(lines) + "\n")
    folder.joinpath("new.json").write_text(json.dumps({"Version": "1", "Statement": statements}))
