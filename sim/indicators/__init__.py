"""Every indicator once: name, unit, formula, both names, and the kernel that measures it.

One file per group; a group's constants are the places of its indicators in the group.
"""

import numpy as np

from sim.indicators.firms import FIRMS, measure_firms
from sim.indicators.incidence import INCIDENCE, measure_incidence
from sim.indicators.institutes import INSTITUTES, measure_institutes
from sim.indicators.links import LINKS, measure_links
from sim.indicators.market import MARKET, measure_market
from sim.indicators.nation import COUNTRY, measure_country
from sim.indicators.ownership import OWNERSHIP, measure_ownership
from sim.indicators.patents import PATENTS, USE, measure_patents, measure_use
from sim.indicators.provinces import PROVINCE, measure_provinces
from sim.indicators.research import RESEARCH, measure_research
from sim.indicators.talent import TALENT, measure_talent
from sim.jit import kernel
from sim.parameters import Parameters
from sim.state import Clock, World

__all__ = ["FIELD", "NATION", "PROVINCE", "measure_fields", "measure_nation", "measure_provinces"]

FIELD = MARKET + RESEARCH + FIRMS + OWNERSHIP + LINKS + PATENTS + TALENT + INSTITUTES
_RESEARCH = len(MARKET)
_FIRMS = _RESEARCH + len(RESEARCH)
_OWNERSHIP = _FIRMS + len(FIRMS)
_LINKS = _OWNERSHIP + len(OWNERSHIP)
_PATENTS = _LINKS + len(LINKS)
_TALENT = _PATENTS + len(PATENTS)
_INSTITUTES = _TALENT + len(TALENT)

NATION = COUNTRY + INCIDENCE + USE
_INCIDENCE = len(COUNTRY)
_USE = _INCIDENCE + len(INCIDENCE)


@kernel
def measure_fields(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write all indicators of all fields, (F, len(FIELD)), in place."""
    for field in range(w.fields.size):
        measure_market(w, field, out[field, :_RESEARCH])
        measure_research(w, clock, field, out[field, _RESEARCH:_FIRMS])
        measure_firms(w, field, out[field, _FIRMS:_OWNERSHIP])
        measure_ownership(w, clock, field, out[field, _OWNERSHIP:_LINKS])
        measure_links(w, clock, field, out[field, _LINKS:_PATENTS])
        measure_patents(w, field, out[field, _PATENTS:_TALENT])
        measure_talent(w, field, out[field, _TALENT:_INSTITUTES])
        measure_institutes(w, field, out[field, _INSTITUTES:])


@kernel
def measure_nation(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write all indicators of the nation, (len(NATION),), in place."""
    measure_country(w, out[:_INCIDENCE])
    measure_incidence(w, out[_INCIDENCE:_USE])
    measure_use(w, p, out[_USE:])
