"""The runs of a design: points, identities, seeds and stages are functions of the file alone."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from experiments.design.distributions import settings
from experiments.design.reading import read
from experiments.design.runs import Run, Runs, Size, stage_of
from experiments.design.sampling import points_of
from experiments.design.specs import (
    FULL_FACTORIAL,
    LATIN_HYPERCUBE,
    MORRIS,
    SOBOL,
    Distribution,
    Factor,
    Level,
    Sampling,
)
from sim.problems import NticError
from sim.scenario.document import Node, Place

NODE = Node("", Place("design.yaml", 1, 1))


def factor(name, levels=0, distribution=None):
    labels = tuple(Level(str(k), None, {}) for k in range(levels))
    return Factor(name, NODE, labels, name, distribution)


def uniform(name, low=0.0, high=1.0):
    return factor(name, distribution=Distribution("uniform", low, high))


@pytest.fixture(scope="module")
def base(small, tmp_path_factory):
    return read(small(tmp_path_factory.mktemp("design")))


def varied(base, levels=(), uncertainties=0, method=SOBOL, samples=1, replications=1, chunk=1):
    levers = tuple(factor(f"lever{k}", n) for k, n in enumerate(levels))
    unsure = tuple(uniform(f"unsure{k}") for k in range(uncertainties))
    sampling = Sampling(method, samples) if uncertainties else Sampling(FULL_FACTORIAL)
    return Runs(
        replace(
            base,
            levers=levers,
            uncertainties=unsure,
            lever_sampling=Sampling(FULL_FACTORIAL),
            uncertainty_sampling=sampling,
            replications=replications,
            chunk=chunk,
        )
    )


def test_a_full_factorial_meets_every_level_with_every_other_the_last_fastest():
    points = points_of([factor("a", 2), factor("b", 3)], Sampling(FULL_FACTORIAL), 1)
    assert points.number == 6
    assert points.settings[0].tolist() == [0, 0, 0, 1, 1, 1]
    assert points.settings[1].tolist() == [0, 1, 2, 0, 1, 2]
    assert points.group.tolist() == list(range(6))


def test_without_factors_there_is_one_point():
    points = points_of([], Sampling(FULL_FACTORIAL), 1)
    assert (points.number, points.settings, points.group.tolist()) == (1, (), [0])


def test_a_latin_hypercube_has_one_draw_in_every_slice_of_every_range():
    points = points_of([uniform("a", 2, 10), uniform("b")], Sampling(LATIN_HYPERCUBE, 8), 3)
    assert sorted(np.floor(points.settings[0]).astype(int).tolist()) == list(range(2, 10))
    assert sorted(np.floor(8 * points.settings[1]).astype(int).tolist()) == list(range(8))


@pytest.mark.parametrize(("method", "more"), [(SOBOL, 16), (MORRIS, 9)])
def test_of_a_longer_sample_the_first_points_are_those_of_a_shorter_one(method, more):
    factors = [uniform("a"), uniform("b", 5, 6), factor("c", 3)]
    few, many = (points_of(factors, Sampling(method, n), 7) for n in (4, more))
    for short, long in zip(few.settings, many.settings, strict=True):
        assert long[: few.number].tolist() == short.tolist()
    assert many.group[: few.number].tolist() == few.group.tolist()


@pytest.mark.parametrize("method", [LATIN_HYPERCUBE, SOBOL, MORRIS])
def test_points_follow_from_the_seed_and_from_nothing_else(method):
    factors = [uniform("a"), uniform("b")]
    one, again, other = (points_of(factors, Sampling(method, 4), seed) for seed in (1, 1, 2))
    assert np.array_equal(one.settings, again.settings)
    assert not np.array_equal(one.settings, other.settings)


def test_a_sobol_sequence_is_balanced():
    points = points_of([uniform("a"), uniform("b")], Sampling(SOBOL, 16), 5)
    for column in points.settings:
        assert np.bincount((16 * column).astype(int), minlength=16).tolist() == [1] * 16


@pytest.mark.parametrize("grid", [2, 4, 6])
def test_a_trajectory_of_morris_changes_one_factor_at_a_time_by_the_same_step(grid):
    factors = [uniform("a"), uniform("b", 0, 10), factor("c", 2)]
    points = points_of(factors, Sampling(MORRIS, 5, grid), 1)
    assert points.number == 5 * 4
    assert points.group.tolist() == [k // 4 for k in range(20)]
    step = grid / (2 * (grid - 1))
    scaled = np.column_stack(points.settings) / [1, 10, 1]
    for first in range(0, 20, 4):
        moves = np.diff(scaled[first : first + 4], axis=0)
        assert ((moves != 0.0).sum(axis=1) == 1).all()
        assert sorted(np.flatnonzero(moves.any(axis=0)).tolist()) == [0, 1, 2]
        assert np.abs(moves[:, :2]).max(axis=0) == pytest.approx([step, step])


def test_trajectories_of_morris_begin_in_different_places():
    points = points_of([uniform("a"), uniform("b"), uniform("c")], Sampling(MORRIS, 12), 1)
    begins = np.column_stack(points.settings)[::4]
    assert len(np.unique(begins, axis=0)) > 3
    moved = [np.flatnonzero(np.diff(s)).tolist() for s in points.settings]
    assert moved[0] != moved[1] != moved[2]


def test_levels_of_a_sample_are_equally_likely():
    points = points_of([factor("a", 3)], Sampling(LATIN_HYPERCUBE, 9), 1)
    assert np.bincount(points.settings[0]).tolist() == [3, 3, 3]
    assert settings(factor("a", 3), np.array([0.0, 0.34, 1.0])).tolist() == [0, 1, 2]


U = np.linspace(0.0, 1.0, 11)


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        (Distribution("uniform", -2, 6), -2 + 8 * U),
        (Distribution("log_uniform", 1, 100), 100**U),
        (Distribution("triangular", 0, 4, 1), stats.triang(0.25, 0, 4).ppf(U)),
        (Distribution("normal", -1, 3, 1, 2), stats.truncnorm(-1, 1, 1, 2).ppf(U)),
    ],
    ids=lambda one: getattr(one, "shape", "") if isinstance(one, Distribution) else "",
)
def test_quantiles_of_distributions(distribution, expected):
    found = settings(factor("a", distribution=distribution), U)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert (found[0], found[-1]) == (distribution.low, distribution.high)
    assert (np.diff(found) > 0).all()


def test_a_triangle_by_hand():
    found = settings(
        factor("a", distribution=Distribution("triangular", 0, 4, 1)), np.array([0.25])
    )
    assert found == pytest.approx([1.0])  # a quarter of the mass is below the mode


def test_names_say_policy_sample_and_replication_and_are_found_again(base):
    runs = varied(base, (2, 3), 1, samples=2, replications=4)
    assert runs.name(Run(5, 1, 3)) == "1.2-1-3"
    for policy in range(6):
        for sample in range(2):
            for replication in range(4):
                run = Run(policy, sample, replication)
                assert runs.find(runs.name(run)) == run
    assert len({runs.name(run) for run in stage_of(runs, runs.size, None).of_chunks(0, 99)}) == 48


@pytest.mark.parametrize(
    "name",
    ["", "0-0-0", "1.2-1-4", "1.2-2-0", "1.2-01-0", "1.2-1", "1.2-1-0-0", "1.2-1-٣", "1.2--1-0"],
)
def test_a_run_that_is_not_there_is_told_with_those_that_are(base, name):
    runs = varied(base, (2, 3), 1, samples=2, replications=4)
    with pytest.raises(NticError, match=r"no such run; they go from 0\.0-0-0 to 1\.2-1-3"):
        runs.find(name)


def test_policies_of_a_sample_have_its_numbers(base):
    design = replace(base, levers=(uniform("a"),), lever_sampling=Sampling(SOBOL, 4))
    runs = Runs(design)
    assert runs.policy_names == ["0", "1", "2", "3"]
    assert runs.size.levels == (4,)


def test_the_luck_of_a_replication_is_that_of_all_policies_and_of_no_other_run(base):
    runs = varied(base, (2, 3), 1, samples=4, replications=5)
    seeds = {}
    for run in stage_of(runs, runs.size, None).of_chunks(0, 10**6):
        seeds.setdefault((run.sample, run.replication), set()).add(runs.seed(run))
    assert all(len(one) == 1 for one in seeds.values())
    alone = [one for some in seeds.values() for one in some]
    assert len(set(alone)) == 4 * 5
    assert all(0 <= seed < 2**63 for seed in alone)


def test_the_points_of_a_trajectory_share_their_luck(base):
    runs = varied(base, (2,), 2, MORRIS, samples=3, replications=2)
    seeds = [[runs.seed(Run(0, sample, k)) for k in range(2)] for sample in range(9)]
    for sample in range(9):
        assert seeds[sample] == seeds[sample - sample % 3]
    assert len({tuple(pair) for pair in seeds}) == 3


def test_seeds_stay_what_they_were(base):
    runs = varied(base, (2,), 1, samples=2, replications=3)
    by_hand = np.random.SeedSequence(1, spawn_key=(1, 2)).generate_state(1, np.uint64)[0] >> 1
    assert runs.seed(Run(0, 1, 2)) == int(by_hand)
    assert runs.seed(Run(1, 1, 2)) == 6668419430403703083  # on every machine, for good


def test_the_table_of_points_has_every_policy_with_every_sample(base):
    runs = Runs(base)
    table = runs.table()
    assert table["policy"].tolist() == ["0.0", "1.0"] * 2
    assert table["sample"].tolist() == [0, 0, 1, 1]
    assert table["grant"].tolist() == [5.0, 60.0] * 2
    assert table["owner"].tolist() == ["lead"] * 4
    for row in table.to_dict("records"):
        policy = runs.policy_names.index(row["policy"])
        assert runs.columns(policy, row["sample"]) == {
            name: row[name] for name in ("grant", "owner", "research.ideas_per_quarter")
        }
    assert runs.table(range(1, 2)).equals(table.iloc[2:].reset_index(drop=True))


SIZES = st.tuples(
    st.tuples(st.integers(1, 3), st.integers(1, 3)), st.integers(0, 2), st.integers(1, 4)
)


@given(sizes=st.lists(SIZES, min_size=1, max_size=4), chunk=st.integers(1, 7))
def test_stages_of_an_extended_design_are_disjoint_and_cover_it(base, sizes, chunk):
    grown = []
    for levels, power, replications in sizes:
        now = Size(levels, 2**power, replications)
        if grown:
            before = grown[-1]
            levels = tuple(max(a, b) for a, b in zip(levels, before.levels, strict=True))
            now = Size(
                levels, max(2**power, before.samples), max(replications, before.replications)
            )
        if now not in grown:
            grown.append(now)
    last = grown[-1]
    runs = varied(base, last.levels, 1, SOBOL, last.samples, last.replications, chunk)
    found = []
    for before, now in zip((None, *grown[:-1]), grown, strict=True):
        stage = stage_of(runs, now, before)
        of_stage = list(stage.of_chunks(0, stage.chunks - 1))
        in_steps = [run for k in range(stage.chunks) for run in stage.of_chunks(k, k)]
        assert of_stage == in_steps
        assert len(of_stage) == stage.runs == now.runs - (before.runs if before else 0)
        assert all(len(list(stage.of_chunks(k, k))) == chunk for k in range(stage.chunks - 1))
        found += of_stage
    at_once = stage_of(runs, last, None)
    assert len(set(found)) == len(found)
    assert set(found) == set(at_once.of_chunks(0, at_once.chunks - 1))


@given(levels=st.tuples(st.integers(1, 3), st.integers(1, 3)), more=st.integers(0, 2))
def test_names_parameters_and_seeds_stay_when_a_design_grows(base, levels, more):
    small = varied(base, levels, 1, SOBOL, 2, 2)
    large = varied(base, (levels[0] + more, levels[1]), 1, SOBOL, 2 ** (1 + more), 2 + more)
    for run in stage_of(small, small.size, None).of_chunks(0, 10**6):
        same = large.find(small.name(run))
        assert large.columns(same.policy, same.sample) == small.columns(run.policy, run.sample)
        assert large.seed(same) == small.seed(run)


def test_a_million_runs_are_never_all_in_memory(base):
    tracemalloc.start()
    try:
        runs = varied(base, (5, 4), 1, SOBOL, 256, 200, 100)
        stage = stage_of(runs, runs.size, None)
        assert (len(runs), stage.chunks) == (1_024_000, 10_240)
        assert len({runs.name(run) for run in stage.of_chunks(5000, 5001)}) == 200
        everything = stage.of_chunks(0, stage.chunks - 1)
        assert sum(1 for _, run in zip(range(20_000), everything, strict=False) if run) == 20_000
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1_000_000
