"""Indicators of incubators, their tenants, and of young enterprises in and out of them."""

import numpy as np

from sim import accounts, codes
from sim.indicators.about import MONEY, Indicator
from sim.indicators.nation import paid
from sim.jit import kernel
from sim.state import NONE, Clock, World

YOUNG = 12
"""Quarters for which an enterprise counts as young: incubated or not, they are compared."""

INCUBATION = (
    Indicator("incubator_places", "enterprise", "places in incubators", "孵化器工位"),
    Indicator("tenants", "enterprise", "tenants of incubators", "在孵企业"),
    Indicator("incubation_cost", MONEY, "what incubators cost provinces and centers", "孵化器支出"),
    Indicator("incubated", "enterprise", "tenancies so far", "累计入孵企业"),
    Indicator("incubator_refused", "1", "share of those who asked so far that got no place",
              "累计未获入孵比例"),
    Indicator("graduated", "enterprise", "tenants that left grown up so far, by sales or funding",
              "累计毕业企业"),
    Indicator("graduated_by_funding", "1", "of these, share by funding", "其中融资毕业比例"),
    Indicator("tenancies_over", "enterprise", "tenants whose time was over so far", "累计期满离开企业"),
    Indicator("tenants_gave_up", "enterprise", "tenants that ended after a meeting so far",
              "累计会见后放弃的在孵企业"),
    Indicator("hazard_young", "1/year", "hazard of ending of enterprises up to three years old",
              "三年内企业年退出率"),
    Indicator("hazard_tenants", "1/year", "the same of tenants and of who was one", "其中曾在孵企业"),
    Indicator("gazelles", "1",
              "of enterprises aged five, those whose sales grew by 20% a year since the age of two",
              "五年企业中高成长企业比例"),
)  # fmt: skip
(PLACES, TENANTS, COST, INCUBATED, REFUSED, GRADUATED, BY_FUNDING, OVER, GAVE_UP, HAZARD_YOUNG,
 HAZARD_TENANTS, GAZELLES) = range(len(INCUBATION))  # fmt: skip


@kernel
def measure_incubation(w: World, clock: Clock, out: np.ndarray) -> None:
    """Write the indicators of incubators, (len(INCUBATION),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    out[COST] = paid(w, accounts.INCUBATION) + paid(w, accounts.CENTER_INCUBATION)
    asked = 0.0
    for h in range(w.incubators.size):
        me = w.incubators[h]
        out[PLACES] += me.places
        out[INCUBATED] += me.admitted
        out[GRADUATED] += me.by_sales + me.by_funding
        out[BY_FUNDING] += me.by_funding
        out[OVER] += me.by_time
        out[GAVE_UP] += me.gave_up
        asked += me.asked if me.center == NONE else me.admitted  # whom it refuses asks a public one
    out[REFUSED] = 1.0 - out[INCUBATED] / asked if asked > 0.0 else 0.0
    out[BY_FUNDING] = out[BY_FUNDING] / out[GRADUATED] if out[GRADUATED] > 0.0 else 0.0
    measure_young(w, clock, out)


@kernel
def measure_young(w: World, clock: Clock, out: np.ndarray) -> None:
    """Count tenants, ends of young enterprises and gazelles, in place."""
    young = 0.0
    incubated = 0.0
    aged = 0.0
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        age = clock.quarter - e.born
        if e.tenancy == codes.TENANT and e.exits == 0:
            out[TENANTS] += e.weight
        if e.founder == 0 or age < 1:
            continue
        if age <= YOUNG:
            was = e.tenancy == codes.TENANT or e.tenancy >= codes.GROWN
            young += e.weight
            incubated += e.weight if was else 0.0
            if e.exits == 1:
                out[HAZARD_YOUNG] += e.weight
                out[HAZARD_TENANTS] += e.weight if was else 0.0
        if 20 <= age < 24:
            aged += e.weight
            out[GAZELLES] += e.weight * e.gazelle
    out[HAZARD_YOUNG] = 4.0 * out[HAZARD_YOUNG] / young if young > 0.0 else 0.0
    out[HAZARD_TENANTS] = 4.0 * out[HAZARD_TENANTS] / incubated if incubated > 0.0 else 0.0
    out[GAZELLES] = out[GAZELLES] / aged if aged > 0.0 else 0.0
