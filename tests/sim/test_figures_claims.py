"""What the figures say holds for the scenario that they show, and what they show can be read."""

import re
from dataclasses import replace
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

import sim
from sim.figures import centers, draw, files, maps, members, research
from sim.figures.style import style_of
from sim.scenario import load
from sim.specs import ChangeSpec


@pytest.fixture(scope="module")
def lively(busy):
    """Return a run in which almost everything happens."""
    return sim.run(busy, out=False)


@pytest.fixture(scope="module")
def national():
    """Return the scenario of the whole country."""
    return load("national")


def changed(run, **values):
    return replace(run, scenario=replace(run.scenario, **values))


def plate_of(drawing, run, language="en"):
    sample = files.gather(run, language)
    with mpl.rc_context(style_of(sample)):
        return drawing(sample)


def with_two_centers(run, **other):
    """Return a run with a second center whose bundle may differ; it has the same quarters."""
    first = run.scenario.centers[0]
    second = replace(first, key="second", bundle=replace(first.bundle, **other))
    quarters = pd.concat([run.center_quarters, run.center_quarters.assign(center="second")])
    return replace(changed(run, centers=(first, second)), center_quarters=quarters)


@pytest.mark.parametrize(("language", "words"), [("en", "the same for all"), ("zh", "彼此相同")])
def test_centers_are_alike_only_where_grants_and_fees_are(lively, language, words):
    def caption(run):
        return plate_of(centers.plate, run, language).caption

    assert words in caption(with_two_centers(lively))
    assert words in caption(with_two_centers(lively, lead_votes=0.3))
    two = with_two_centers(lively)
    one, second = two.scenario.centers
    dearer = replace(second, terms=replace(second.terms, fee=7.0))
    assert words not in caption(changed(two, centers=(one, dearer)))
    for name in ("grant", "local_grant"):
        assert words not in caption(with_two_centers(lively, **{name: 7.0}))
    for name in ("grant", "local_grant", "fee", "capital"):
        change = ChangeSpec("2020Q1", name, None, 1.0, "second")
        assert words not in caption(changed(with_two_centers(lively), changes=(change,)))
    other = ChangeSpec("2020Q1", "pilot_capacity", None, 1.0, "second")
    assert words in caption(changed(with_two_centers(lively), changes=(other,)))


def test_growth_was_fitted_only_in_the_national_scenario(national):
    assert research.as_fitted(national)
    funding = national.parameters.funding._replace(routine_share=0.9)
    one, *others = national.fields
    own = (replace(one, key="own", related={}), *others)
    money = ChangeSpec("2015Q1", "funding.public_level", None, 2.0)
    for other in (
        replace(national, parameters=national.parameters._replace(funding=funding)),
        replace(national, fields=tuple(others)),
        replace(national, fields=own),
        replace(national, changes=(*national.changes, money)),
    ):
        assert not research.as_fitted(other)
    market = replace(money, name="market.deduction")
    assert research.as_fitted(replace(national, changes=(*national.changes, market)))


@pytest.mark.parametrize(
    ("language", "fitted", "not_fitted"),
    [("en", "no test of the model", "differs from the one"), ("zh", "不构成检验", "情景不同")],
)
def test_the_figure_of_research_says_whether_it_was_fitted(
    lively, national, language, fitted, not_fitted
):
    small = plate_of(research.plate, lively, language).caption
    assert not_fitted in small
    assert fitted not in small
    alike = changed(
        lively,
        fields=national.fields,
        parameters=national.parameters,
        changes=national.changes,
    )
    whole = plate_of(research.plate, alike, language).caption
    assert fitted in whole
    assert not_fitted not in whole


def test_every_identity_stands_in_the_tables_exactly(lively, tmp_path):
    draw(lively, tmp_path)
    rows = pd.read_csv(tmp_path / "diffusion.csv", dtype=str).query("series == 'technology'")
    assert len(rows) > 100
    assert any((lively.adoption["technology"] > 2**53).to_numpy())
    assert set(rows["technology"]) <= set(lively.adoption["technology"].astype(str))
    assert set(rows["slot"]) <= set(lively.adoption["slot"].astype(str))
    rows = pd.read_csv(tmp_path / "members.csv", dtype=str)
    assert rows["member"].tolist() == lively.members["member"].astype(str).tolist()


def test_no_figures_table_has_a_number_that_lost_digits(lively, tmp_path):
    draw(lively, tmp_path)
    for path in tmp_path.glob("*.csv"):
        rounded = re.search(r"\de\+1[5-9]|\d{16}\.", path.read_text(encoding="utf-8"))
        assert rounded is None, path.name


def test_the_last_quarter_has_a_width(lively):
    ax = plate_of(centers.plate, lively).figure.axes[0]
    end = files.gather(lively, "en").years[-1] + 0.25
    corners = np.concatenate(
        [path.vertices for band in ax.collections for path in band.get_paths()]
    )
    assert corners[:, 0].max() == end
    assert corners[corners[:, 0] == end][:, 1].max() == 1.0  # the center still stands there


def test_a_province_without_launches_has_a_zero(lively):
    none = lively.events.loc[lively.events["event"] != "launch"]
    plate = plate_of(maps.plate, replace(lively, events=none))
    texts = [text.get_text() for text in plate.figure.axes[2].texts]
    assert texts.count("0") == len(lively.scenario.provinces)


@pytest.mark.parametrize("turn", [0, 4, 8, 12, 16])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_of_centers_do_not_overlap(lively, national, language, turn):
    keys = [center.key for center in national.centers]
    row = lively.members.iloc[[0]]
    rows = [
        row.assign(center=key, member=100 * k + j, lead=j == 0)
        for k, key in enumerate(keys[turn:] + keys[:turn])
        for j in range(24)
    ]
    run = changed(replace(lively, members=pd.concat(rows)), centers=national.centers)
    sample = files.gather(run, language)
    with mpl.rc_context(style_of(sample)):
        figure = members.plate(sample).figure
        figure.draw_without_rendering()
        labels = figure.axes[0].findobj(
            lambda artist: isinstance(artist, Text) and artist.get_text()
        )
        boxes = [label.get_window_extent() for label in labels]
        page = figure.bbox
    assert len(boxes) == len(keys) == 19
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert all(page.containsx(box.x0) and page.containsx(box.x1) for box in boxes)
