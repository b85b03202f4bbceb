"""Where a result comes from: code, versions, command."""

import hashlib
import importlib.metadata
import platform
import shlex
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PACKAGES = ("numpy", "numba", "scipy", "pandas", "pyarrow", "mesa", "matplotlib")


@cache
def code_digest() -> str:
    """Return the SHA-256 of all sources of the model."""
    total = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        data = path.read_bytes().replace(b"\r\n", b"\n")
        name = path.relative_to(folder).as_posix()
        total.update(f"{name}:{len(data)};".encode())
        total.update(data)
    return total.hexdigest()


def _git(*arguments: str) -> str | None:
    """Ask git about the sources; None without git or outside a repository."""
    if not (ROOT / ".git").exists():
        return None
    command = ["git", "--no-optional-locks", "-C", str(ROOT), *arguments]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def processor() -> str:
    """Return the model of the processor, of which last bits may depend; '' if nobody says."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def describe() -> dict[str, Any]:
    """Say which code, on which versions, was started by which command."""
    changed = _git("status", "--porcelain", "--", "sim", "scenarios")
    return {
        "code_digest": code_digest(),
        "commit": _git("rev-parse", "--verify", "HEAD"),
        "dirty": None if changed is None else bool(changed),
        "command": shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "versions": {name: _version(name) for name in ("ntic", *PACKAGES)},
    }
