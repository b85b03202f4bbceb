"""Local governments in the country: rivals, budgets, subsidies that reach enterprises."""

import numpy as np
import pytest

from sim import accounts, codes, indicators, kernel, spinup
from sim.agents import LocalGovernment
from sim.model import InnovationModel
from sim.parameters import pack, replace
from sim.phases import budgets, governments
from sim.state import Clock, copy

CLOCK = Clock(np.uint64(1), 6, 1)
NONE_SPENT = {"governments.effort": 0.0, "governments.rivalry": 0.0}


@pytest.fixture
def surveyed(start, tiny):
    """Return a world whose cells and records are measured, with money in the treasuries."""
    w = copy(start)
    governments.survey(w, pack(tiny.parameters), CLOCK, 0, w.cells.size)
    governments.prioritise(w, pack(tiny.parameters), CLOCK, 0, w.fields.size)
    governments.look_back(w, pack(tiny.parameters), CLOCK, 0, w.provinces.size)
    w.provinces.record = 0.0
    w.provinces.treasury = 1000.0
    return w


def govern(w, p):
    governments.govern(w, p, CLOCK, 0, w.provinces.size)
    return w


def paid_out(w):
    """Return subsidies of each province by what its cells note."""
    each = (w.cells.support * w.cells.entitled).reshape(w.fields.size, w.provinces.size)
    return each.sum(axis=0)


@pytest.mark.core
@pytest.mark.plain
def test_a_province_behind_spends_more_and_one_ahead_less(tiny, surveyed):
    level = govern(copy(surveyed), tiny.parameters).provinces
    assert level.effort == pytest.approx([tiny.parameters.governments.effort] * 3)
    w = copy(surveyed)
    w.provinces.record[0] = -0.05
    after = govern(w, tiny.parameters).provinces
    assert after.effort[0] > level.effort[0]
    assert (after.effort[1:] < level.effort[1:]).all()
    assert after.lag[0] == pytest.approx(0.05)
    assert paid_out(w)[0] > paid_out(govern(copy(surveyed), tiny.parameters))[0]


@pytest.mark.core
@pytest.mark.plain
def test_the_nearer_neighbour_counts_more(tiny, surveyed):
    w = copy(surveyed)
    near, far = np.argsort(w.distance[0])[1:]
    lags = []
    for other in (near, far):
        w.provinces.record = 0.0
        w.provinces.record[other] = 0.05
        lags.append(float(govern(w, tiny.parameters).provinces.lag[0]))
    assert lags[0] > lags[1] > 0.0
    assert sum(lags) == pytest.approx(0.05)


@pytest.mark.core
@pytest.mark.plain
def test_without_neighbours_there_is_no_tournament():
    w = kernel.allocate(enterprises=0, institutes=0, centers=0, fields=1, provinces=1)
    w.provinces.record = -0.3
    p = replace(kernel.Parameters(), {"governments.rivalry": 20.0})
    govern(w, p)
    assert w.provinces.lag[0] == 0.0
    assert w.provinces.effort[0] == p.governments.effort


@pytest.mark.core
@pytest.mark.plain
def test_money_of_a_province_adds_up_and_is_spent(tiny, surveyed):
    w = govern(copy(surveyed), tiny.parameters)
    flows = w.provinces.flows
    rent = tiny.parameters.governments.rent
    overheads = w.cells.overheads.reshape(w.fields.size, -1).sum(axis=0)
    assert flows[:, accounts.LAND] == pytest.approx(rent * overheads)
    young = w.cells.young.reshape(w.fields.size, -1).sum(axis=0)
    innovation = w.provinces.discount * rent * young + w.provinces.guidance + paid_out(w)
    money = 1000.0 + flows[:, accounts.LAND]
    assert (innovation <= w.provinces.effort * money * (1.0 + 1e-12)).all()
    assert flows[:, accounts.LOCAL_SERVICES] + innovation == pytest.approx(money)
    assert w.provinces.treasury == pytest.approx(np.zeros(3), abs=1e-9)


@pytest.mark.core
@pytest.mark.plain
def test_who_is_in_debt_spends_nothing(tiny, surveyed):
    w = copy(surveyed)
    w.provinces.treasury = -1e6
    govern(w, tiny.parameters)
    assert (paid_out(w) == 0.0).all()
    assert (w.provinces.guidance == 0.0).all()
    assert (w.provinces.flows[:, accounts.LOCAL_SERVICES] == 0.0).all()
    assert (w.provinces.treasury < 0.0).all()


@pytest.mark.core
@pytest.mark.plain
def test_enterprises_receive_what_provinces_pay(tiny, surveyed):
    w = govern(copy(surveyed), tiny.parameters)
    before = w.enterprises.cash.copy()
    governments.receive_support(w, pack(tiny.parameters), CLOCK, 0, w.enterprises.size)
    e = w.enterprises
    received = e.weight * e.flows[:, accounts.LOCAL_SUBSIDIES]
    by_province = np.bincount(e["province"], received, w.provinces.size)
    assert by_province == pytest.approx(paid_out(w))
    assert (paid_out(w) > 0.0).all()
    gained = e.flows[:, accounts.LOCAL_SUBSIDIES] + e.flows[:, accounts.CHEAP_LAND]
    assert e.cash - before == pytest.approx(gained, abs=1e-6)
    old = e.flows[:, accounts.CHEAP_LAND] == 0.0
    assert old[e.founder == 0].all()


def research(w, p):
    """Return own and bought routine R&D of each enterprise after support and budgets."""
    p = pack(p)
    governments.receive_support(w, p, CLOCK, 0, w.enterprises.size)
    budgets.budget(w, p, CLOCK, 0, w.enterprises.size)
    return w.enterprises.rd - w.enterprises.project_rd + w.enterprises.contracts


@pytest.mark.core
@pytest.mark.plain
def test_a_subsidy_is_a_part_of_research_and_lowers_its_price(tiny, surveyed):
    """Paid per yuan of the last quarter's own R&D; with elasticity 1 R&D times its cost stays."""
    p = replace(tiny.parameters, {"funding.user_cost_elasticity": 1.0})
    surveyed.enterprises.cash = 1e9
    surveyed.enterprises.rd[0] = surveyed.enterprises.rd_outside[0] = 0.0
    w, without = copy(surveyed), copy(surveyed)
    w.cells.support, without.cells.support = 0.1, 0.0
    spent = w.enterprises.rd + w.enterprises.rd_outside
    more, less = research(w, p), research(without, p)
    e = w.enterprises
    factor = np.where(e.ownership == codes.STATE, tiny.parameters.ownership.state_subsidy, 1.0)
    assert e.flows[:, accounts.LOCAL_SUBSIDIES] == pytest.approx(0.1 * factor * spent)
    assert e.flows[0, accounts.LOCAL_SUBSIDIES] == 0.0 < e.sales[0]
    assert without.enterprises.user_cost - e.user_cost == pytest.approx(0.1 * factor)
    assert more * e.user_cost == pytest.approx(less * without.enterprises.user_cost)
    assert (more > less)[e.sales > 0.0].all()


@pytest.mark.core
@pytest.mark.plain
def test_the_deduction_raises_routine_research_by_its_user_cost(tiny, surveyed):
    """From 0.5 to 0.75 at a rate of 0.25: 0.75 over 0.8333; nothing at an elasticity of 0."""
    surveyed.enterprises.cash, surveyed.enterprises.certified = 1e9, 0
    surveyed.cells.support = 0.0
    for elasticity, ratio in ((1.0, 0.9), (0.0, 1.0)):
        p = replace(tiny.parameters, {"funding.user_cost_elasticity": elasticity})
        before = research(copy(surveyed), p)
        after = research(copy(surveyed), replace(p, {"market.deduction": 0.75}))
        assert before == pytest.approx(ratio * after)


@pytest.mark.core
@pytest.mark.plain
def test_imitation_sends_money_to_the_nations_fields(tiny, surveyed):
    """With a center in a field alone, the copy gives it more than local strength does."""
    shares = []
    for imitation in (0.0, 1.0):
        w = copy(surveyed)
        p = replace(
            tiny.parameters,
            {"governments.imitation": imitation, "governments.match": 0.6},
        )
        w.fields.priority = [1e9, 1.0]
        govern(w, p)
        paid = (w.cells.support * w.cells.entitled).reshape(2, 3)
        shares.append(paid[0] / paid.sum(axis=0))
    output = surveyed.cells.output.reshape(2, 3)
    assert shares[1][output[0] > 0.0] == pytest.approx(1.0, abs=1e-6)
    assert shares[0] == pytest.approx(output[0] / output.sum(axis=0))


@pytest.mark.core
@pytest.mark.plain
def test_a_center_raises_its_fields_priority_and_its_provinces_record(tiny, surveyed):
    w = copy(surveyed)
    w.centers.status[0] = codes.CONSTRUCTION
    governments.prioritise(w, pack(tiny.parameters), CLOCK, 0, 2)
    share = w.center_fields.share[0]
    p = tiny.parameters.governments
    assert w.fields.priority == pytest.approx(1.0 + p.attention * share)
    governments.look_back(w, pack(tiny.parameters), CLOCK, 0, 3)
    host = w.centers.province[0]
    assert w.provinces.record[host] == pytest.approx(4.0 * p.memory * p.platforms)
    assert np.delete(w.provinces.record, host) == pytest.approx(0.0)


def test_a_country_whose_governments_do_nothing_pays_nothing(tiny):
    """Placebo: then no number of the tournament reaches anything but the governments' own."""
    off = replace(pack(tiny.parameters), NONE_SPENT)
    w = spinup.start(tiny)
    one = kernel.run(w, off, 1, 12)
    for flow in (accounts.LOCAL_SUBSIDIES, accounts.CHEAP_LAND, accounts.GUIDANCE):
        assert one.flows[1:, :, flow].sum() == 0.0
    changed = {
        "governments.jobs": 0.9,
        "governments.memory": 0.5,
        "governments.platforms": 0.1,
        "governments.imitation": 1.0,
        "governments.neighbourhood": 50.0,
        "governments.term": 8.0,
        "governments.match": 0.6,
    }
    other = kernel.run(w, replace(off, changed), 1, 12)
    assert one.fields.tobytes() == other.fields.tobytes()
    for column in one.world.enterprises.dtype.names:
        same = one.world.enterprises[column].tobytes() == other.world.enterprises[column].tobytes()
        assert same, column
    assert one.provinces.tobytes() != other.provinces.tobytes()


def test_treasuries_do_not_pile_up(long, tiny):
    at = {about.name: k for k, about in enumerate(indicators.PROVINCE)}
    taxes = long.flows[:, :, accounts.LOCAL_TAX].sum(axis=1)
    held = long.provinces[:, :, at["treasury"]].sum(axis=1)
    assert (held <= taxes * (1.0 + 1e-9)).all()
    assert (long.provinces[:, :, at["treasury"]] >= 0.0).all()
    assert (long.provinces[:, :, at["local_unpaid"]] >= 0.0).all()


def test_a_government_of_ones_own_can_be_put_in(tiny, start):
    class Idle(LocalGovernment):
        def govern(self):
            self.acts += 1
            self.discount = self.guidance = 0.0
            self.model.world.cells.support[self.row :: self.model.world.provinces.size] = 0.0

    model = InnovationModel(tiny, agent_classes={int(start.provinces.key[1]): Idle})
    history = model.run(3)
    assert model.world.provinces.effort[1] == start.provinces.effort[1]
    at = [about.name for about in indicators.PROVINCE].index("treasury")
    assert (np.diff(history.provinces[:, 1, at]) > 0.0).all()  # its taxes pile up
    assert history.closure.max() < accounts.TOLERANCE
