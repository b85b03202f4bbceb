"""Every indicator once: name, unit, formula, both names, and the kernel that measures it.

One file per group; a group's constants are the places of its indicators in the group.
"""

import numpy as np

from sim.indicators.firms import FIRMS, measure_firms
from sim.indicators.institutes import INSTITUTES, measure_institutes
from sim.indicators.market import MARKET, measure_market
from sim.indicators.nation import NATION, measure_nation
from sim.indicators.provinces import PROVINCE, measure_provinces
from sim.indicators.research import RESEARCH, measure_research
from sim.jit import kernel
from sim.parameters import Parameters
from sim.state import Clock, World

__all__ = ["FIELD", "NATION", "PROVINCE", "measure_fields", "measure_nation", "measure_provinces"]

FIELD = MARKET + RESEARCH + FIRMS + INSTITUTES
_RESEARCH = len(MARKET)
_FIRMS = _RESEARCH + len(RESEARCH)
_INSTITUTES = _FIRMS + len(FIRMS)


@kernel
def measure_fields(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write all indicators of all fields, (F, len(FIELD)), in place."""
    for field in range(w.fields.size):
        measure_market(w, field, out[field, :_RESEARCH])
        measure_research(w, clock, field, out[field, _RESEARCH:_FIRMS])
        measure_firms(w, field, out[field, _FIRMS:_INSTITUTES])
        measure_institutes(w, field, out[field, _INSTITUTES:])
