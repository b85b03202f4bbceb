"""Every behavioural parameter once: default, unit, range, symbol, source and both names.

One group per rule file, so that a rule's signature says what it may depend on. Every field is a
float, so that kernels compile once. What belongs to one field, province or center stands in the
tables of `scenarios/data/` instead.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple, get_type_hints, overload

import numpy as np

from sim.parameters.about import MONEY, About
from sim.parameters.cofunding import CoFunding
from sim.parameters.diffusion import Diffusion
from sim.parameters.funding import Funding
from sim.parameters.governance import Governance
from sim.parameters.governments import Governments
from sim.parameters.incubation import Incubation
from sim.parameters.institutes import Institutes
from sim.parameters.investors import Investors
from sim.parameters.knowledge import Knowledge
from sim.parameters.legal import Legal
from sim.parameters.links import Links
from sim.parameters.location import Location
from sim.parameters.market import Market
from sim.parameters.maturation import Maturation
from sim.parameters.membership import Membership
from sim.parameters.ownership import Ownership
from sim.parameters.patents import Patents
from sim.parameters.platforms import Platforms
from sim.parameters.programme import Programme
from sim.parameters.research import Research
from sim.parameters.start import Start
from sim.parameters.talent import Talent
from sim.parameters.taxes import Taxes
from sim.parameters.turnover import Turnover
from sim.parameters.zones import Zones

__all__ = [
    "MONEY",
    "About",
    "CoFunding",
    "Diffusion",
    "Funding",
    "Governance",
    "Governments",
    "Incubation",
    "Institutes",
    "Investors",
    "Knowledge",
    "Legal",
    "Links",
    "Location",
    "Market",
    "Maturation",
    "Membership",
    "Ownership",
    "Parameters",
    "Patents",
    "Platforms",
    "Programme",
    "Research",
    "Start",
    "Talent",
    "Taxes",
    "Turnover",
    "Zones",
    "describe",
    "from_vector",
    "pack",
    "replace",
    "rescale",
    "to_vector",
    "unpack",
]


class Parameters(NamedTuple):
    """All parameters of a run."""

    knowledge: Knowledge = Knowledge()
    research: Research = Research()
    maturation: Maturation = Maturation()
    funding: Funding = Funding()
    institutes: Institutes = Institutes()
    diffusion: Diffusion = Diffusion()
    market: Market = Market()
    turnover: Turnover = Turnover()
    location: Location = Location()
    links: Links = Links()
    programme: Programme = Programme()
    governance: Governance = Governance()
    membership: Membership = Membership()
    talent: Talent = Talent()
    start: Start = Start()
    ownership: Ownership = Ownership()
    patents: Patents = Patents()
    taxes: Taxes = Taxes()
    governments: Governments = Governments()
    investors: Investors = Investors()
    platforms: Platforms = Platforms()
    cofunding: CoFunding = CoFunding()
    legal: Legal = Legal()
    incubation: Incubation = Incubation()
    zones: Zones = Zones()


def describe() -> Iterator[tuple[str, float, About]]:
    """Yield the dotted name, default and description of every parameter, in fixed order."""
    for group_name, group in zip(Parameters._fields, Parameters(), strict=True):
        hints = get_type_hints(type(group), include_extras=True)
        for name, default in zip(group._fields, group, strict=True):
            yield f"{group_name}.{name}", default, hints[name].__metadata__[0]


def to_vector(p: Parameters) -> np.ndarray:
    """Return the values in the order of `describe`, (n_parameters,) float64."""
    return np.array([value for group in p for value in group], dtype=np.float64)


def from_vector(vector: np.ndarray) -> Parameters:
    """Rebuild the parameters from `to_vector`; a wrong length is a ValueError."""
    values = [float(v) for v in vector]
    expected = sum(len(group) for group in Parameters())
    if len(values) != expected:
        raise ValueError(f"expected {expected} parameter values, got {len(values)}")
    groups = []
    for group in Parameters():
        groups.append(type(group)(*values[: len(group)]))
        values = values[len(group) :]
    return Parameters(*groups)


class Packed(np.record):
    """A record that compiled code takes fast: NumPy's own would first describe all its numbers."""

    @property
    def data(self) -> memoryview:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Its memory."""
        return np.frombuffer(self, np.uint8).data


LAYOUT = np.dtype(
    (
        Packed,
        [
            (name, [(field, "f8") for field in group._fields])
            for name, group in Parameters()._asdict().items()
        ],
    )
)
"""Parameters as one record of groups, each a record of floats."""


def pack(p: Parameters | np.record) -> Any:
    """Return the parameters as a record, for kernels: one argument in place of all numbers.

    A kernel takes either; with a record it compiles in little more than half of the time.
    """
    if isinstance(p, np.record):
        return p
    return np.fromiter(chain.from_iterable(p), np.float64).view(LAYOUT)[0]


def unpack(record: Any) -> Parameters:
    """Return the parameters that `pack` made a record of."""
    groups: list[Any] = [
        type(group)(*values) for group, values in zip(Parameters(), record.tolist(), strict=True)
    ]
    return Parameters(*groups)


@overload
def replace(p: Parameters, changes: dict[str, float]) -> Parameters: ...
@overload
def replace(p: np.record, changes: dict[str, float]) -> np.record: ...
def replace(p: Any, changes: dict[str, float]) -> Any:
    """Return the parameters with some dotted names changed; unknown names are a KeyError.

    A record stays a record.
    """
    if isinstance(p, np.record):
        return pack(replace(unpack(p), changes))
    for dotted, value in changes.items():
        group_name, _, name = dotted.partition(".")
        if group_name not in Parameters._fields or name not in getattr(p, group_name)._fields:
            raise KeyError(dotted)
        group = getattr(p, group_name)._replace(**{name: float(value)})
        p = p._replace(**{group_name: group})
    return p


def rescale(p: Parameters, factor: float) -> Parameters:
    """Express every parameter that is an amount of money in another currency unit."""
    changes = {
        name: value * factor
        for (name, _, about), value in zip(describe(), to_vector(p), strict=True)
        if about.unit.startswith(MONEY)
    }
    return replace(p, changes)
