"""Where theory says that free riding, capture, refused licences and gaming appear, and where not.

Each is measured in an arm where it should be seen and in one where it should not, with the same
luck, and in others that tell more. Run from the project's root: ``python -m experiments.theory``;
see ``--help``. It fills the block of `docs/validation.md`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer

from calibration.processes import share_out
from experiments.diff import UNCLEAR
from experiments.outcomes import margin, mean_and_error
from sim import codes, kernel
from sim.documents.markdown import fill, table
from sim.indicators import NATION
from sim.kernel import History
from sim.parameters import Parameters, pack
from sim.phases.adoption import terms
from sim.populate import centers_as
from sim.scenario import load
from sim.spinup import started
from sim.state import Clock, World, copy
from sim.timeline import timeline_of

EARLY = {
    "scale": "0.01",
    "background": "none",
    "programme.construction": "4",
    "centers.others": "all",
    "centers.every.approved": "2010Q1",
}
"""All centers of the nation from the first quarter on: ten years show what they do."""
SMALL = {
    "background": "none",
    "programme.construction": "4",
    "programme.term": "0",
    "research.ideas_per_quarter": "4",
    "research.generic_share": "0",
    "maturation.success": "0.9",
    "bundles.leader_led.grant": "200",
    "centers.early_train.province": "Beijing",
    "fields.high_speed_train.leader_ownership": "0",
}
"""tiny.yaml with one rich center where the largest enterprise sits. It is private and sells more
than half of all that its field sells."""
QUARTERS = 40
OF_SMALL = 60
"""Quarters, so that the one center has launched something."""
YEAR = 4


class Arm(NamedTuple):
    """A scenario with differences, and what it is in words."""

    words: str
    scenario: str
    overrides: dict[str, str] = {}  # noqa: RUF012 - never written to


def run(arm: Arm, seed: int) -> History:
    """Return a run of a national arm with early centers, from the past that all of them share."""
    usual, world = started("national", tuple(EARLY.items()))
    scenario = load(arm.scenario, EARLY | arm.overrides)
    w = centers_as(world, usual, scenario)
    return kernel.run(w, timeline_of(scenario), seed, QUARTERS)


def series(history: History, name: str) -> np.ndarray:
    """Return an indicator of the nation by quarter."""
    return history.nation[:, [about.name for about in NATION].index(name)]


def percent(part: float, whole: float) -> float:
    """Return a part of a whole [%], NaN of nothing."""
    return 100.0 * part / whole if whole > 0.0 else np.nan


def free_riding(arm: Arm, seed: int) -> float:
    """Return the share of free riders among those who decline to join or leave [%]."""
    h = run(arm, seed)
    refusals = series(h, "center_exits")[-1] + series(h, "center_declined")[-1]
    return percent(series(h, "free_riders")[-1], refusals)


def capture(arm: Arm, seed: int) -> float:
    """Return the share of approved projects by which the lead gains and all others lose [%]."""
    h = run(arm, seed)
    return percent(series(h, "projects_captured")[-1], series(h, "projects_approved")[-1])


def gaming(arm: Arm, seed: int) -> float:
    """Return what evaluations make centers forgo of the worth of their stages, mean [%]."""
    return 100.0 * float(series(run(arm, seed), "center_distortion").mean())


def asked(w: World, p: Parameters, clock: Clock) -> tuple[float, float]:
    """Return how many enterprises would get a licence of a center's result, and would not.

    Of its field, if they gained by it, used nothing yet and need not wait: who has a licence is
    counted beside who has been refused one. The sums are over enterprises and technologies.
    """
    w = copy(w)
    w.enterprises.adopted = 0
    granted = refused = 0.0
    of_field = w.technologies[:-1]
    for bank, slot in np.argwhere((of_field.live == 1) & (of_field.origin == codes.FROM_CENTER)):
        for i in np.flatnonzero((w.enterprises["field"] == bank) & (w.enterprises.sales > 0.0)):
            reason, _, fee, _ = terms(w, p, clock, int(i), int(bank), int(slot))
            if reason == codes.LICENCE_REFUSED:
                refused += w.enterprises.weight[i]
            elif fee > 0.0:
                granted += w.enterprises.weight[i]
    return granted, refused


def refused_licences(arm: Arm, seed: int) -> float:
    """Return the share of licences of a center's results that are refused, mean over years [%]."""
    scenario, world = started(arm.scenario, tuple((SMALL | arm.overrides).items()))
    p = pack(scenario.parameters)
    sums = np.zeros(2)
    history: World | History = world
    for quarters in range(YEAR, OF_SMALL + 1, YEAR):
        history = kernel.run(history, scenario.parameters, seed, quarters)
        sums += asked(history.world, p, Clock(np.uint64(seed), quarters, 0))
    return percent(sums[1], sums.sum())


class Claim(NamedTuple):
    """What is measured, where theory expects it, where it does not, and what else was looked at."""

    measure: Callable[[Arm, int], float]
    theory: str
    there: Arm
    absent: Arm
    beside: tuple[Arm, ...] = ()

    @property
    def arms(self) -> tuple[Arm, ...]:
        """All arms, in order."""
        return (self.there, self.absent, *self.beside)


def bundle(**switches: object) -> dict[str, str]:
    """Return the overrides that give every center some switches of the bundle."""
    return {f"centers.every.bundle.{name}": str(value) for name, value in switches.items()}


EQUAL = {"lead_votes": 0.25, "enterprise_votes": 0.25, "government_votes": 0.25}
CLAIMS = {
    "free riding": Claim(
        free_riding,
        "what one's fee pays helps all members, who use results free; not where whoever uses a "
        "result pays its owner for it",
        Arm("institute", "institute"),
        Arm("results the lead institute's", "institute", bundle(results_owner="lead")),
        (
            Arm("alliance", "alliance"),
            Arm("alliance, results the lead's", "alliance", bundle(results_owner="lead")),
            Arm("alliance, extension work", "alliance", bundle(extension="true")),
            Arm("alliance, no time of first use", "alliance", {"membership.first_quarters": "0"}),
            Arm("alliance, five years of it", "alliance", {"membership.first_quarters": "20"}),
            Arm("alliance, agreements only", "alliance_agreement"),
        ),
    ),
    "capture": Claim(
        capture,
        "a lead that owns results decides alone; not where all whom a project concerns have to "
        "agree",
        Arm("leader", "leader"),
        Arm("leader, unanimity", "leader", bundle(voting="unanimity")),
        (
            Arm("leader, veto of the others", "leader", bundle(veto="enterprises")),
            Arm("leader, four equal votes", "leader", bundle(**EQUAL)),
            Arm(
                "leader, equal, none of the government",
                "leader",
                bundle(lead_votes=0.33, enterprise_votes=0.33, government_votes=0),
            ),
        ),
    ),
    "refused licences": Claim(
        refused_licences,
        "a private owner sells more than half in its field and those who ask are its rivals; not "
        "where an institute owns, which sells nothing",
        Arm("largest enterprise leads and owns", "tiny"),
        Arm("an institute leads and owns", "tiny", {"centers.early_train.lead": "institute"}),
        (
            Arm("the center owns", "tiny", {"bundles.leader_led.results_owner": "center"}),
            Arm("many sellers in the field", "tiny", {"fields.high_speed_train.cr4": "0.2"}),
            Arm(
                "the state owns the lead", "tiny", {"fields.high_speed_train.leader_ownership": "1"}
            ),
        ),
    ),
    "gaming": Claim(
        gaming,
        "an evaluation counts what does not measure value; not where it does",
        Arm("points alike for all stages", "national", {"programme.validity": "0"}),
        Arm("points by value", "national", {"programme.validity": "1"}),
        (
            Arm("national, where it is half and half", "national"),
            Arm("no evaluation", "no_evaluation"),
        ),
    ),
}


def values_of(task: tuple[str, int, tuple[int, ...]]) -> np.ndarray:
    """Return what one claim measures in one of its arms with some seeds."""
    name, place, seeds = task
    claim = CLAIMS[name]
    return np.array([claim.measure(claim.arms[place], seed) for seed in seeds])


def measure(
    seeds: int, names: tuple[str, ...] = tuple(CLAIMS), processes: int = 1, pairs: bool = False
) -> dict[str, np.ndarray]:
    """Return what each claim measures, (arms, seeds).

    Parameters
    ----------
    seeds : int, > 1
        1, 2, ..., the same in all arms.
    names : tuple of str
        Of `CLAIMS`.
    processes : int, > 0
        That share the arms.
    pairs : bool
        Only the two arms that theory sets against each other.
    """
    numbers = tuple(range(1, seeds + 1))
    places = {name: range(2 if pairs else len(CLAIMS[name].arms)) for name in names}
    tasks = [(name, place, numbers) for name in names for place in places[name]]
    answers = iter(share_out(values_of, tasks, processes))
    return {name: np.array([next(answers) for _ in places[name]]) for name in names}


def interval(values: np.ndarray) -> str:
    """Return a mean with how far it may be off at 95%."""
    found = mean_and_error(values)
    return f"{float(found.mean):.3g} ± {float(margin(found)):.2g}"


def difference(one: np.ndarray, other: np.ndarray) -> str:
    """Return a mean difference with its interval, or that there is none to be seen."""
    found = mean_and_error(one - other)
    far = float(margin(found))
    if abs(float(found.mean)) <= far:
        return f"{UNCLEAR} (± {far:.2g})"
    return f"{float(found.mean):+.3g} ± {far:.2g}"


def block(found: dict[str, np.ndarray]) -> str:
    """Return the measured block of the page."""
    rows, more = [], []
    for name, values in found.items():
        claim = CLAIMS[name]
        mine = [f"{arm.words}: {interval(v)}" for arm, v in zip(claim.arms, values, strict=True)]
        gap = difference(values[0], values[1])
        measured = str(claim.measure.__doc__).strip().removeprefix("Return ").rstrip(".")
        rows.append((name, measured, *mine[:2], gap))
        more.append(f"- **{name}** where {claim.theory}. Beside: " + "; ".join(mine[2:]) + ".")
    seeds = len(next(iter(found.values()))[0])
    return "\n".join(
        [
            f"Written by `python -m experiments.theory`: {seeds} seeds, ten years, intervals of "
            "95%; the nation at scale 0.01 with",
            "all centers from the start; licences in `tiny.yaml` with one rich center and a "
            "private largest enterprise.",
            "",
            table(("what", "measured", "expected in", "not in", "difference"), rows),
            "",
            *more,
        ]
    )


def main(
    seeds: Annotated[int, typer.Option(min=2, help="with the same luck in all arms")] = 8,
    processes: Annotated[int, typer.Option(min=1, help="that share the arms")] = 2,
    page: Annotated[Path, typer.Option(help="page to fill")] = Path("docs/validation.md"),
) -> None:
    """Measure all claims and fill the block of the page; takes about ten minutes."""
    found = measure(seeds, processes=processes)
    text = fill(page.read_text(encoding="utf-8"), {"theory": lambda: block(found)})
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
