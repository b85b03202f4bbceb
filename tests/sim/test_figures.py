"""The files of the figures: complete, the same every time, and with exactly what is plotted."""

import json
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import sim
from sim.figures import draw, files, research
from sim.figures.style import style_of
from sim.problems import NticError
from sim.provenance import describe
from sim.scenario import digest

SUFFIXES = (".csv", ".json", ".pdf", ".png", ".svg")
EVERY = set(files.DRAWINGS)


@pytest.fixture(scope="module")
def lively(busy):
    """Return a run in which almost everything happens."""
    return sim.run(busy, out=False)


@pytest.fixture(scope="module")
def drawn(lively, tmp_path_factory):
    """Return the folder with all figures of the lively run."""
    folder = tmp_path_factory.mktemp("figures")
    draw(lively, folder)
    return folder


@pytest.fixture(scope="module")
def small():
    """Return tiny.yaml as it is."""
    return sim.run("tiny", out=False)


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv")


def indicator(result, level, name):
    rows = result.indicators
    return rows.loc[(rows["level"] == level) & (rows["indicator"] == name)]


def test_every_figure_comes_in_five_files(drawn):
    assert {path.stem for path in drawn.iterdir()} == EVERY
    for name in EVERY:
        assert sorted(p.suffix for p in drawn.glob(f"{name}.*")) == list(SUFFIXES)
        assert (drawn / f"{name}.png").stat().st_size > 10_000


def test_a_figure_says_what_it_is_and_where_it_comes_from(drawn, lively):
    about = json.loads((drawn / "flows.json").read_text(encoding="utf-8"))
    assert about["title"] == "Who paid whom from 2024Q1 to 2024Q4, billion CNY at 2017 prices"
    assert "One run is one draw" in about["caption"]
    assert about["language"] == "en"
    assert (about["scenario"], about["seeds"], about["scale"]) == ("tiny", [1], 0.03)
    assert about["scenario_digest"] == digest(lively.scenario)
    assert about["digests"] == {"1": lively.digest}
    assert about["quarters"] == ["2010Q1", "2024Q4"]
    assert about["ntic"] == describe()["versions"]["ntic"]
    assert about["command"] == describe()["command"]


def test_the_same_run_is_drawn_to_the_same_bytes(drawn, lively, tmp_path):
    draw([lively], tmp_path)
    for path in drawn.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_no_file_has_a_date(drawn):
    for path in drawn.iterdir():
        assert b"dc:date" not in path.read_bytes(), path.name
        assert b"CreationDate" not in path.read_bytes(), path.name


def test_nothing_appears_if_a_figure_fails(small, tmp_path, monkeypatch):
    def fail(_):
        raise KeyboardInterrupt

    (tmp_path / "mine.txt").write_text("mine")
    chosen = {"flows": files.DRAWINGS["flows"], "map": fail}
    monkeypatch.setattr(files, "DRAWINGS", chosen)
    with pytest.raises(KeyboardInterrupt):
        draw(small, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_only_runs_of_one_scenario_with_different_seeds_are_shown_together(small, lively, tmp_path):
    with pytest.raises(NticError, match="one scenario"):
        draw([small, lively], tmp_path)
    with pytest.raises(NticError, match="only once; got 1, 1"):
        draw([small, small], tmp_path)
    with pytest.raises(NticError, match="at least one run"):
        draw([], tmp_path)
    with pytest.raises(NticError, match="got de"):
        draw(small, tmp_path, "de")
    assert not list(tmp_path.iterdir())


def laid_out(result):
    """Return the plates of a run by name, each laid out as it would be written."""
    sample = files.gather(result, "en")
    with mpl.rc_context(style_of(sample)):
        made = {name: drawing(sample) for name, drawing in files.DRAWINGS.items()}
        plates = {name: plate for name, plate in made.items() if plate is not None}
        for plate in plates.values():
            FigureCanvasAgg(plate.figure)
            plate.figure.draw_without_rendering()
    return plates


def test_a_small_country_has_all_figures_but_the_network_of_a_center_without_members(small):
    assert (small.members["lead"]).all()
    assert set(laid_out(small)) == EVERY - {"members"}


def test_a_country_without_centers_has_no_figures_of_them():
    plates = laid_out(sim.run("tiny", out=False, overrides={"centers": "none"}))
    about = {"centers", "center_rows", "center_money", "members"}
    assert set(plates) == EVERY - about
    assert set(plates["map"].table["map"]) == {"rd", "intensity", "launches"}


def test_a_run_without_launches_has_no_diffusion():
    result = sim.run("tiny", out=False, quarters=1)
    assert not (result.events["event"] == "launch").any()
    assert set(laid_out(result)) == {"pipeline", "map", "clusters", "links", "link_kinds", "flows"}


def test_a_field_of_the_scenarios_own_is_shown_by_its_name():
    own = (
        "{others: none, high_speed_train: {}, new_materials: {}, hydrogen: {like: new_materials, "
        "related: {new_materials: 0.5}, name_en: hydrogen $H_2$, name_zh: 氢能, "
        "orientation: frontier}}"
    )
    plate = laid_out(sim.run("tiny", out=False, overrides={"fields": own}))["link_kinds"]
    assert "hydrogen" in set(plate.table["row"])
    shown = [label.get_text() for label in plate.figure.axes[0].get_yticklabels()]
    assert "hydrogen $H_2$" in shown  # as it is written, not as a formula


# What is plotted, against the tables of the run.


def test_research_is_an_index_of_yearly_sums(drawn, lively):
    rows = table(drawn, "research")
    spent = indicator(lively, "field", "rd_enterprises")
    year = spent["quarter"].str[:4]
    sums = spent.groupby(year)["value"].sum()
    shown = rows.query("panel == 'enterprises' and series == 'model'").set_index("year")["value"]
    assert list(shown.index) == list(range(2010, 2025))
    assert shown[2017] == pytest.approx(100.0 * sums["2017"] / sums["2010"], rel=1e-12)
    public = rows.query("panel == 'research_public' and series == 'model'").set_index("year")
    spent = indicator(lively, "field", "rd_institutes")
    sums = spent.groupby(spent["quarter"].str[:4])["value"].sum()
    assert public["value"][2024] == pytest.approx(100.0 * sums["2024"] / sums["2010"], rel=1e-12)


def test_official_points_are_the_bulletins_values_at_2017_prices(drawn):
    rows = table(drawn, "research").set_index(["panel", "series", "year"]).sort_index()
    # Enterprises: 657,930 million CNY in 2011 and 518,550 in 2010; price index 0.89574 and 0.82881.
    by_hand = 100.0 * (657930 / 0.89574) / (518550 / 0.82881)
    assert rows.loc[("enterprises", "official", 2011), "value"] == pytest.approx(by_hand)
    # Institutes 308,080 and universities 179,660 in 2019 (index of that year from the table).
    price = float(research.official(("rd_basic",)).loc[2019, "index"])
    price = 133560 / price
    by_hand = 100.0 * ((308080 + 179660) / price) / ((118640 + 59730) / 0.82881)
    assert rows.loc[("research_public", "official", 2019), "value"] == pytest.approx(by_hand)
    years = rows.loc[("enterprises", "official")].index
    assert (years.min(), years.max()) == (2010, 2019)
    last = rows.loc[("enterprises", "official", 2019)]
    assert last["low"] < last["value"] < last["high"]


def test_flows_are_those_of_the_last_four_quarters(drawn, lively):
    rows = table(drawn, "flows").set_index(["payer", "payee"])["value"]
    last = lively.flows.loc[lively.flows["quarter"].str.startswith("2024")]
    taxes = last.loc[last["flow"] == "central_tax", "amount"].sum()
    assert rows["enterprises", "ministry"] == pytest.approx(taxes / 1000.0)
    assert rows.sum() == pytest.approx(last["amount"].sum() / 1000.0)


def test_maps_show_the_provinces_of_the_tables(drawn, lively):
    rows = table(drawn, "map").set_index(["map", "province"])["value"]
    own, public, sales = (
        indicator(lively, "province", name)
        .query("place == 'Beijing' and quarter >= '2024Q1'")["value"]
        .sum()
        for name in ("rd_enterprises", "rd_institutes", "domestic_sales")
    )
    assert rows["rd", "Beijing"] == pytest.approx((own + public) / 1000.0)
    assert rows["intensity", "Beijing"] == pytest.approx(100.0 * own / sales)
    launches = lively.events.query("event == 'launch' and province == 'Beijing'")
    assert rows["launches", "Beijing"] == len(launches) > 0
    ordinary = lively.members.query("province == 'Beijing' and not lead")
    assert rows["centers", "Beijing"] == len(ordinary) > 0


def test_income_of_centers_adds_up_to_their_money(drawn, lively):
    quarters = lively.center_quarters
    rows = table(drawn, "centers")
    income = rows.query("panel == 'income'").set_index(["series", "time"])["value"]
    fees = quarters.loc[quarters["quarter"].str.startswith("2012"), "fees"].sum()
    assert income["fees", "2012"] == pytest.approx(fees / 1000.0)
    share = rows.query("panel == 'self-funded share'").set_index("time")["value"]
    year = quarters.loc[quarters["quarter"].str.startswith("2015")]
    own = year[["fees", "capital", "agreements", "line_rents", "licences"]].sum().sum()
    public = year[["grant", "local_grant", "project_grants"]].sum().sum()
    assert share["2015"] == pytest.approx(own / (own + public))
    money = table(drawn, "center_money").set_index(["center", "item"])["value"]
    assert money["all centers", "fees"] == pytest.approx(quarters["fees"].sum() / 1000.0)
    received = sum(money["early_train", name] for name in files.centers.SOURCES)
    spent = sum(money["early_train", name] for name in files.center_money.USES)
    assert received - spent == pytest.approx(money["early_train", "cash"])


def test_stages_count_each_center_once(drawn):
    rows = table(drawn, "centers").query("panel == 'stages'")
    stages = rows.pivot(index="time", columns="series", values="value")
    # Approved in 2010Q3, twelve quarters of construction.
    assert (stages.loc["2010Q2"] == 0.0).all()
    assert stages.loc["2010Q3", "construction"] == stages.loc["2013Q2", "construction"] == 1.0
    assert stages.loc["2013Q3", "operating"] == 1.0
    assert (stages.sum(axis=1).loc["2010Q3":] == 1.0).all()


def test_launches_stand_by_the_center_that_made_them(drawn, lively):
    sample = files.gather(lively, "en")
    found = files.center_rows.identities(sample, lively)
    rows = lively.history.world.centers
    assert found == {int(rows["id"][0]): "early_train"}
    shown = table(drawn, "center_rows").groupby("quarter")["launches"].sum()
    made = lively.events.query("event == 'launch' and origin == 'center'")
    expected = made.groupby("quarter").size()
    assert len(made) > 0
    assert shown[shown > 0].to_dict() == expected.to_dict()


def test_pipelines_bars_are_ideas_of_the_run(drawn, lively):
    rows = table(drawn, "pipeline")
    reached = rows.query("measure == 'ideas reached'").groupby("at")["value"].sum()
    born = lively.events.query("event == 'idea'")
    assert reached["idea"] == len(born)
    passed = lively.events.query("event == 'stage passed' and value == 2")
    assert reached["TRL 6"] == len(set(passed["subject"]) & set(born["subject"])) > 0
    assert (reached[["idea", *files.pipeline.LEVELS]].diff().dropna() <= 0).all()


def test_diffusion_holds_every_use_of_what_was_launched(drawn, lively):
    rows = table(drawn, "diffusion").query("series == 'technology'")
    launched = lively.events.loc[lively.events["event"] == "launch", "subject"]
    used = lively.adoption.loc[lively.adoption["technology"].isin(launched)]
    assert len(rows) == len(used)
    assert rows["use"].sum() == pytest.approx(used["use"].sum())


def test_the_median_technology_is_one_of_the_same_technologies_at_every_age(drawn):
    rows = table(drawn, "diffusion").query("group == 'economy'")
    single, median = (rows.query(f"series == '{s} technology'".replace("'one ", "'")) for s in
                      ("one", "median"))  # fmt: skip
    last = median["years"].max()
    age = single.groupby(["technology", "slot"])["years"].transform("max")
    followed = single.loc[age >= last]
    assert followed["technology"].nunique() >= 10
    by_age = followed.groupby("years")["use"].median()
    for years, use in median[["years", "use"]].to_numpy():
        assert use == pytest.approx(by_age[years])


def test_links_add_up_and_each_pair_stands_once(drawn, lively):
    rows = table(drawn, "links")
    total = lively.links["links"].sum()
    assert rows["links"].sum() == pytest.approx(total)
    pairs = {frozenset(pair) for pair in rows[["province", "with"]].to_numpy()}
    assert len(pairs) == len(rows)
    kinds = table(drawn, "link_kinds").groupby("panel")["links"].sum()
    assert kinds.tolist() == pytest.approx([total, total])


def test_the_network_has_every_membership(drawn, lively):
    rows = table(drawn, "members")
    assert len(rows) == len(lively.members) > 10
    places = rows[["x", "y"]].drop_duplicates()
    assert len(places) == rows[["kind", "member"]].drop_duplicates().shape[0]


def test_chinese_figures_show_hundred_millions(lively, drawn):
    english, chinese = (
        files.flows.plate(files.gather(lively, language)).table for language in ("en", "zh")
    )
    np.testing.assert_allclose(chinese["value"], 10.0 * english["value"])
    assert set(chinese["unit"]) == {"亿元"}
    assert set(table(drawn, "flows")["unit"]) == {"billion CNY"}


def test_too_many_members_are_shown_by_province(lively, monkeypatch):
    monkeypatch.setattr(files.members, "MOST_NODES", 10)
    rows = files.members.plate(files.gather(lively, "en")).table
    expected = lively.members.groupby("province").size()
    assert rows.groupby("province")["members"].sum().to_dict() == expected.to_dict()


def test_an_old_figure_is_replaced(small, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "DRAWINGS", {"flows": files.DRAWINGS["flows"]})
    folder = tmp_path / "new" / "folder"
    assert draw(small, folder) == [folder / "flows.png"]
    draw(replace(small, scenario=replace(small.scenario, seed=7)), folder)
    assert json.loads((folder / "flows.json").read_text(encoding="utf-8"))["seeds"] == [7]
    assert len(list(folder.iterdir())) == len(SUFFIXES)
