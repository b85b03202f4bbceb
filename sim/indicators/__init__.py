"""Every indicator once: name, unit, formula, both names, and the kernel that measures it.

One file per group; a group's constants are the places of its indicators in the group.
"""

import numpy as np

from sim.indicators.firms import FIRMS, measure_firms
from sim.indicators.governments import (
    GOVERNMENTS,
    LOCAL_SUPPORT,
    measure_governments,
    measure_local_support,
)
from sim.indicators.investors import VENTURE, measure_venture
from sim.indicators.market import MARKET, measure_market
from sim.indicators.nation import NATION as COUNTRY
from sim.indicators.nation import measure_nation as measure_country
from sim.indicators.provinces import PROVINCE as PLACES
from sim.indicators.provinces import measure_provinces as measure_places
from sim.indicators.research import RESEARCH, measure_research
from sim.jit import kernel
from sim.parameters import Parameters
from sim.state import Clock, World

__all__ = ["FIELD", "NATION", "PROVINCE", "measure_fields", "measure_nation", "measure_provinces"]

FIELD = MARKET + RESEARCH + FIRMS
_RESEARCH = len(MARKET)
_FIRMS = _RESEARCH + len(RESEARCH)
PROVINCE = PLACES + GOVERNMENTS
_GOVERNMENTS = len(PLACES)
NATION = COUNTRY + LOCAL_SUPPORT + VENTURE
_LOCAL_SUPPORT = len(COUNTRY)
_VENTURE = _LOCAL_SUPPORT + len(LOCAL_SUPPORT)


@kernel
def measure_fields(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write all indicators of all fields, (F, len(FIELD)), in place."""
    for field in range(w.fields.size):
        measure_market(w, field, out[field, :_RESEARCH])
        measure_research(w, clock, field, out[field, _RESEARCH:_FIRMS])
        measure_firms(w, field, out[field, _FIRMS:])


@kernel
def measure_provinces(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write all indicators of all provinces, (P, len(PROVINCE)), in place."""
    measure_places(w, p, clock, out[:, :_GOVERNMENTS])
    measure_governments(w, p, clock, out[:, _GOVERNMENTS:])


@kernel
def measure_nation(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write the indicators of the nation, (len(NATION),), in place."""
    measure_country(w, p, clock, out[:_LOCAL_SUPPORT])
    measure_local_support(w, p, clock, out[_LOCAL_SUPPORT:_VENTURE])
    measure_venture(w, clock, out[_VENTURE:])
