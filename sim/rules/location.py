"""What a province is worth to who founds an enterprise."""

import math

from sim.jit import rule
from sim.parameters import Location


@rule
def utility(
    field_share: float,
    institute_share: float,
    distance: float,
    centers: float,
    density: float,
    discount: float,
    p: Location,
) -> float:
    """Return the utility of a province; with Gumbel noise the largest is chosen (McFadden 1974).

    Parameters
    ----------
    field_share, institute_share : float, 0 to 1
        Of the field's sales, and of institutes' R&D in it, that the province has; a hundredth is
        added, so that no province is out of reach.
    distance : float, >= 0 [km]
        From the founder's home.
    centers : float, >= 0
        Centers of the field in the province.
    density : float, > 0 [1]
        Sales of all fields per area, over the mean of provinces.
    discount : float, 0 to 1
        Part of a start-up's rent that the province bears.
    p : Location
        All of it.
    """
    pull = p.field_pull * math.log(field_share + 0.01)
    pull += p.institute_pull * math.log(institute_share + 0.01)
    pull += p.center_pull * centers + p.land_pull * discount - distance / p.distance
    return pull - p.congestion * math.log(density)
