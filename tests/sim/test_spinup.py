"""The years before the start: what they settle, what they leave alone, and what the tables set."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim import accounts, indicators, kernel, spinup
from sim.compiled import quarter
from sim.indicators import FIELD
from sim.parameters import pack
from sim.parameters import replace as with_values
from sim.populate import SEED, build
from sim.population import renew
from sim.scenario import load
from sim.spinup import levels, settling
from sim.spinup.coverage import share_known
from sim.state import EVENTS, IDEAS, Clock, copy
from sim.timeline import timeline_of

AT = {about.name: k for k, about in enumerate(FIELD)}
FURTHER, BEFORE = 40, 160
LAUNCHES = [k for name, k in AT.items() if name.startswith("launches_")]


@pytest.fixture(scope="module")
def nation():
    return load("national", {"scale": "0.03", "centers": "none"})


@pytest.fixture(scope="module")
def tables(nation):
    return build(nation)


@pytest.fixture(scope="module")
def begun(nation):
    return spinup.start(nation)


def distance(w):
    """Return the mean cognitive distance, 1 - Jaccard, of pairs of a field, by sales."""
    rng = np.random.default_rng(1)
    means = []
    for field in range(w.fields.size):
        mine = w.enterprises["field"] == field
        known, size = w.enterprises.knowledge[mine], weights(w)[mine]
        one, other = rng.choice(known, (2, 2000), p=size / size.sum())
        shared, both = np.bitwise_count(one & other), np.bitwise_count(one | other)
        means.append((1.0 - shared / np.maximum(both, 1)).mean())
    return np.mean(means)


@pytest.fixture(scope="module")
def settled(nation, tables):
    """Return indicators and distances of 40 quarters after the spin-up, the pace fitted in them."""
    p = pack(with_values(nation.parameters, settling.LEVEL))  # as a run has it, already compiled
    w = settling.settle(tables, nation, BEFORE)
    record, distances = [], []
    for t in range(FURTHER):
        w = kernel.with_room(w)
        quarter(w, p, SEED, settling.FIRST + BEFORE + t)
        w.counters[EVENTS] = 0
        settling.hold_trade(w, tables)
        w = renew(w)
        out = np.zeros((w.fields.size, len(FIELD)))
        indicators.measure_fields(w, p, Clock(SEED, settling.FIRST + BEFORE + t, 0), out)
        record.append(out)
        distances.append(distance(w))
    return np.array(record), np.array(distances)


def weights(w):
    return w.enterprises.weight * w.enterprises.sales


# What the tables set: by construction.


def test_sales_numbers_and_concentration_are_those_of_the_tables(nation, begun, tables):
    for k, field in enumerate(nation.fields):
        found, given = (w.enterprises[w.enterprises["field"] == k] for w in (begun, tables))
        assert (found.weight * found.sales).sum() == pytest.approx(
            (given.weight * given.sales).sum(), rel=1e-12
        )
        # only where leaders outnumber the enterprises of the tables are there more of them
        more = max(0.0, float((found.leader == 1).sum()) - given.weight.sum())
        assert found.weight.sum() == pytest.approx(given.weight.sum() + more, abs=0.5)
        largest = np.sort(found.sales[found.leader == 1])[-4:].sum()
        cr4 = largest / (found.weight * found.sales).sum()
        assert cr4 == pytest.approx(field.attributes["cr4"], abs=0.03), field.key
    assert begun.enterprises.weight.sum() == pytest.approx(
        tables.enterprises.weight.sum(), rel=0.02
    )
    for column in set(levels.TABLED) - {"intensity"}:
        np.testing.assert_array_equal(begun.fields[column], tables.fields[column])


def test_enterprises_begin_with_the_research_of_the_tables(nation, begun):
    """What they do themselves, less contracts, with projects, short of money or not."""
    done = kernel.run(begun, nation.parameters, 1, 1).fields[0, :, AT["rd_enterprises"]]
    goal = np.array([f.attributes["enterprise_rd_share"] for f in nation.fields])
    goal *= nation.public_rd.enterprises_2010 / 4.0
    assert done.sum() == pytest.approx(goal.sum(), rel=0.01)
    assert done == pytest.approx(goal, rel=0.05)


def test_the_gap_is_that_of_the_tables(nation, begun):
    """A unit more or less of one leader is chance; false alarm about 1e-4 by trial."""
    goal = np.array([field.attributes["gap"] for field in nation.fields])
    found = 1.0 - share_known(begun, begun.enterprises, weights(begun))
    assert np.abs(found - goal).max() < 0.12
    assert abs((found - goal).mean()) < 0.02


def test_offers_abroad_and_at_home_are_on_a_par(begun):
    f, e = begun.fields, begun.enterprises
    for field in range(f.size):
        mine = e["field"] == field
        share = e.weight[mine] * e.quantity_share[mine]
        mean = (share @ e.offer[mine]) / share.sum()
        assert f.foreign_efficiency[field] / (1.0 + f.markup[field]) == pytest.approx(mean)
        size = weights(begun)[mine]
        assert (size @ e.efficiency[mine]) / size.sum() == pytest.approx(1.0)


def test_routine_research_of_2010_is_that_of_the_tables_whatever_support(tiny):
    """In the mean of a field the user cost of the first quarter is that of 2010."""
    w = spinup.start(tiny)
    e, f = w.enterprises, w.fields
    size = e.weight * e.sales
    eta = tiny.parameters.funding.user_cost_elasticity
    wanted = size * (e.user_cost / f.user_cost_start[e["field"]]) ** -eta
    totals = np.bincount(e["field"], size, f.size)
    assert np.bincount(e["field"], wanted, f.size) == pytest.approx(totals)
    kept = kernel.run(w, tiny.parameters, 1, 1).world  # and it is what they meet
    assert kept.fields.user_cost_start == pytest.approx(f.user_cost_start)
    there = np.isin(kept.enterprises.id, e.id)
    again = dict(zip(e.id.tolist(), e.user_cost.tolist(), strict=True))
    met = [again[k] for k in kept.enterprises.id[there].tolist()]
    assert kept.enterprises.user_cost[there] == pytest.approx(met)


# What it settles.


def test_the_pipeline_is_full_and_the_clock_is_at_zero(begun):
    ideas = begun.ideas[: int(begun.counters[IDEAS])]
    assert len(ideas) > 300
    assert (ideas.born < 0).all()
    assert not begun.boards.refused.any()  # no center has begun
    assert set(ideas.best_stage.tolist()) >= {0, 1, 2, 3}
    live = begun.technologies[begun.technologies.live == 1]
    assert len(live) > 50
    assert (live.launched < 0).all()
    assert begun.counters[EVENTS] == 0
    assert not begun.enterprises.acts.any()
    assert not begun.enterprises.patents.any()
    assert (begun.provinces.treasury >= 0.0).all()  # the last quarter's taxes
    assert begun.provinces.treasury.sum() > 0.0


def test_the_books_are_open_and_balanced(begun):
    last = begun.books[-1]
    assert last.stocks[accounts.ENTERPRISES] == pytest.approx(
        float((begun.enterprises.weight * begun.enterprises.cash).sum()), rel=1e-12
    )
    assert not begun.books.flows.any()


@pytest.mark.parametrize(
    "name", ["ideas_live", "gap", "cr4", "rd_enterprises", "quality", "ideas_born"]
)
def test_no_trend_afterwards(settled, name):
    """Ten quarters later less ten quarters at first, over the mean of fields: within a tenth."""
    series = settled[0][:, :, AT[name]].mean(axis=1)
    assert abs(series[-10:].mean() / series[:10].mean() - 1.0) < 0.1, name


def test_concentration_has_no_trend_in_20_quarters(settled):
    """The mean of ten quarters at each end: within a tenth; over 40 it is not (validation)."""
    series = settled[0][:20, :, AT["hhi"]].mean(axis=1)
    assert abs(series[-10:].mean() / series[:10].mean() - 1.0) < 0.1


def test_coverage_and_distance_have_no_drift(settled):
    """Over 40 quarters, the mean of ten at each end: within a tenth."""
    record, distances = settled
    coverage = 1.0 - record[:, :, AT["gap"]].mean(axis=1)
    for series in (coverage, distances):
        assert abs(series[-10:].mean() / series[:10].mean() - 1.0) < 0.1


PASTS = range(1, 5)
TREND = ("technologies", "technology_use", "efficiency")
"""What goes on growing a little where nothing else grows: docs/validation.md says why."""


@pytest.fixture(scope="module")
def from_the_start():
    """Return the change of all indicators in 20 quarters as runs start, (pasts, indicators).

    The ten later quarters over the ten earlier ones, less 1, of means over fields; growth, dated
    changes and new platforms are left off.
    """
    changes = []
    for luck in PASTS:
        scenario = load("national", {"scale": "0.01", "centers": "none", "background": "none"})
        w = spinup.start(scenario, luck)
        w.fields.growth = 0.0
        w.institutes.opens[w.institutes.opens > 0] = np.iinfo(np.int32).max
        p = with_values(scenario.parameters, settling.LEVEL)
        means = kernel.run(w, p, luck, 20).fields.mean(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            changes.append(means[10:].mean(axis=0) / means[:10].mean(axis=0) - 1.0)
    return np.array(changes)


@pytest.mark.parametrize(
    "name",
    ["rd_enterprises", "rd_institutes", "basic_research", "domestic_sales", "exports", "demand",
     "enterprises", "hhi", "cr4", "gap", "quality", "price", "import_share", "ideas_live",
     "ideas_shelved", *TREND],
)  # fmt: skip
def test_a_run_starts_without_trend(from_the_start, name):
    """Four pasts: the change and two standard errors stay within a tenth."""
    found = from_the_start[:, AT[name]]
    error = found.std(ddof=1) / np.sqrt(found.size)
    assert abs(found.mean()) + 2.0 * error < 0.1, (name, found)


def test_what_still_grows_is_listed(from_the_start):
    page = (Path(__file__).parents[2] / "docs" / "validation.md").read_text(encoding="utf-8")
    for name in TREND:
        assert from_the_start[:, AT[name]].mean() > 0.0, name
        assert f"`{name}`" in page


@pytest.mark.slow
def test_concentration_drifts_by_less_than_a_fifth_from_the_call_to_the_end():
    """Mean HHI of 2030 over that of 2017, without centers, over four pasts.

    Fields move more than their mean; over four pasts none grows or falls to more than 2.5 times.
    """
    ends = []
    for luck in PASTS:
        scenario = load("national", {"scale": "0.01", "centers": "none"})
        history = kernel.run(spinup.start(scenario, luck), timeline_of(scenario), luck, 84)
        hhi = history.fields[:, :, AT["hhi"]]
        ends.append((hhi[28:32].mean(axis=0), hhi[80:].mean(axis=0)))
    call, end = np.array(ends).mean(axis=0)
    assert abs(end.mean() / call.mean() - 1.0) < 0.2
    assert np.abs(np.log(end / call)).max() < np.log(2.5)


def test_launches_have_no_trend_afterwards(settled):
    """Counts of two halves differ by less than four standard deviations: false alarm 6e-5."""
    launched = settled[0][:, :, LAUNCHES].sum(axis=(1, 2))
    one, other = launched[: FURTHER // 2].sum(), launched[FURTHER // 2 :].sum()
    assert one + other > 60
    assert abs(one - other) < 4.0 * np.sqrt(one + other)


def test_fields_that_lag_learn_more_slowly(nation, begun):
    gaps = np.array([field.attributes["gap"] for field in nation.fields])
    assert np.corrcoef(gaps, np.log(begun.fields.learning))[0, 1] < -0.4
    assert (begun.fields.learning > 0.01).all()


@pytest.mark.plain
def test_young_enterprises_keep_overheads_that_their_sales_do_not_carry_yet(tiny):
    fresh = build(tiny)
    settled = copy(fresh)
    young = settled.enterprises.leader == 0
    settled.enterprises.overhead[young] *= np.linspace(1.0, 6.0, young.sum())
    before = dict(zip(settled.enterprises.id, over_sales(settled), strict=True))
    w = levels.scale(settled, fresh, tiny, settling.FIRST)
    for identity, found in zip(w.enterprises.id, over_sales(w), strict=True):
        assert found == pytest.approx(before[identity], rel=1e-9)


@pytest.mark.plain
def test_entry_falls_where_enterprises_outnumber_those_of_2010(tiny):
    """Twice as many: an eighth; half as many: eight times, by hand."""
    fresh = build(tiny)
    w = copy(fresh)
    w.enterprises.weight[w.enterprises["field"] == 0] *= 2.0
    w.enterprises.weight[w.enterprises["field"] == 1] *= 0.5
    settling.fit_entry(w, fresh)
    assert w.fields.entry == pytest.approx([0.125, 8.0], rel=1e-14)


@pytest.mark.plain
def test_leaders_have_the_sizes_of_the_tables_and_others_differ_as_they_settled(tiny):
    fresh = build(tiny)
    settled = copy(fresh)
    few = settled.enterprises.leader == 0
    settled.enterprises.sales[few] *= np.linspace(0.01, 2.0, few.sum())
    settled.enterprises.sales[~few] *= 3.0
    before = dict(zip(settled.enterprises.id, settled.enterprises.sales, strict=True))
    w = levels.scale(settled, fresh, tiny, settling.FIRST)
    for field in range(w.fields.size):
        mine, given = (x.enterprises[x.enterprises["field"] == field] for x in (w, fresh))
        top, sizes = (np.sort(x.sales[x.leader == 1]) for x in (mine, given))
        assert top == pytest.approx(sizes, rel=1e-9)
        assert mine.weight @ mine.sales == pytest.approx(given.weight @ given.sales, rel=1e-9)
        fringe = mine[mine.leader == 0]
        ratio = fringe.sales / [before[k] for k in fringe.id]
        assert ratio == pytest.approx(np.full(fringe.size, ratio[0]), rel=1e-9)


def over_sales(w):
    """Return overheads over sales of every enterprise."""
    return w.enterprises.overhead / w.enterprises.sales


@pytest.mark.plain
def test_rows_of_2010_stand_for_whole_numbers_and_leaders_for_one(tiny):
    """Far more enterprises than in the tables, in unequal rows: some are left with nobody."""
    fresh = build(tiny)
    settled = copy(fresh)
    few = settled.enterprises.leader == 0
    settled.enterprises.weight[few] = np.where(np.arange(few.sum()) % 3 == 0, 1.0, 400.0)
    w = levels.scale(settled, fresh, tiny, settling.FIRST)
    e, given = w.enterprises, fresh.enterprises
    assert (e.weight[e.leader == 1] == 1.0).all()
    assert (e.weight >= 1.0).all()
    assert (e.weight == np.rint(e.weight)).all()
    assert e.size < given.size
    for field in range(w.fields.size):
        assert e.weight[e["field"] == field].sum() == given.weight[given["field"] == field].sum()
    kept = np.isin(given.id, e.id)
    assert given.leader[~kept].sum() == 0


# What does not reach it.


def test_centers_embargoes_and_the_seed_do_not_reach_the_start(nation, differences):
    short = {"scale": "0.01", "start.spinup": "60"}
    few = load("national", short | {"centers": "none"})
    many = replace(load("national", short), seed=77)
    one, other = spinup.start(few), spinup.start(many)
    names = {found.partition(".")[0] for found in differences(one, other)}
    of_centers = {"boards", "successors", "center_fields", "memberships", "incubators"}
    assert names <= {"centers"} | of_centers, names
    assert other.centers.status.max() == 0
    np.testing.assert_array_equal(other.centers.start, build(many).centers.start)


def test_without_quarters_it_is_the_tables(differences):
    scenario = load("tiny", {"start.spinup": "0"})
    assert differences(spinup.start(scenario), build(scenario)) == []


def test_a_start_is_kept_and_a_parameter_given_as_text_is_that_number(differences):
    given = (("start.spinup", "0"), ("market.payout", repr(1.0 / 3.0)))
    scenario, world = spinup.started("tiny", given)
    usual = load("tiny", {"start.spinup": "0"})
    assert scenario.parameters == with_values(usual.parameters, {"market.payout": 1.0 / 3.0})
    assert differences(world, build(scenario)) == []
    assert spinup.started("tiny", given)[1] is world


def test_it_leaves_what_it_is_given_alone(tiny, differences):
    fresh = build(tiny)
    kept = copy(fresh)
    settled = settling.settle(fresh, tiny, 12)
    levels.scale(settled, fresh, tiny, settling.FIRST + 12)
    assert differences(fresh, kept) == []


@pytest.mark.core
def test_the_pace_of_learning_moves_every_channel(tiny):
    """At pace 0 nobody learns anything new; at a large one nearly all that is within reach."""
    for pace, least, most in ((0.0, 0, 0), (1e6, 1, 64)):
        w = spinup.start(tiny)
        w.fields.learning = w.fields.studying = pace
        before = w.enterprises.knowledge.copy()
        quarter(kernel.with_room(w), pack(tiny.parameters), np.uint64(1), 0)
        new = np.bitwise_count(w.enterprises.knowledge & ~before)
        assert least <= new.max() <= most
