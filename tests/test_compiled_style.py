"""The contract of compiled code, read from the source and from what numba was told."""

import ast
import importlib
import inspect
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("sim", "calibration", "experiments")
SOURCES = sorted(p for k in PACKAGES for p in (ROOT / k).rglob("*.py"))
NAMES = [str(p.relative_to(ROOT)) for p in SOURCES]
MODES = ("leader_led", "alliance_led", "institute_led")
DECORATORS = {"rule", "kernel"}

# NumPy sums pairwise and in another order than a loop: the same numbers, other bits. Sorts by
# index need not be stable.
REDUCTIONS = {
    "sum", "mean", "prod", "std", "var", "dot", "cumsum", "cumprod", "nansum", "nanmean",
    "average", "median", "argsort", "sort", "matmul",
}  # fmt: skip
# On a scalar these are another function than math's, with other last bits.
ARRAY_FUNCTIONS = {
    "exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "power", "sin", "cos", "tanh",
}  # fmt: skip


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(node):
    """Return the last part of a dotted name, of a call or of a decorator with arguments."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def compiled_functions(tree):
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(name_of(d) in DECORATORS for d in node.decorator_list)
    ]


def whole_number(node):
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    if not isinstance(node, ast.Constant):
        return False
    return isinstance(node.value, int | float) and node.value == int(node.value)


def faults_of_function(function):
    """Yield what compiled code may not hold."""
    for node in ast.walk(function):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow):
            power = node.right if isinstance(node, ast.BinOp) else node.value
            if whole_number(power):
                yield node.lineno, "whole power: write the product"
        if isinstance(node, ast.Call) and name_of(node) in {"pow"}:
            yield node.lineno, "pow"
        if isinstance(node, ast.Attribute) and node.attr in REDUCTIONS:
            yield node.lineno, f"reduction {node.attr}: write the loop"
        if isinstance(node, ast.Name) and node.id in {"sum", "sorted"}:
            yield node.lineno, f"{node.id}: write the loop"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            yield node.lineno, "matrix product: write the loop"
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ARRAY_FUNCTIONS
            and name_of(node.value) in {"np", "numpy"}
        ):
            yield node.lineno, f"np.{node.attr}: use math"


def faults_of_module(tree):
    """Yield options and names that no module may hold, in code, not in text."""
    banned = {"fastmath", "parallel", "prange"}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in banned:
            yield node.value.lineno, f"option {node.arg}"
        if isinstance(node, ast.Name | ast.Attribute) and name_of(node) in banned:
            yield node.lineno, f"name {name_of(node)}"
        if isinstance(node, ast.alias) and node.name.split(".")[-1] in banned:
            yield node.lineno, f"import of {node.name}"
        if isinstance(node, ast.Dict):
            for key in node.keys:
                if isinstance(key, ast.Constant) and key.value in banned:
                    yield key.lineno, f"option {key.value}"


def compilers(tree):
    """Yield where a compiler of numba is named."""
    banned = {"njit", "jit", "vectorize", "guvectorize", "generated_jit", "cfunc"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and name_of(node) in banned:
            yield node.lineno, name_of(node)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "numba":
            for alias in node.names:
                if alias.name in banned:
                    yield node.lineno, alias.name


def function_faults(tree):
    return [
        f"{f.name}:{line} {what}"
        for f in compiled_functions(tree)
        for line, what in faults_of_function(f)
    ]


def test_there_is_something_to_read():
    found = {
        name: len(compiled_functions(tree_of(path)))
        for name, path in zip(NAMES, SOURCES, strict=True)
    }
    for name in ("sim/draws.py", "sim/masks.py", "sim/accounts.py", "sim/rules/value.py"):
        assert found[name] > 0
    assert sum(n for name, n in found.items() if name.startswith("sim/rules/")) >= 30
    assert sum(n for name, n in found.items() if name.startswith("sim/phases/")) >= 50


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_compiled_functions_write_out_loops_and_products(path):
    assert function_faults(tree_of(path)) == []


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_nothing_is_reordered_or_split_by_the_compiler(path):
    assert list(faults_of_module(tree_of(path))) == []


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_only_one_module_names_the_compiler(path):
    named = list(compilers(tree_of(path)))
    if path == ROOT / "sim" / "jit.py":
        assert {name for _, name in named} == {"njit"}
    else:
        assert named == []


BEHAVIOUR = [
    path
    for path in SOURCES
    if path.is_relative_to(ROOT / "sim" / "rules")
    or path.is_relative_to(ROOT / "sim" / "phases")
    or path.is_relative_to(ROOT / "sim" / "populate")
    or path in [ROOT / "sim" / f"{k}.py" for k in ("state", "kernel")]
]


@pytest.mark.parametrize("path", BEHAVIOUR, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_behaviour_names_a_mode(path):
    text = path.read_text(encoding="utf-8").lower()
    assert [mode for mode in MODES if mode in text] == []


def test_all_of_the_behaviour_is_read():
    assert len(BEHAVIOUR) >= 20
    for name in ("populate/centers", "state", "kernel"):
        assert ROOT / "sim" / f"{name}.py" in BEHAVIOUR


# The reader itself: each fault is found where it is planted, and a clean function has none.


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("x ** 2", "whole power"),
        ("x**3.0", "whole power"),
        ("x ** -1", "whole power"),
        ("pow(x, 2)", "pow"),
        ("np.sum(a)", "reduction"),
        ("a.sum()", "reduction"),
        ("a[1:].mean()", "reduction"),
        ("np.argsort(a)", "reduction"),
        ("a.argsort(kind='stable')", "reduction"),
        ("np.dot(a, a)", "reduction"),
        ("sum(a)", "sum"),
        ("a @ a", "matrix product"),
        ("np.exp(x)", "use math"),
        ("np.log(x)", "use math"),
        ("np.sqrt(x)", "use math"),
    ],
)
@pytest.mark.parametrize("decorator", ["rule", "kernel", "jit.rule", "kernel()"])
def test_a_planted_fault_is_found(decorator, line, fault):
    found = function_faults(ast.parse(f"@{decorator}\ndef f(a, x):\n    return {line}\n"))
    assert len(found) == 1
    assert fault in found[0]


def test_a_power_in_place_is_found():
    assert len(function_faults(ast.parse("@rule\ndef f(x):\n    x **= 2\n"))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "@rule\ndef f(x, p):\n    return x**p * math.exp(x) + x * x + x**0.5\n",
        "def f(a):\n    return np.sum(a) ** 2\n",  # not compiled
    ],
)
def test_clean_code_has_no_fault(code):
    assert function_faults(ast.parse(code)) == []


@pytest.mark.parametrize(
    "code",
    [
        "numba.njit(f, fastmath=True)",
        "numba.njit(parallel=False)(f)",
        "options = {'fastmath': True}",
        "from numba import prange",
        "for i in numba.prange(3): pass",
    ],
)
def test_a_planted_option_is_found(code):
    assert list(faults_of_module(ast.parse(code)))


def test_options_in_a_text_are_allowed():
    assert list(faults_of_module(ast.parse('"""Never fastmath, never prange."""'))) == []


@pytest.mark.parametrize(
    "code",
    ["from numba import njit", "import numba\n@numba.njit\ndef f(): pass",
     "numba.jit(f)", "numba.vectorize(f)"],
)  # fmt: skip
def test_a_planted_compiler_is_found(code):
    assert list(compilers(ast.parse(code)))


# What numba was told.

WITH_KERNELS = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in SOURCES
    if compiled_functions(tree_of(path))
]


@pytest.mark.core
@pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="nothing is compiled")
@pytest.mark.parametrize("name", WITH_KERNELS)
def test_every_compiled_function_keeps_the_contract(name):
    module = importlib.import_module(name)
    functions = compiled_functions(tree_of(Path(inspect.getfile(module))))
    for function in functions:
        options = getattr(module, function.name).targetoptions
        assert not options.get("fastmath")
        assert not options.get("parallel")
        assert not options.get("boundscheck")
        assert options["error_model"] == "numpy"
        assert options["nopython"] is True
        kernel = "kernel" in {name_of(d) for d in function.decorator_list}
        assert bool(options.get("nogil")) == kernel
