"""Additionality: a planted case, a twin that differs in nothing, and the real supports."""

from types import SimpleNamespace

import numpy as np
import pytest

from experiments.additionality import (
    SUPPORTS,
    additionality,
    private_rd,
    public_cost,
    ratio,
    sums,
    without_project_grants,
)
from sim import accounts, codes
from sim.indicators import NATION
from sim.parameters import Parameters
from sim.rules.institutes import cover_of


def test_a_planted_case_by_hand():
    """Support of 2 from the third quarter on, which draws out 1 and then takes the place of 0.5."""
    public = np.array([0.0, 0.0, 2.0, 2.0, 2.0, 2.0])
    without = np.full(6, 10.0)
    private = without + np.array([0.0, 0.0, 1.0, 1.0, -0.5, -0.5])
    found = sums(private, without, public, (2, 4, 5))
    np.testing.assert_allclose(found[:2], [[2.0, 4.0], [1.0, 8.0]], rtol=1e-15)
    assert np.isnan(found[2]).all()  # beyond the run's end
    assert np.isnan(sums(private, without, np.zeros(6), (2,))).all()  # never any support


@pytest.mark.plain
def test_private_is_own_money_by_hand():
    """Of 10 routine, 4 projects, 2 contracts and 1 fees, 3 were granted and 1.5 subsidised."""
    flows = np.zeros((1, 2, len(accounts.FLOWS)))
    flows[0, 0, accounts.ROUTINE_RD], flows[0, 1, accounts.ENTERPRISE_PROJECT_RD] = 10.0, 4.0
    flows[0, 1, accounts.CONTRACTS], flows[0, 1, accounts.ENTERPRISE_FEES] = 2.0, 1.0
    flows[0, 1, accounts.PROJECT_GRANTS_TO_ENTERPRISES] = 3.0
    flows[0, 0, accounts.LOCAL_SUBSIDIES] = 1.5
    flows[0, 0, accounts.PROJECT_GRANTS_TO_INSTITUTES] = 7.0
    nation = np.zeros((1, len(NATION)))
    nation[0, [about.name for about in NATION].index("relief_deduction")] = 5.0
    history = SimpleNamespace(flows=flows, nation=nation)
    assert private_rd(history) == pytest.approx([12.5])
    assert public_cost(history, ("project_grants_to_enterprises",)) == pytest.approx([3.0])
    assert public_cost(history, ("relief_deduction",)) == pytest.approx([5.0])


@pytest.mark.plain
def test_the_twin_without_grants_still_pays_institutes():
    _, p = without_project_grants(None, Parameters())
    assert cover_of(codes.ENTERPRISE, p.institutes) == cover_of(codes.CENTER, p.institutes) == 0.0
    assert cover_of(codes.INSTITUTE, p.institutes) == Parameters().institutes.institute_cover > 0.0


def test_ratio_and_error_by_hand():
    """Means 3 and 6; residuals -0.5, 0.5 of standard deviation sqrt(1/2), over sqrt(2) x 6."""
    value, error = ratio(np.array([[2.0, 5.0], [4.0, 7.0]]))
    assert value == pytest.approx(0.5)
    assert error == pytest.approx(np.sqrt(0.5) / np.sqrt(2.0) / 6.0)
    value, error = ratio(np.array([[2.0, 4.0], [3.0, 6.0]]))
    assert (value, error) == (0.5, 0.0)
    assert np.isnan(ratio(np.array([[2.0, 4.0]]))[1])


def test_a_twin_without_change_is_exactly_zero_and_the_supports_are_not():
    table = additionality("tiny", seeds=2, quarters=24, horizons=(12, 20))
    by = table.set_index(["support", "horizon"])
    assert (by.loc["nothing taken away", ["induced", "ratio", "error"]] == 0.0).all(axis=None)
    assert (by.loc["nothing taken away", "public"] > 0.0).all()
    rare = {"national project grants"}  # none in so small a country and so few years
    for support in set(SUPPORTS) - {"nothing taken away"} - rare:
        assert (by.loc[support, "public"] > 0.0).all(), support
        assert np.isfinite(by.loc[support, "error"]).all()
        if support != "center grants":  # so small a center moves no member's money in six years
            assert (by.loc[support, "induced"] != 0.0).all(), support
