"""Every indicator once: name, unit, formula, both names, and the kernel that measures it.

One file per group; a group's constants are the places of its indicators in the group.
"""

import numpy as np

from sim.indicators.clusters import (
    CLUSTERS,
    CONCENTRATION,
    ZONES,
    measure_clusters,
    measure_concentration,
    measure_zones,
)
from sim.indicators.firms import FIRMS, measure_firms
from sim.indicators.governments import (
    GOVERNMENTS,
    LOCAL_SUPPORT,
    measure_governments,
    measure_local_support,
)
from sim.indicators.incidence import INCIDENCE, measure_incidence
from sim.indicators.incubation import INCUBATION, measure_incubation
from sim.indicators.institutes import INSTITUTES, measure_institutes
from sim.indicators.investors import VENTURE, measure_venture
from sim.indicators.links import LINKS, measure_links
from sim.indicators.market import MARKET, measure_market
from sim.indicators.nation import COUNTRY, measure_country
from sim.indicators.ownership import OWNERSHIP, measure_ownership
from sim.indicators.patents import PATENTS, USE, measure_patents, measure_use
from sim.indicators.programme import PROGRAMME, measure_programme
from sim.indicators.provinces import PLACES, measure_places
from sim.indicators.research import RESEARCH, measure_research
from sim.indicators.staff import STAFF, measure_staff
from sim.indicators.talent import TALENT, measure_talent
from sim.jit import kernel
from sim.parameters import Parameters
from sim.state import Clock, World

__all__ = ["FIELD", "NATION", "PROVINCE", "measure_fields", "measure_nation", "measure_provinces"]

FIELD = (
    MARKET + RESEARCH + FIRMS + OWNERSHIP + LINKS + PATENTS + TALENT + INSTITUTES + CONCENTRATION
)
_RESEARCH = len(MARKET)
_FIRMS = _RESEARCH + len(RESEARCH)
_OWNERSHIP = _FIRMS + len(FIRMS)
_LINKS = _OWNERSHIP + len(OWNERSHIP)
_PATENTS = _LINKS + len(LINKS)
_TALENT = _PATENTS + len(PATENTS)
_INSTITUTES = _TALENT + len(TALENT)
_CONCENTRATION = _INSTITUTES + len(INSTITUTES)

PROVINCE = PLACES + GOVERNMENTS + ZONES
_GOVERNMENTS = len(PLACES)
_ZONES = _GOVERNMENTS + len(GOVERNMENTS)

NATION = (
    COUNTRY + INCIDENCE + USE + LOCAL_SUPPORT + VENTURE + PROGRAMME + INCUBATION + STAFF + CLUSTERS
)
_INCIDENCE = len(COUNTRY)
_USE = _INCIDENCE + len(INCIDENCE)
_LOCAL_SUPPORT = _USE + len(USE)
_VENTURE = _LOCAL_SUPPORT + len(LOCAL_SUPPORT)
_PROGRAMME = _VENTURE + len(VENTURE)
_INCUBATION = _PROGRAMME + len(PROGRAMME)
_STAFF = _INCUBATION + len(INCUBATION)
_CLUSTERS = _STAFF + len(STAFF)


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
        measure_institutes(w, field, out[field, _INSTITUTES:_CONCENTRATION])
        measure_concentration(w, field, out[field, _CONCENTRATION:])


@kernel
def measure_provinces(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write all indicators of all provinces, (P, len(PROVINCE)), in place."""
    measure_places(w, p, clock, out[:, :_GOVERNMENTS])
    measure_governments(w, p, clock, out[:, _GOVERNMENTS:_ZONES])
    measure_zones(w, out[:, _ZONES:])


@kernel
def measure_nation(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write all indicators of the nation, (len(NATION),), in place."""
    measure_country(w, out[:_INCIDENCE])
    measure_incidence(w, out[_INCIDENCE:_USE])
    measure_use(w, p, out[_USE:_LOCAL_SUPPORT])
    measure_local_support(w, p, clock, out[_LOCAL_SUPPORT:_VENTURE])
    measure_venture(w, clock, out[_VENTURE:_PROGRAMME])
    measure_programme(w, clock, out[_PROGRAMME:_INCUBATION])
    measure_incubation(w, clock, out[_INCUBATION:_STAFF])
    measure_staff(w, out[_STAFF:_CLUSTERS])
    measure_clusters(w, out[_CLUSTERS:])
