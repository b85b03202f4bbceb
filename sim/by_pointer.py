"""How compiled code takes a tuple of arrays: by one pointer, not by all their parts.

As a plain tuple every compiled function would take some two hundred words, and its wrapper would
read them from Python one by one (`docs/decisions.md`). Loads through the pointer are marked as
never changing, so that the compiler may keep what it has loaded.
"""

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
from llvmlite import ir
from numba import typeof, types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)

if TYPE_CHECKING:
    Mixed = tuple[Any, ...]
else:
    Mixed = object

WORD = ir.IntType(64)
OWNERSHIP = 2
"""Numba's arrays begin with this many words about who frees the memory; nobody here does."""


def plain(table: Any) -> np.ndarray:
    """Return a table as a plain array, which answers ten times as fast as one of records."""
    return table.view(np.ndarray)


class ByPointer(Mixed):
    """Mixed into a named tuple of arrays, which compiled code then takes by one pointer.

    An array must stay where it is: one that grows is replaced, and the tuple with it.
    """

    @cached_property
    def address(self) -> int:
        """Where words say of each array its size, item size, address, shape and strides.

        They live as long as the tuple: of two threads that ask at once, both get the first's.
        """
        parts = self._parts
        names: tuple[str, ...] = self._fields  # pyright: ignore[reportAttributeAccessIssue]
        for name, array in zip(names, map(plain, self), strict=True):
            if name not in parts:
                head = (array.size, array.itemsize, array.ctypes.data)
                parts[name] = (*head, *array.shape, *array.strides)
        words = [word for name in names for word in parts[name]]
        kept = self.__dict__.setdefault("_words", np.array(words, dtype=np.int64))
        return kept.ctypes.data

    @cached_property
    def _parts(self) -> dict[str, tuple[int, ...]]:
        """Words by array, as far as they are known."""
        return {}

    def _replace(self, **changed: Any) -> Any:
        """Return the tuple with other arrays in some places; words of the rest are known."""
        fresh: Any = super()._replace(**changed)  # pyright: ignore[reportAttributeAccessIssue]
        fresh.__dict__["_parts"] = {k: v for k, v in self._parts.items() if k not in changed}
        return fresh

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle the arrays only: a copy's, or another process's, are elsewhere."""
        return type(self), tuple(self)


class Arrays(types.Type):
    """The type of a tuple of arrays taken by pointer: of each array its type and first word."""

    def __init__(self, arrays: tuple[tuple[str, types.Array], ...]) -> None:
        self.arrays: dict[str, tuple[types.Array, int]] = {}
        first = 0
        for name, array in arrays:
            self.arrays[name] = array, first
            first += 3 + 2 * array.ndim
        super().__init__(name=f"Arrays({arrays})")

    @property
    def mangling_args(self) -> tuple[str, tuple[str, ...]]:
        """Stand for the type in names of compiled functions, where its own name is far too long."""
        return "Arrays", (sha256(self.name.encode()).hexdigest()[:16],)


@typeof_impl.register(ByPointer)
def _typeof(w: Any, context: Any) -> Arrays:
    """Return the type; of one class of tuples there is one, for `sim.entries` to rely on."""
    for name, array in zip(w._fields, w, strict=True):
        if not array.flags.carray:
            raise TypeError(f"{name} must be contiguous and writable to be taken by pointer")
    return Arrays(tuple((name, typeof(a)) for name, a in zip(w._fields, w, strict=True)))


@register_model(Arrays)
class _Pointer(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Arrays) -> None:
        super().__init__(manager, kind, WORD.as_pointer())


@infer_getattr
class _Names(AttributeTemplate):
    key = Arrays

    def generic_resolve(self, kind: Arrays, name: str) -> types.Array | None:
        return kind.arrays.get(name, (None, 0))[0]


@lower_getattr_generic(Arrays)
def _array(context: Any, builder: Any, kind: Arrays, pointer: Any, name: str) -> Any:
    """Load an array as numba holds it, word by word."""
    array, at = kind.arrays[name]
    layout = context.get_value_type(array)
    value = ir.Constant(layout, None)
    never_changes = builder.module.add_metadata([])
    for number, part in enumerate(layout.elements[OWNERSHIP:], OWNERSHIP):
        places = [(number, i) for i in range(getattr(part, "count", 0))] or [(number,)]
        for place in places:
            word = builder.load(builder.gep(pointer, [WORD(at)]))
            word.set_metadata("invariant.load", never_changes)
            if isinstance(part, ir.PointerType):
                word = builder.inttoptr(word, part)
            value = builder.insert_value(value, word, place)
            at += 1
    return value


@unbox(Arrays)
def _take(kind: Arrays, w: Any, c: Any) -> NativeValue:
    number = c.pyapi.object_getattr_string(w, "address")
    address = c.pyapi.long_as_longlong(number)
    c.pyapi.decref(number)
    pointer = c.builder.inttoptr(address, WORD.as_pointer())
    return NativeValue(pointer, is_error=c.pyapi.c_api_error())
