"""Random policies, requests and events. The same seed gives the same ones."""

import json
from random import Random

ACTIONS = ["cs:GetClusters", "cs:DescribeClusterDetail", "cs:DeleteCluster", "cs:StartAlert", "ecs:StartInstance"]
PATTERNS = [*ACTIONS, "*", "cs:*", "cs:Get*", "cs:D*", "CS:deletecluster", "cs:?tartAlert", "ecs:*"]
RESOURCES = ["*", "acs:cs:cn-beijing:1:cluster/c1", "acs:cs:cn-beijing:1:cluster/c2", "acs:ecs:cn-beijing:1:instance/i1"]
PLACES = ["*", "acs:cs:*:*:cluster/c1", "acs:cs:*:*:cluster/*", "acs:cs:*:1:*", "acs:ecs:*:*:*"]
CONDITIONS: list[dict] = [
    {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]}},
    {"NotIpAddress": {"acs:SourceIp": "192.0.2.1"}},
    {"Bool": {"acs:MFAPresent": ["true"]}},
    {"DateLessThan": {"acs:CurrentTime": "2026-11-15T00:00:00Z"}},
    {"StringLike": {"acs:SourceVpc": "vpc-*"}},
    {"StringNotEquals": {"acs:SourceVpc": ["vpc-1", "vpc-2"]}},
]
CONTEXT = {
    "acs:SourceIp": ["10.1.2.3", "192.0.2.1", "2001:db8::1"],
    "acs:MFAPresent": ["true", "false"],
    "acs:CurrentTime": ["2026-11-01T00:00:00Z", "2026-11-20T08:00:00+08:00"],
    "acs:SourceVpc": ["vpc-1", "vpc-7"],
}


def some(source: Random, values: list) -> list:
    return source.sample(values, source.randint(1, 3))


def a_policy(source: Random) -> str:
    def statement() -> dict:
        listed: str = source.choice(["Action", "Action", "Action", "NotAction"])
        body: dict = {
            "Effect": source.choice(["Allow", "Allow", "Deny"]),
            listed: some(source, PATTERNS),
            "Resource": some(source, PLACES),
        }
        if source.random() < 0.4:
            body["Condition"] = source.choice(CONDITIONS)
        return body

    return json.dumps({"Version": "1", "Statement": [statement() for _ in range(source.randint(1, 4))]})


def a_request(source: Random) -> dict:
    request: dict = {"action": source.choice(ACTIONS), "resource": source.choice(RESOURCES)}
    keys = source.sample(list(CONTEXT), source.randint(0, 3))
    request["context"] = {key: [source.choice(CONTEXT[key])] for key in keys}
    return request


CALLS = [
    ("CS", "DescribeClusterDetail"),
    ("CS", "DeleteCluster"),
    ("CS", "ScaleOutCluster"),
    ("CS", "DescribeClustersV1"),
    ("CS", "NoSuchOperation"),
    ("Ecs", "StartInstance"),
    ("Ram", "GetRole"),
]
CALLERS = [
    {"type": "ram-user", "userName": "mia"},
    {"type": "ram-user", "userName": "ann"},
    {"type": "assumed-role", "userName": "cleaner:run-9"},
    {"type": "assumed-role", "userName": "aliyunserviceroleforarms:s"},
    {"type": "root-account", "userName": "root"},
]


def an_event(source: Random, number: int) -> str:
    service, operation = source.choice(CALLS)
    day, second = 1 + source.randrange(28), source.randrange(86_400)
    time = f"2026-11-{day:02}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
    event = {
        "eventId": f"E{number:08}",
        "eventType": source.choices(["ApiCall", "ConsoleOperation", "ConsoleSignin"], [20, 2, 1])[0],
        "serviceName": service,
        "eventName": operation,
        "eventTime": time,
        "acsRegion": source.choice(["cn-beijing", "cn-hangzhou"]),
        "sourceIpAddress": source.choice(CONTEXT["acs:SourceIp"]),
        "userIdentity": {"accountId": "1357924680135790", **source.choice(CALLERS)},
    }
    if service == "CS":
        event["requestParameters"] = {"ClusterId": source.choice(["c1", "c2", "c3"])}
    failure = source.random()
    if failure < 0.1:
        event["errorCode"] = "StatusForbidden"
        event["errorMessage"] = "RAM policy Forbidden"
    elif failure < 0.15:
        event["errorCode"] = "ErrorClusterNotFound"
    return json.dumps(event)
