"""Which characters can be drawn: those of our font, its stand-in, and helpers of the system."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from matplotlib import font_manager

FONT = Path(__file__).parent / "fonts" / "ntic-sans.otf"
OURS = "ntic Sans"
font_manager.fontManager.addfont(FONT)
USUAL = (OURS, "DejaVu Sans")
INSTALLED = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
)
"""Fonts of systems with more characters than ours, in order of preference."""


def helpers() -> list[str]:
    """Return the fonts with more characters than ours that this system has."""
    there = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in INSTALLED if name in there]


def usual(text: str) -> bool:
    """Tell whether our font and its stand-in have all characters of a text."""
    return all(ord(character) in _characters(USUAL) for character in text)


def drawable(text: str) -> bool:
    """Tell whether the fonts of this system together have all characters of a text."""
    return all(ord(character) in _characters((*USUAL, *helpers())) for character in set(text))


def first_drawable(names: Sequence[str]) -> str:
    """Return the first name that can be drawn, else the last one."""
    return next((name for name in names if drawable(name)), names[-1])


@cache
def _characters(families: tuple[str, ...]) -> frozenset[int]:
    """Return the characters that some fonts have together."""
    paths = [font_manager.findfont(family) for family in families]
    return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())
