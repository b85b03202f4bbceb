"""Scalars that readers of YAML take for different things, and how to write them."""

import re
from typing import Any

import numpy as np
import yaml

NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
WHOLE = re.compile(r"-?(0|[1-9]\d*)")
SWITCH_WORDS: dict[str, str] = {
    **dict.fromkeys(("yes", "on", "y", "true"), "true"),
    **dict.fromkeys(("no", "off", "n", "false"), "false"),
}
EMPTY = {"", "~", "null"}
_ODD_NUMBERS = (
    (re.compile(r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+"), "write the number out"),
    (re.compile(r"[-+]?0\d[\d_]*"), "YAML reads a leading zero as octal, write"),
    (re.compile(r"[-+]?0[xob][0-9a-fA-F_]+"), "write it in decimal"),
    (re.compile(r"[-+]?\d+(:[0-5]?\d)+(\.\d*)?"), "YAML reads it in base 60, write"),
    (re.compile(r"[-+]?\d{1,3}([,_]\d{3})+(\.\d+)?"), "write it without separators"),
    (re.compile(r"[-+]?\d+(\.\d+)?\s*%"), "write it as a share"),
    (re.compile(r"[-+]?(\d+\.|\.\d+)|\+\d+(\.\d+)?"), "write"),
    (re.compile(r"[-+]?\.(inf|Inf|INF|nan|NaN|NAN)"), "it must be finite"),
)


def written_out(value: float) -> str:
    """Return a number without exponent and without loss."""
    if float(value).is_integer():
        return str(int(value))
    return np.format_float_positional(value, trim="-")


def odd_number(text: str) -> str:
    """Say how to write a number that readers of YAML disagree on; '' if it is none."""
    for pattern, advice in _ODD_NUMBERS:
        if pattern.fullmatch(text):
            return f"{advice} {_decimal(text)}".strip()
    return ""


def _decimal(text: str) -> str:
    """Guess the number that was meant by an odd one."""
    bare = text.replace(",", "").replace("_", "").rstrip("% ")
    try:
        value = float(bare) / (100.0 if text.endswith("%") else 1.0)
    except ValueError:
        return ""
    return written_out(value) if np.isfinite(value) else ""


def is_plain_text(text: str) -> bool:
    """Say whether text can stand without quotes and still be read as text."""
    odd = text.lower() in SWITCH_WORDS or text.lower() in EMPTY or odd_number(text)
    return not odd and not NUMBER.fullmatch(text)


class _Dumper(yaml.SafeDumper):
    """Writes only what `sim.scenario` reads back as the same value."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out."""
        return True


def _dump_number(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    text = written_out(value)
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


def _dump_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if is_plain_text(text) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(float, _dump_number)
_Dumper.add_representer(str, _dump_text)


def dump(tree: dict[str, Any]) -> str:
    """Return a tree of plain values as YAML that is read back without loss."""
    return yaml.dump(tree, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=88)
