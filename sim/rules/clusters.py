"""When a field in a province is a cluster, and how far a field is from places by chance."""

from sim.jit import rule

SPECIALISED = 2.0
"""Least location quotient of a new cluster: Sölvell, Ketels and Lindqvist (2008), European Cluster
Observatory."""
STILL_SPECIALISED = 1.25
"""Below it a cluster may end: the line of Miller et al. (2001) for clusters of the UK."""
MASS = 0.03
"""Least share of a new cluster in the field's sales: assumption, that of a province if all were
alike."""
STILL_MASS = 0.02
"""Below it a cluster may end: assumption."""
CROWD = 10.0
"""Least number of enterprises of a new cluster: assumption, so that no giant alone is one."""
STILL_CROWD = 5.0
"""Below it a cluster may end: assumption."""
PATIENCE = 4
"""Quarters in a row that must speak for a birth or an end: assumption, a year."""


@rule
def quotient(cell: float, field: float, province: float, nation: float) -> float:
    """Return the location quotient: (cell / province) / (field / nation), 0 where nothing is.

    Parameters
    ----------
    cell, field, province, nation : float, >= 0 [million CNY/quarter]
        Sales of the field in the province, of the field, of the province, of all.
    """
    if field <= 0.0 or province <= 0.0:
        return 0.0
    return cell * nation / (field * province)


@rule
def against(age: int, quotient: float, share: float, enterprises: float) -> bool:
    """Say whether a quarter speaks against the present state of a cell.

    A cell that is none speaks for a birth if it is specialised, heavy and crowded; a cluster for
    its end if one of the three is lost. The lines for the end are lower, so that noise around one
    of them makes neither births nor deaths.

    Parameters
    ----------
    age : int
        Of the cluster [quarter]; 0 or less where there is none.
    quotient : float, >= 0 [1]
        Location quotient.
    share : float, 0 to 1
        Of the cell in the field's sales.
    enterprises : float, >= 0 [enterprise]
        Of the cell.

    References
    ----------
    .. [1] Sölvell, Ketels and Lindqvist (2008), European Planning Studies 16, 1059-1084:
       specialisation by a quotient of 2, beside size.
    .. [2] Miller, Botham, Martin and Moore (2001), Business Clusters in the UK: a first assessment,
       Department of Trade and Industry: a quotient of 1.25.
    """
    if age > 0:
        weak = quotient < STILL_SPECIALISED or share < STILL_MASS
        return weak or enterprises < STILL_CROWD
    return quotient >= SPECIALISED and share >= MASS and enterprises >= CROWD


@rule
def next_age(age: int, turning: int) -> int:
    """Return the age of a cluster after a quarter: 0 none, -1 in the quarter in which it ends.

    Parameters
    ----------
    age : int
        After the last quarter.
    turning : int, >= 0
        Quarters in a row, this one included, that speak against the state.
    """
    if age > 0:
        return -1 if turning >= PATIENCE else age + 1
    return 1 if turning >= PATIENCE else 0


@rule
def ellison_glaeser(excess: float, places: float, plants: float) -> float:
    """Return the index γ of a field: 0 where places are by chance, 1 where all is in one.

    (G - (1 - X) H) / ((1 - X)(1 - H)), with G = sum (s_r - x_r)^2 and X = sum x_r^2 over provinces;
    0 too where there is one province or one enterprise, so that nothing can be told.

    Parameters
    ----------
    excess : float, >= 0
        G: s_r is the share of a province in the field's sales, x_r in all sales.
    places : float, 0 to 1
        X.
    plants : float, 0 to 1
        H, the Herfindahl index of single enterprises.

    References
    ----------
    .. [1] Ellison and Glaeser (1997), Journal of Political Economy 105, 889-927.
    """
    room = (1.0 - places) * (1.0 - plants)
    return (excess - (1.0 - places) * plants) / room if room > 0.0 else 0.0
