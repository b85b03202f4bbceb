"""The rules of the model as the description has them: what each says, needs and rests on."""

from sim.documents.docstrings import Argument, Docstring, first_line, parse
from sim.documents.markdown import code, count, plain, table
from sim.documents.parameters import assumed, of_group, short_table
from sim.documents.source import (
    GROUPS,
    Function,
    Module,
    callers,
    modules,
    parameters_of,
    rules_of,
)
from sim.problems import NticError
from sim.schedule import SCHEDULE, Step


def rule_files() -> list[Module]:
    """Return the files of rules, in the order of the groups of parameters."""
    files = {
        name.rpartition(".")[2]: module
        for name, module in modules().items()
        if name.startswith("rules.")
    }
    order = [name for name in GROUPS if name in files]
    order += [name for name in files if name not in order]
    return [files[name] for name in order if files[name].functions]


def submodels() -> str:
    """Return all submodels: a file of rules each, with its parameters."""
    return "\n\n".join(submodel(module) for module in rule_files())


def submodel(module: Module) -> str:
    """Return one submodel."""
    name = module.name.rpartition(".")[2]
    title, _, rest = module.doc.partition("\n\n")
    steps = [
        code(step_name(step))
        for phase in SCHEDULE
        for step in phase.steps
        if any(rule.module == module.name for rule in rules_of(dotted(step)))
    ]
    lines = [f"### {name.capitalize()}: {plain(title)}", ""]
    if rest:
        lines += [plain(rest), ""]
    used = ", ".join(dict.fromkeys(steps)) or "the initial state alone"
    lines += [f"In `sim/rules/{name}.py`; acts in the steps {used}.", ""]
    if name in GROUPS:
        mine = of_group(name)
        lines += [
            f"{count(len(mine), 'parameter')}, {assumed(mine)} assumed:",
            "",
            short_table(mine),
            "",
        ]
    for value_of, value, meaning in module.constants:
        lines += [f"- `{value_of}` = `{value}`: {plain(meaning)}"]
    for class_name, doc in module.classes:
        lines += [f"- `{class_name}`: {plain(first_line(doc))}"]
    if module.constants or module.classes:
        lines += [""]
    lines += ["\n\n".join(rule_text(rule) for rule in module.functions if public(rule))]
    return "\n".join(lines)


def public(rule: Function) -> bool:
    """Say whether a rule is for others to call."""
    return not rule.name.startswith("_")


def rule_text(rule: Function) -> str:
    """Return one rule: signature, what it says, its arguments, what it depends on, its sources."""
    doc = parse(rule.doc)
    lines = [f"#### `{rule.short}`", "", f"`{rule.signature}`", "", said(rule, doc)]
    for paragraph in doc.body:
        lines += ["", plain(paragraph)]
    for drawn in doc.tables:
        lines += ["", "```text", drawn, "```"]
    own = [entry for entry in doc.arguments if not entry.meaning.startswith(("Uses", "All of it"))]
    if own:
        lines += ["", table(("argument", "what it is"), [(code(a.names), of(a)) for a in own])]
    if doc.returns:
        lines += ["", "Result: " + "; ".join(filter(None, map(result, doc.returns))) + "."]
    parameters = ", ".join(map(code, parameters_of(rule.dotted)))
    lines += ["", f"Depends on {parameters or 'no parameter'}. {where(rule)}"]
    lines += ["", *(f"- {plain(work)}" for work in doc.references)] if doc.references else []
    return "\n".join(lines)


def said(rule: Function, doc: Docstring) -> str:
    """Return the summary of a rule; a rule without one stops the page."""
    if not doc.summary:
        raise NticError(f"documents: {rule.short} has no docstring; say what it does")
    return plain(doc.summary)


def of(argument: Argument) -> str:
    """Return what an argument is and means."""
    parts = [argument.kind and code(argument.kind), plain(argument.meaning)]
    return ": ".join(filter(None, parts)) or ""


def result(entry: Argument) -> str:
    """Return one result of a rule."""
    head = " ".join(filter(None, [entry.names and code(entry.names), plain(entry.kind)]))
    return ": ".join(filter(None, [head, plain(entry.meaning).rstrip(".")]))


def where(rule: Function) -> str:
    """Say where a rule is called."""
    names = dict.fromkeys(code(caller.short) for caller in callers().get(rule.dotted, ()))
    return f"Called in {', '.join(names)}." if names else "Called nowhere."


def dotted(step: Step) -> str:
    """Return the dotted name of a step, without `sim.`."""
    return f"{step.kernel.__module__.removeprefix('sim.')}.{step.name}"


def step_name(step: Step) -> str:
    """Return module and name of a step, as the documents call it."""
    return dotted(step).removeprefix("phases.")
