"""How functions are compiled: the only place that says ``njit``.

Numba keys its disk cache on one file's time stamp, so a kernel that calls a rule of another
file would go on running the old rule after an edit. The cache folder therefore carries a hash
of the sources of the model, of numba's version and of the flags that change the code.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numba import types

A = ParamSpec("A")
R = TypeVar("R")

if numba.config.DISABLE_JIT:  # pyright: ignore[reportPrivateImportUsage, reportAttributeAccessIssue]
    np.seterr(over="ignore")  # in plain Python the wrap-around of hashes and counts would warn

OUTER = (
    "__init__.py",
    "agents.py",
    "checkpoint.py",
    "cli",
    "data_columns.py",
    "documents/",
    "export.py",
    "figures/",
    "folders.py",
    "legal.py",
    "model.py",
    "plans/",
    "population.py",
    "problems.py",
    "provenance.py",
    "quarters.py",
    "replications.py",
    "results",
    "scalars.py",
    "scenario/",
    "simulate.py",
    "specs.py",
    "spinup/",
    "tables.py",
    "terminal.py",
    "terms.py",
    "timeline.py",
)
"""How paths begin that no compiled function reads; what is left out only compiles too often."""


def _name() -> str:
    """Say from what and how the code was compiled; numba keys on neither callees nor flags."""
    flags = ("BOUNDSCHECK", "OPT")
    how = [os.environ.get(f"NUMBA_{flag}", "") for flag in flags]
    digest = hashlib.sha256(repr((numba.__version__, sys.version_info[:2], how)).encode())
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        if not path.relative_to(root).as_posix().startswith(OUTER):
            digest.update(path.read_bytes())
    return f"ntic-{digest.hexdigest()[:16]}"


def _folder() -> Path | None:
    """Return the first home for compiled code that can be written, or None: then no cache."""
    given = os.environ.get("NUMBA_CACHE_DIR")
    if given and Path(given).name.startswith("ntic-"):  # set by the process that started us
        given = str(Path(given).parent)
    own = Path(__file__).parent / "__pycache__"
    for home in (given, own, Path.home() / ".cache" / "ntic", tempfile.gettempdir()):
        try:
            folder = Path(home or os.devnull) / _name()
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError:
            continue
        return folder
    return None


cache = _folder()
if cache is not None:  # the variable, not only config: numba re-reads its environment
    os.environ["NUMBA_CACHE_DIR"] = str(cache)
    numba.config.reload_config()  # pyright: ignore[reportPrivateImportUsage]


def _once(compiled: Any) -> Any:
    """Let compiled code call a function in one version for all: numba compiles it per type of call.

    Narrow integers and constants would each have a version of their own, and of all that it calls.
    """
    if numba.config.DISABLE_JIT:  # pyright: ignore[reportPrivateImportUsage, reportAttributeAccessIssue]
        return compiled
    template = compiled.get_call_template

    def widened(args: tuple, kws: dict) -> Any:
        return template(tuple(map(_wide, args)), {name: _wide(a) for name, a in kws.items()})

    compiled.get_call_template = widened
    return compiled


def _wide(kind: Any) -> Any:
    """Return the type that an argument has in compiled code: no constant, integers of 64 bits."""
    kind = types.unliteral(kind)
    return types.int64 if kind in (types.int8, types.int16, types.int32) else kind


def rule(function: Callable[A, R]) -> Callable[A, R]:
    """Compile a scalar behavioural rule; 1/0 is inf, as in NumPy, and never raises."""
    compiled = numba.njit(  # pyright: ignore[reportCallIssue]
        function, cache=cache is not None, error_model="numpy", no_cfunc_wrapper=True
    )
    return cast("Callable[A, R]", _once(compiled))


def kernel(function: Callable[A, R]) -> Callable[A, R]:
    """Compile a loop over rows, cells or runs; it releases the GIL. Never ``fastmath``.

    Kernels work on preallocated tables: without numba's run-time allocator they compile faster,
    and one that allocated would not compile.
    """
    compiled = numba.njit(  # pyright: ignore[reportCallIssue]
        function,
        cache=cache is not None,
        error_model="numpy",
        nogil=True,
        no_cfunc_wrapper=True,
        _nrt=False,
    )
    return cast("Callable[A, R]", _once(compiled))


def is_compiled() -> bool:
    """Say whether there is compiled code of this model already, or nowhere to keep any."""
    return cache is None or any(cache.rglob("*.nbi"))
