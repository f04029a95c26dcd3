"""Policies of Alibaba Cloud RAM: read, decide, lint, compare and replay them.

>>> from ram_policy import Policies, Policy
>>> policy = Policy.parse('''{"Version": "1", "Statement": [
...     {"Effect": "Allow", "Action": "cs:Describe*", "Resource": "acs:cs:*:*:cluster/*"}
... ]}''')
>>> decision = Policies([policy]).decide("cs:DescribeClusterDetail", "acs:cs:cn-beijing:1:cluster/c1")
>>> decision.outcome
'allowed'
"""

from ram_policy._native import (
    Cause,
    Comparison,
    Decision,
    Difference,
    Finding,
    Need,
    Needs,
    Policies,
    Policy,
    PolicyError,
    Unclear,
    compare,
    lint,
    needs,
    read,
    replay,
)

__all__ = [
    "Cause",
    "Comparison",
    "Decision",
    "Difference",
    "Finding",
    "Need",
    "Needs",
    "Policies",
    "Policy",
    "PolicyError",
    "Unclear",
    "compare",
    "lint",
    "needs",
    "read",
    "replay",
]
