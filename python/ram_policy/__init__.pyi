"""Policies of Alibaba Cloud RAM: read, decide, lint, compare and replay them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NoReturn, Protocol, final

import pyarrow

_Kind = Literal["identity", "trust", "bucket", "key", "resource", "endpoint", "control", "session"]
"""What a policy belongs to. The kind decides where it is attached, and what the linter checks."""

_Attachment = Literal["control", "session", "endpoint", "account", "resource_group", "resource"]

_Outcome = Literal["allowed", "explicitly_denied", "implicitly_denied", "undecided"]
"""`explicitly_denied`: by a Deny. `implicitly_denied`: no statement allows the request."""

_InPractice = Literal["allowed", "denied", "undecided"]

class _ArrowBatch(Protocol):
    """A record batch of pyarrow, or of another library with the Arrow C interface."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ...

class PolicyError(ValueError):
    """An input that cannot be read. The message has all problems, with their places."""

    line: int | None
    """The line of the first problem in the file, from 1; `None` if it has no place, such as a kind that does not exist."""
    column: int | None
    """Its column in characters, from 1."""
    help: str
    """What to do about it."""

@final
class Policy:
    """A policy."""

    # There is more than one way to read one.
    def __new__(cls, *_arguments: NoReturn, **_named: NoReturn) -> Policy: ...
    @staticmethod
    def parse(text: str, *, kind: _Kind | None = None) -> Policy:
        """Reads the JSON of a policy. Without a kind, the policy shows it.

        Raises `PolicyError` for a text that RAM would not accept: permissions are never guessed.
        """

    @property
    def text(self) -> str:
        """The JSON of the policy: as it was read, or what the file of `read` contains or computes.

        A value that Terraform computes is only text here. `Policy.parse` of it does not know that it is unknown: keep
        the policy, or the text of the file.
        """

    @property
    def kind(self) -> _Kind:
        """The kind: as given, or as its place or its elements show it."""

@final
class Policies:
    """Policies that decide together.

    `policies`: those of the caller, and others, which are attached as their kind says: the policy of a role, a bucket
    or a key to the resource, as any with a `Principal`; one that only limits others in its own place.
    `session`, `control`: policies that must allow a request as well. `resource_group`: those of the caller for one
    resource group only.

    Raises `TypeError` for a policy of another kind in one of these.
    """

    def __new__(
        cls,
        policies: Iterable[Policy],
        *,
        session: Iterable[Policy] = ...,
        control: Iterable[Policy] = ...,
        resource_group: Iterable[Policy] = ...,
    ) -> Policies: ...

    def decide(
        self,
        action: str,
        resource: str,
        context: Mapping[str, str | Sequence[str]] | None = None,
        *,
        principal: str | None = None,
        complete: bool = False,
    ) -> Decision:
        """Decides one request.

        `context`: condition keys with a value or several. A key that is not there is unknown, unless `complete` says
        that the request has no others. `principal`: the caller, such as `acs:ram::1:user/ann`, for policies with a
        `Principal`.

        Raises `PolicyError` for an action or a resource that is not one.
        """

    def decide_batch(
        self, requests: _ArrowBatch, *, complete: bool = False
    ) -> pyarrow.RecordBatch:
        """Decides each row of a record batch.

        Columns: `action` and `resource`, and if there are, `principal` and `context`: a map from keys to strings or to
        lists of strings, a struct with a field for each key, or a list of structs with `key` and `value`.

        The result has a row for each: `outcome`, `in_practice`, `depends_on` (condition keys) and `assumes`, all null
        where the action or the resource is. They are null as well for a row that `decide` refuses or that is not
        UTF-8, and `error` says why. A context, a value or a list that is null is unknown, and `complete` does not hold
        for its row.

        Raises `TypeError` for a column that is missing or has another type.
        """

@final
class Decision:
    """A decision with its reasons."""

    @property
    def outcome(self) -> _Outcome: 
        """`explicitly_denied` is by a Deny; `implicitly_denied` where no statement allows the request."""

    @property
    def in_practice(self) -> _InPractice:
        """What the decision comes to: `denied` also for an action that cannot be limited to a cluster and is allowed only on
        clusters; `undecided` where that is not certain, or where an Allow depends on what RAM does not document.
        """

    @property
    def is_allowed(self) -> bool:
        """True if the request is allowed in practice, and nothing is left open: see `in_practice`."""

    def __bool__(self) -> NoReturn: ...

    @property
    def by(self) -> list[Cause]:
        """The statements that decide; those that may, if the outcome is `undecided`."""

    @property
    def depends_on(self) -> list[tuple[str, str]]:
        """The keys, with operators, whose values would decide an `undecided` request."""

    @property
    def not_given(
        self,
    ) -> Literal[
        "trust-policy", "caller-policies", "control-policies", "bucket-policy", "key-policy"
    ] | None:
        """Policies that were not given. Those of a role that is assumed, of its caller, or control policies that allow where
        the given ones only deny, decide with these; that of a bucket or a key could allow what these do not."""

    @property
    def assumes(self) -> list[Literal["action-case", "absent-key"]]:
        """Choices about what RAM does not document, without which the outcome would be another."""

@final
class Cause:
    """A statement that decides."""

    @property
    def attachment(self) -> _Attachment: 
        """The place of the policy."""

    @property
    def policy(self) -> int:
        """The index of the policy among all that were attached, in the order of the arguments, from 0."""

    @property
    def statement(self) -> int:
        """The index of the statement, from 0."""

    @property
    def line(self) -> int:
        """The line of the statement in the text of its policy, from 1."""

    @property
    def column(self) -> int:
        """Its column in characters, from 1."""

@final
class Finding:
    """A finding of the linter."""

    @property
    def rule(self) -> str:
        """The rule, as in `ack-catalog rules`."""

    @property
    def severity(self) -> Literal["error", "warning", "note"]: 
        """How bad it is."""

    @property
    def message(self) -> str: 
        """What is wrong."""

    @property
    def help(self) -> str:
        """What to do about it."""

    @property
    def line(self) -> int: 
        """The line, from 1."""

    @property
    def column(self) -> int: 
        """The column in characters, from 1."""

    @property
    def end_line(self) -> int: 
        """The line of the end."""

    @property
    def end_column(self) -> int:
        """The column after the last character."""

@final
class Comparison:
    """What two policies decide differently."""

    @property
    def is_equivalent(self) -> bool:
        """True if it is proved that they decide every request alike, without an assumption."""

    @property
    def is_decided(self) -> bool:
        """False if there may be more differences than were found, such as in statements with different conditions."""

    @property
    def kinds(self) -> tuple[_Kind, _Kind]:
        """The kinds of the old and the new policy. Policies of two kinds are never equivalent."""

    @property
    def assumes(self) -> list[str]:
        """What is assumed where no difference was found."""

    @property
    def differences(self) -> list[Difference]:
        """Those in known actions of ACK first."""

@final
class Difference:
    """A request that two policies decide differently."""

    @property
    def change(
        self,
    ) -> Literal["newly_allowed", "no_longer_allowed", "newly_denied", "no_longer_denied"]: 
        """What the new policy does that the old one did not."""

    @property
    def action(self) -> str: 
        """The action."""

    @property
    def resource(self) -> str:
        """A resource on which it is so, or a pattern of all of them."""

    @property
    def principals(self) -> list[str]:
        """Those who have the difference, in a policy of a resource; empty for all callers."""

    @property
    def excluded(self) -> list[str]:
        """Those who have it not, if all others have it."""

    @property
    def is_example(self) -> bool:
        """True if the action is one of several, and perhaps no name of an action."""

    @property
    def is_of_service(self) -> bool:
        """False if no resource of the action's service has the difference: hardly any request shows it."""

@final
class Needs:
    """What a source needs."""

    @property
    def calls(self) -> list[Need]: 
        """The calls, in the order of the text."""

    @property
    def unclear(self) -> list[Unclear]:
        """Places that a person has to look at. None of them is among the calls."""

    @property
    def modules(self) -> list[str]:
        """Folders of Terraform modules, whose needs are not among these."""

@final
class Need:
    """A call in a source."""

    @property
    def name(self) -> str:
        """An operation of ACK, or an action."""

    @property
    def actions(self) -> list[str]:
        """The actions that it needs, all of them, by the newest source."""

    @property
    def line(self) -> int: 
        """The line, from 1."""

    @property
    def column(self) -> int: 
        """The column in characters, from 1."""

@final
class Unclear:
    """A place that a person has to look at."""

    @property
    def reason(self) -> str: 
        """Why it is unclear."""

    @property
    def line(self) -> int: 
        """The line, from 1."""

    @property
    def column(self) -> int: 
        """The column in characters, from 1."""

def read(name: str, text: str) -> list[Policy]:
    """Returns the policies in a file: JSON, an answer of the RAM API, Terraform, `terraform show -json`.

    `name`: the file's name; its extension tells the form. What a tool computes is unknown in decisions. No file is
    opened.

    Raises `PolicyError` if the file has no policy, one that cannot be read, or one that is in another file.
    """

def lint(text: str, *, kind: _Kind | None = None) -> list[Finding]:
    """Returns what is wrong with the text of a policy, in the order of the places. A broken text has findings, too."""

def compare(old: Policy, new: Policy) -> Comparison:
    """Compares what two policies allow."""

def needs(name: str, text: str) -> Needs:
    """Returns what a source needs: Rust, Go, Java, Python, shell, TypeScript, Terraform or a plan of it.

    `name`: the file's name; with the text, it tells the language.

    Raises `PolicyError` for another source, and for one that cannot be read.
    """

def replay(
    batches: Iterable[_ArrowBatch],
    *,
    new: Policies,
    old: Policies | None = None,
    caller: str | None = None,
    column: str = "value",
) -> pyarrow.RecordBatch:
    """Decides past calls with other policies.

    `batches`: events of ActionTrail as JSON, one or more in each row of a column of strings or bytes.
    `old`: policies that `new` replaces; a call that both decide alike is unchanged.
    `caller`: one user or role, such as `user/ann`. If no call is theirs, each has the result `other_caller`.

    The result has a row for each distinct call, with its `result`: `newly_refused`, `newly_allowed`, `undecided` or
    `unchanged`; `unknown` for an operation whose action no source names. What is not decided has a row as well:
    `service`, `not_a_call`, `root`, `other_caller`, `own_identity`, and `unreadable`, where `event` says why. If all of the answers of
    `LookupEvents` (`answer`) have a `NextToken` (`answer_with_next_token`), there are more events.
    Columns: `result`, `caller`, `action`, `operation`, `decision`, `depends_on`, `assumes`, `is_assumed`, `count`,
    `refused`, `failed`, `of_console`, `event`, `first`, `last`.
    """
