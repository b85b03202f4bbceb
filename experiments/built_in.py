"""What carries the difference between modes: each switch equal in turn, and a factorial over all.

Run from the project's root: ``python -m experiments.built_in``; see ``--help``. It fills the
measured block of `docs/built_in.md`.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from calibration.processes import share_out
from experiments.arms import MODES, OUTCOMES, Setting, outcomes_of_seed, setting_of
from experiments.diff import UNCLEAR
from experiments.outcomes import margin, mean_and_error
from sim.documents.markdown import fill, table

PAIRS = (("leader", "alliance"), ("institute", "alliance"), ("leader", "institute"))
EQUAL_TO = "alliance"
"""The mode whose value a factor takes in all three where it is made equal."""
FACTORS = {
    "votes": "the lead decides alone - the other enterprises decide together",
    "results": "results are the lead's - the center's",
    "pilot": "the pilot line is for the lead alone - for members too",
    "extension": "no extension work - extension work",
    "lead": "an enterprise leads - an institute leads",
}
"""What differs between the modes, each at its low - its high level."""
EFFECTS_AT = 0.99
"""Confidence at which an effect of the factorial counts: there are 90 of them."""


def levels_of(modes: dict[str, Setting]) -> dict[str, tuple]:
    """Return the low and the high level of each factor, as the modes have them."""
    leader, alliance, institute = (modes[name] for name in MODES)
    return {
        "votes": (leader.votes, alliance.votes),
        "results": (leader.results, alliance.results),
        "pilot": (leader.pilot, alliance.pilot),
        "extension": (alliance.extension, institute.extension),
        "lead": (leader.lead, institute.lead),
    }


def half_fraction() -> np.ndarray:
    """Return the levels, -1 or 1, of the five factors in 16 runs: a design of resolution V.

    The last factor is the product of the others. No effect of one or two factors is then mixed
    with another one of these, only with effects of three and four.
    """
    four = np.array(list(itertools.product((-1, 1), repeat=len(FACTORS) - 1)))
    return np.column_stack([four, four.prod(axis=1)])


def effects_of(design: np.ndarray) -> dict[str, np.ndarray]:
    """Return what to multiply the outcomes of a design's runs with to get each effect, as a sum.

    An effect is the mean at the high level less that at the low; of two factors, half of what one
    does at the other's high level less what it does at its low.
    """
    single = dict(zip(FACTORS, design.T, strict=True))
    both = {f"{a} x {b}": single[a] * single[b] for a, b in itertools.combinations(FACTORS, 2)}
    return {name: 2.0 * signs / len(design) for name, signs in (single | both).items()}


def corner(levels: dict[str, tuple], signs: Sequence[int]) -> Setting:
    """Return the setting of one run of a design."""
    at = zip(levels, signs, strict=True)
    return Setting(**{name: levels[name][1 if sign > 0 else 0] for name, sign in at})


@dataclass(frozen=True)
class Measured:
    """Outcomes of all settings that are needed, with the same luck in each."""

    scale: float
    seeds: tuple[int, ...]
    modes: dict[str, Setting]
    settings: tuple[Setting, ...]
    values: np.ndarray  # (seeds, settings, outcomes)

    def of(self, setting: Setting) -> np.ndarray:
        """Return the outcomes of a setting, (seeds, outcomes)."""
        return self.values[:, self.settings.index(setting)]

    def gap(self, one: str, other: str, equal: str | None = None) -> np.ndarray:
        """Return the outcomes of a mode less those of another, (seeds, outcomes).

        Parameters
        ----------
        one, other : str
            Modes.
        equal : str, optional
            A factor that is made equal in both.
        """
        a, b = (made_equal(self.modes, name, equal) for name in (one, other))
        return self.of(a) - self.of(b)

    def effects(self) -> dict[str, np.ndarray]:
        """Return the effects of one and two factors, each (seeds, outcomes)."""
        levels, design = levels_of(self.modes), half_fraction()
        runs = np.stack([self.of(corner(levels, signs)) for signs in design], axis=1)
        return {name: np.einsum("srk,r->sk", runs, by) for name, by in effects_of(design).items()}


def made_equal(modes: dict[str, Setting], name: str, factor: str | None) -> Setting:
    """Return the setting of a mode, with one factor as in `EQUAL_TO`."""
    if factor is None:
        return modes[name]
    return modes[name]._replace(**{factor: getattr(modes[EQUAL_TO], factor)})


def settings_needed(modes: dict[str, Setting]) -> tuple[Setting, ...]:
    """Return every setting that has to be run, once."""
    equal = [made_equal(modes, name, f) for f in (None, *FACTORS) for name in MODES]
    levels = levels_of(modes)
    return tuple(dict.fromkeys([*equal, *(corner(levels, signs) for signs in half_fraction())]))


def measure(seeds: int, scale: float = 0.01, processes: int = 1) -> Measured:
    """Run all settings with some seeds.

    Parameters
    ----------
    seeds : int, > 1
        Each with the same luck in all settings: 1, 2, ...
    scale : float, 0 to 1
        Of the fringe.
    processes : int, > 0
        That share the seeds.
    """
    modes = {name: setting_of(name) for name in MODES}
    settings = settings_needed(modes)
    overrides = (("scale", str(scale)),)
    numbers = tuple(range(1, seeds + 1))
    tasks = [(seed, settings, overrides) for seed in numbers]
    values = np.array(share_out(outcomes_of_seed, tasks, processes))
    return Measured(scale, numbers, modes, settings, values)


# The page.


def short(value: float, digits: int = 3, sign: str = "") -> str:
    """Return a number with some significant digits, without an exponent."""
    return f"{float(f'{value:.{digits}g}'):{sign},.12g}"


def said(pairs: np.ndarray) -> list[str]:
    """Return the mean difference of each outcome with its interval, or that there is none."""
    found = mean_and_error(pairs)
    return [
        f"{short(mean, sign='+')} ± {short(far, 2)}"
        if abs(mean) > far
        else f"{UNCLEAR} (± {short(far, 2)})"
        for mean, far in zip(found.mean, margin(found), strict=True)
    ]


def said_effect(pairs: np.ndarray) -> list[str]:
    """Return the mean of an effect on each outcome with its standard error, or that it is none."""
    found = mean_and_error(pairs)
    return [
        f"{short(mean, sign='+')} ({short(error, 2)})"
        if abs(mean) > far
        else f"{UNCLEAR} ({short(error, 2)})"
        for mean, error, far in zip(found.mean, found.error, margin(found, EFFECTS_AT), strict=True)
    ]


def carriers(found: Measured) -> list[str]:
    """Return for each outcome the effects that count, the largest first."""
    effects = {name: mean_and_error(pairs) for name, pairs in found.effects().items()}
    lines = []
    for k, outcome in enumerate(OUTCOMES):
        sure = [
            (name, one.mean[k])
            for name, one in effects.items()
            if abs(one.mean[k]) > margin(one, EFFECTS_AT)[k]
        ]
        sure.sort(key=lambda pair: -abs(pair[1]))
        lines.append(f"- **{outcome}**: " + (", ".join(n for n, _ in sure) or UNCLEAR))
    return lines


def block(found: Measured) -> str:
    """Return the measured block of the page."""
    number, tests = len(found.seeds), len(found.effects()) * len(OUTCOMES)
    levels = [mean_and_error(found.of(found.modes[name])) for name in MODES]
    rows = [
        (name, *(f"{short(m)} ({short(e, 2)})" for m, e in zip(one.mean, one.error, strict=True)))
        for name, one in zip(MODES, levels, strict=True)
    ]
    lines = [
        f"Written by `python -m experiments.built_in`: scale {found.scale:g}, {number} seeds with "
        "the same luck in",
        "all arms, from one past; default parameters, centers at the dates and places of the real "
        "ones. An arm",
        "is `leader.yaml`, `alliance.yaml` or `institute.yaml`, or a mixture of them. Outcomes:",
        "",
        *(f"- *{name}*: {meaning}" for name, meaning in OUTCOMES.items()),
        "",
        "Means, with standard errors over seeds:",
        "",
        table(("all centers", *OUTCOMES), rows),
    ]
    for one, other in PAIRS:
        lines += ["", f"**{one} less {other}**, with a 95% interval over pairs:", ""]
        body = [("as is", *said(found.gap(one, other)))]
        body += [(f"equal {name}", *said(found.gap(one, other, name))) for name in FACTORS]
        lines.append(table(("", *OUTCOMES), body))
    lines += [
        "",
        f"*equal* means that all three have what {EQUAL_TO}s have; `cannot tell apart`, that the "
        "interval includes 0.",
        "With all five equal the three are one arm, bit for bit.",
        "",
        "**Which factor carries it**: a half fraction of two levels, 16 arms a seed. An effect is "
        "the mean at the",
        "high level less that at the low (with two factors, half of what one does at the other's "
        "high level less",
        "at its low), with its standard error; effects of three and more factors are mixed into "
        "these. Named at",
        f"{EFFECTS_AT:.0%}; of {tests} about {tests * (1.0 - EFFECTS_AT):.0f} would be by luck "
        "alone.",
        "",
        *(f"- *{name}*: {words}" for name, words in FACTORS.items()),
        "",
        table(
            ("effect", *OUTCOMES),
            [(name, *said_effect(pairs)) for name, pairs in found.effects().items()],
        ),
        "",
        "In short, what moves each outcome, the largest first:",
        "",
        *carriers(found),
    ]
    return "\n".join(lines)


def main(
    seeds: Annotated[int, typer.Option(min=2, help="with the same luck in all arms")] = 12,
    scale: Annotated[float, typer.Option(help="of the fringe")] = 0.01,
    processes: Annotated[int, typer.Option(min=1, help="that share the seeds")] = 2,
    page: Annotated[Path, typer.Option(help="page to fill")] = Path("docs/built_in.md"),
) -> None:
    """Run all arms and fill the measured block of the page; about a minute and a half a seed."""
    found = measure(seeds, scale, processes)
    text = fill(page.read_text(encoding="utf-8"), {"differences": lambda: block(found)})
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
