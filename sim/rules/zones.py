"""What high-tech and demonstration zones give: cheap land, infrastructure, room to build."""

import math

from sim.jit import rule
from sim.parameters import Zones


@rule
def zone_share(zones: float, demonstrations: float, p: Zones) -> float:
    """Return the part of a province's economy that lies in zones, 0 to 1.

    1 - exp(-(h_a h_z zones + h_d demonstrations)): each takes a part of what is outside so far.

    Parameters
    ----------
    zones : float, >= 0 [zone]
        National high-tech zones of the list, of which a part h_a is approved.
    demonstrations : float, >= 0 [zone]
        National demonstration zones.
    p : Zones
        Uses ``approved``, ``high_tech`` and ``demonstration``.
    """
    return 1.0 - math.exp(-(p.approved * p.high_tech * zones + p.demonstration * demonstrations))


@rule
def discount_with_zones(discount: float, share: float, p: Zones) -> float:
    """Return the part of start-ups' rent that a province bears: d + (1 - d) h_l z, 0 to 1.

    Parameters
    ----------
    discount : float, 0 to 1
        What it bears everywhere.
    share : float, 0 to 1
        Part of its economy in zones, where it bears a part of the rest too.
    p : Zones
        Uses ``land``.
    """
    return discount + (1.0 - discount) * p.land * share


@rule
def relieved(density: float, share: float, p: Zones) -> float:
    """Return the density that is felt: sales over the land with what zones develop.

    Parameters
    ----------
    density : float, > 0 [1]
        Sales of all fields per area, over the mean of provinces.
    share : float, 0 to 1
        Part of the province's economy in zones.
    p : Zones
        Uses ``room``.
    """
    return density / (1.0 + p.room * share)


@rule
def zone_pull(share: float, p: Zones) -> float:
    """Return the utility of the zones' infrastructure to who founds an enterprise.

    Parameters
    ----------
    share : float, 0 to 1
        Part of the province's economy in zones.
    p : Zones
        Uses ``pull``.
    """
    return p.pull * share
