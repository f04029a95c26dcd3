"""The program `ack-catalog`, which has to give the same answers."""

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def program() -> Path:
    """Returns the program: that of `ACK_CATALOG`, or the one that `cargo build` made."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return Path(os.environ.get("ACK_CATALOG", target / "debug" / "ack-catalog"))


def run(*arguments: object, text: str | None = None) -> str:
    """Returns what the program prints. Findings are no failure, bad input is."""
    command = [str(program()), *map(str, arguments)]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def records(*arguments: object, text: str | None = None) -> list[dict]:
    return [json.loads(line) for line in run(*arguments, text=text).splitlines()]
