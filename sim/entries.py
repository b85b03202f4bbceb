"""Compiled functions called from compiled code by their addresses, which links none of them in.

Called by name, each would become a part of the caller and be compiled again with it. Without
compilation a function stands for its own address.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numba
import numpy as np
from numba import typeof, types
from numba.core import cgutils
from numba.extending import intrinsic

COMPILED = not numba.config.DISABLE_JIT  # pyright: ignore[reportPrivateImportUsage, reportAttributeAccessIssue]


def addresses(functions: Sequence[Callable[..., None]], *arguments: Any) -> Any:
    """Return where functions begin that are compiled for arguments of given types.

    Parameters
    ----------
    functions : sequence of kernels
        They return nothing, and stay in memory as long as their addresses are used.
    *arguments
        Of the types with which they will be called.

    Returns
    -------
    (n,) int64, or the functions themselves without compilation
    """
    if not COMPILED:
        return tuple(functions)
    kinds = tuple(map(typeof, arguments))
    return np.array([_address(function, kinds) for function in functions], dtype=np.int64)


def _address(function: Any, kinds: tuple[types.Type, ...]) -> int:
    function.compile(kinds)
    compiled = function.overloads[kinds]
    return compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name)


def _by_address(context: Any, address: Any, w: Any, p: Any, clock: Any) -> Any:
    """Call the function at an address, as numba calls one by name; errors go up."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        convention, kinds = context.call_conv, signature.args[1:]
        layout = convention.get_function_type(types.none, kinds)
        place = builder.inttoptr(values[0], layout.as_pointer())
        status, _ = convention.call_function(builder, place, types.none, kinds, values[1:])
        with cgutils.if_unlikely(builder, status.is_error):
            convention.return_status_propagate(builder, status)
        return context.get_dummy_value()

    return types.none(types.int64, w, p, clock), code


def _by_name(address: Any, w: Any, p: Any, clock: Any) -> None:
    address(w, p, clock)


call: Any = intrinsic(_by_address) if COMPILED else _by_name
"""Called with an address and a kernel's arguments, from compiled code."""
