"""Every parameter once, with all that a reader must know of it."""

import math
import re
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import (
    MONEY,
    Governance,
    Parameters,
    describe,
    from_vector,
    pack,
    replace,
    rescale,
    to_vector,
    unpack,
)

pytestmark = pytest.mark.plain

ABOUT = {name: (default, about) for name, default, about in describe()}
ATOMS = {"1", "quarter", "year", "km", "zone", MONEY}


# Descriptions.


@pytest.mark.parametrize("name", ABOUT)
def test_default_lies_in_its_range(name):
    default, about = ABOUT[name]
    assert math.isfinite(default)
    assert math.isfinite(about.low)
    assert math.isfinite(about.high)
    assert about.low < about.high
    assert about.low <= default <= about.high


@pytest.mark.parametrize("name", ABOUT)
def test_a_reader_is_told_all(name):
    _, about = ABOUT[name]
    for text in (about.symbol, about.unit, about.source, about.meaning, about.meaning_zh):
        assert text == text.strip() != ""
    assert set(about.unit.split("/")) <= ATOMS
    assert re.search(r"[\u4e00-\u9fff]", about.meaning_zh)
    assert not re.search(r"[\u4e00-\u9fff]", about.meaning)
    assert about.meaning[0] in string.ascii_lowercase + "R"
    assert not about.meaning.endswith(".")


def test_symbols_are_unique_within_a_group():
    seen = [(name.split(".")[0], about.symbol) for name, (_, about) in ABOUT.items()]
    assert len(seen) == len(set(seen))


def test_meanings_are_unique():
    for kind in ("meaning", "meaning_zh"):
        texts = [getattr(about, kind) for _, about in ABOUT.values()]
        assert len(texts) == len(set(texts))


def test_every_parameter_is_described_in_order():
    p = Parameters()
    fields = [f"{g}.{n}" for g in p._fields for n in getattr(p, g)._fields]
    assert list(ABOUT) == fields
    assert [default for default, _ in ABOUT.values()] == to_vector(p).tolist()


def test_every_value_is_a_float():
    assert {type(value) for group in Parameters() for value in group} == {float}


def test_cost_shares_of_the_stages_make_the_whole():
    m = Parameters().maturation
    shares = (m.cost_1_3, m.cost_3_4, m.cost_4_6, m.cost_6_8, m.cost_8_9)
    assert math.fsum(shares) == pytest.approx(1.0, abs=1e-15)


# Vectors.


def test_the_vector_comes_back():
    p = Parameters()
    vector = to_vector(p)
    assert vector.dtype == np.float64
    assert vector.shape == (len(ABOUT),)
    assert from_vector(vector) == p


@given(st.data())
def test_any_vector_comes_back(data):
    n = len(ABOUT)
    values = data.draw(st.lists(st.floats(-1e9, 1e9), min_size=n, max_size=n))
    p = from_vector(np.array(values))
    assert to_vector(p).tolist() == values
    assert {type(value) for group in p for value in group} == {float}
    assert [type(g) for g in p] == [type(g) for g in Parameters()]


def test_each_place_of_the_vector_is_one_parameter():
    vector = np.arange(len(ABOUT), dtype=float)
    p = from_vector(vector)
    for place, name in enumerate(ABOUT):
        group, _, field = name.partition(".")
        assert getattr(getattr(p, group), field) == place


def test_packed_parameters_are_the_same_numbers_and_their_memory_is_theirs():
    p = from_vector(np.arange(to_vector(Parameters()).size, dtype=np.float64))
    packed = pack(p)
    assert unpack(packed) == p
    assert pack(packed) is packed
    assert bytes(packed.data) == to_vector(p).tobytes()
    assert bytes(packed.market.data) == np.array(p.market).tobytes()  # groups are handed to rules
    packed.market[0] = -1.0
    assert np.frombuffer(packed.data)[int(p.market[0])] == -1.0


@pytest.mark.parametrize("off", [-len(ABOUT), -1, 1])
def test_a_vector_of_another_length_is_refused(off):
    n = len(ABOUT)
    with pytest.raises(ValueError, match=rf"expected {n} .*got {n + off}"):
        from_vector(np.zeros(n + off))


# Changes.


@pytest.mark.parametrize("name", ABOUT)
def test_replace_changes_one_parameter(name):
    p = Parameters()
    changed = replace(p, {name: 123})
    differs = to_vector(changed) != to_vector(p)
    assert [n for n, d in zip(ABOUT, differs, strict=True) if d] == [name]
    assert 123.0 in to_vector(changed)
    assert {type(value) for group in changed for value in group} == {float}
    assert p == Parameters()


def test_replace_keeps_earlier_changes():
    p = replace(Parameters(), {"market.noise": 0.1, "market.payout": 0.2})
    p = replace(p, {"governance.majority": 0.6})
    assert (p.market.noise, p.market.payout) == (0.1, 0.2)
    assert p.governance == Governance(majority=0.6)


def test_replace_nothing_is_nothing():
    assert replace(Parameters(), {}) == Parameters()


@pytest.mark.parametrize(
    "name",
    ["market.nose", "markets.noise", "noise", "market", "market.", ".noise", "",
     "market.noise.x", "market._fields", "knowledge.noise", "market.count"],
)  # fmt: skip
def test_replace_refuses_an_unknown_name(name):
    with pytest.raises(KeyError) as caught:
        replace(Parameters(), {name: 0.1})
    assert caught.value.args == (name,)


# Currency.


def test_rescale_touches_the_money_and_nothing_else():
    p = Parameters()
    changed = to_vector(rescale(p, 4.0))
    money = {name for name, (_, about) in ABOUT.items() if MONEY in about.unit}
    assert money == {
        "incubation.cost",
        "incubation.graduate_funding",
        "research.minor_reference",
        "start.laboratory_budget",
        "start.engineering_budget",
        "start.manufacturing_budget",
        "market.order",
        "governance.expert_fee",
        "turnover.spinoff_effort",
        "patents.small_from",
        "patents.medium_from",
        "patents.large_from",
        "taxes.medium_from",
        "taxes.large_from",
        "programme.least_rd",
        "programme.preparation",
        "legal.transition_cost",
    }
    for name, before, after in zip(ABOUT, to_vector(p), changed, strict=True):
        assert after == (4.0 * before if name in money else before)


def test_rescale_starts_from_the_values_given():
    p = replace(Parameters(), {"research.minor_reference": 5.0, "market.noise": 0.1})
    there = rescale(p, 2.0)
    assert there.research.minor_reference == 10.0
    assert there.market.noise == 0.1


def test_there_and_back():
    p = Parameters()
    assert rescale(rescale(p, 0.125), 8.0) == p
    assert rescale(p, 1.0) == p
