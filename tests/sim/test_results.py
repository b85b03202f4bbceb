"""The tables of a run: as the dictionary says, events decoded, centers and links by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim import codes, results, spinup
from sim.results.about import COMPUTED, IDENTITY, KINDS, MASK, QUARTER, TEXT
from sim.results.agents import OF_FOUNDER, ROWS
from sim.results.centers import center_quarters
from sim.results.centers import links as links_table
from sim.results.centers import members as members_table
from sim.results.columns import dictionary
from sim.results.listing import dictionary_table, event_kinds_table
from sim.state import LINKS, NONE, columns

pytestmark = pytest.mark.core

OF_ONE_RUN = [name for name in dictionary() if name != "bands"]


@pytest.fixture(scope="module")
def made(busy, eventful):
    """Return all tables of a run in which almost everything happens."""
    agents = results.agents(busy, eventful)
    return results.tables(busy, eventful) | {"agents": agents}


# ---- the dictionary and the tables ---------------------------------------------------------


def test_the_dictionary_has_every_table_and_no_other(made):
    assert set(OF_ONE_RUN) == set(made)


@pytest.mark.parametrize("name", OF_ONE_RUN)
def test_columns_are_those_of_the_dictionary_in_order(made, name):
    about, table = dictionary()[name], made[name]
    assert list(table) == [column.name for column in about.columns]
    for column in about.columns:
        kind = str(table[column.name].dtype)
        if column.dtype == "str":
            assert kind in ("str", "object"), column.name
        else:
            assert kind == column.dtype, column.name


@pytest.mark.parametrize("name", OF_ONE_RUN)
def test_the_key_names_one_row_only(made, name):
    about, table = dictionary()[name], made[name]
    assert about.key
    assert len(table)
    assert not table.duplicated(list(about.key)).any()
    assert not table[list(about.key)].isna().any().any()


@pytest.mark.parametrize("name", OF_ONE_RUN)
def test_only_columns_that_say_what_it_means_are_empty(made, name):
    for column in dictionary()[name].columns:
        assert column.missing or not made[name][column.name].isna().any(), column.name


@pytest.mark.parametrize("name", OF_ONE_RUN)
def test_words_are_those_that_the_dictionary_lists(made, name):
    for column in dictionary()[name].columns:
        values = made[name][column.name].dropna()
        if column.values:
            assert set(values) <= set(column.values), column.name
        if column.kind == QUARTER:
            assert values.str.fullmatch(r"\d{4}Q[1-4]").all(), column.name
        if column.kind == TEXT:
            assert (values != "").all(), column.name


@pytest.mark.parametrize("about", dictionary().values(), ids=lambda about: about.name)
def test_every_column_is_explained_in_both_languages(about):
    assert about.row
    assert about.written
    assert set(about.key) <= {column.name for column in about.columns}
    for column in about.columns:
        assert column.kind in KINDS
        assert column.unit
        assert column.meaning
        assert any("\u4e00" <= sign <= "\u9fff" for sign in column.meaning_zh + about.title_zh)
        assert column.meaning_zh
        assert all(column.values.values())


def test_a_table_without_rows_has_its_types_too(busy):
    nothing = SimpleNamespace(
        centers=(), provinces=(), programme=None, fields=busy.fields, start=busy.start
    )
    start = spinup.start(busy)
    world = SimpleNamespace(centers=start.centers[:0], successors=start.successors[:0])
    from sim.results.centers import centers
    from sim.results.columns import fitted

    table = fitted("centers", centers(nothing, SimpleNamespace(world=world)))
    assert table.dtypes["id"] == "int64"
    assert table.dtypes["cash"] == "float64"


def test_columns_of_agents_are_described_by_the_world():
    about = {column.name: column for column in dictionary()["agents"].columns}
    enterprise, institute = (columns(row) for row in ROWS.values())
    assert about["cash"].meaning == enterprise["cash"].meaning == institute["cash"].meaning
    assert about["contracts"].meaning == (
        f"enterprise: {enterprise['contracts'].meaning}; "
        f"institute: {institute['contracts'].meaning}"
    )
    assert about["customers"].source == enterprise["customers"].source != COMPUTED
    assert "institute" in about["sales"].missing
    assert about["id"].kind == about["founder"].kind == IDENTITY
    assert about["knowledge"].kind == MASK
    assert not {"noted", "flows", "met", "first_team", "cell"} & set(about)


def test_agents_from_before_the_records_have_no_founder_and_no_age(made, eventful):
    firms = made["agents"][made["agents"]["agent"] == "enterprise"].reset_index(drop=True)
    unknown = eventful.world.enterprises["founder"] == 0
    assert 0 < unknown.sum() < unknown.size
    for name in OF_FOUNDER:
        np.testing.assert_array_equal(firms[name].isna(), unknown)
    born = eventful.world.enterprises["born"][~unknown]
    assert firms["born"].dropna().iloc[0] == results_quarter(born[0])


def results_quarter(offset):
    year, quarter = divmod(int(offset), 4)
    return f"{2010 + year}Q{quarter + 1}"


def test_masks_keep_all_64_bits(made, eventful):
    known = eventful.world.enterprises["knowledge"]
    assert known.max() > 2**63
    np.testing.assert_array_equal(
        made["agents"]["knowledge"].to_numpy(np.uint64)[: known.size], known
    )


def test_listings_have_a_row_for_each_column_and_each_kind_of_event():
    listing = dictionary_table(dictionary())
    assert len(listing) == sum(len(table.columns) for table in dictionary().values())
    ownership = listing[listing["column"] == "ownership"].iloc[0]
    assert ownership["values"] == "private 民营; state 国有; foreign 外资"
    kinds = event_kinds_table().set_index("event")
    assert kinds.loc["licence", "unit"] == "million CNY"
    assert kinds.loc["national project granted", "why_in"] == "stage"


# ---- centers, members and links -------------------------------------------------------------

SAME = {
    "grant": ["center_grants"],
    "local_grant": ["center_local_grants"],
    "project_grants": ["project_grants_to_centers"],
    "fees": ["enterprise_fees"],
    "capital": ["center_capital", "center_capital_of_investors"],
    "agreements": ["agreements"],
    "line_rents": [f"line_rents_of_{kind}" for kind in ("enterprises", "institutes", "centers")],
    "licences": ["licences_to_centers"],
    "project_rd": ["center_project_rd"],
    "pilot_rents": ["pilot_rents_of_centers"],
    "incubation": ["center_incubation"],
    "paid_to_members": [
        "center_shares_to_enterprises",
        "center_shares_to_institutes",
        "center_shares_to_investors",
        "center_refunds",
    ],
}
"""Columns of `center_quarters` and the flows that they are part of."""


OTHER_CONTRACTS = ("capital", "agreements", "line_rents")
"""Not on offer here."""


@pytest.mark.parametrize("column", SAME)
def test_money_of_centers_adds_up_to_the_flows(made, column):
    centers = made["center_quarters"].groupby("quarter")[column].sum()
    flows = made["flows"][made["flows"]["flow"].isin(SAME[column])]
    paid = flows.groupby("quarter")["amount"].sum().reindex(centers.index, fill_value=0.0)
    cash = made["center_quarters"]["cash"].abs().max()  # rounding of the cash it is taken from
    np.testing.assert_allclose(centers, paid, rtol=1e-12, atol=1e-12 * cash)
    assert column in {"pilot_rents", *OTHER_CONTRACTS} or paid.any()


def test_cash_at_the_end_is_that_of_the_centers(made):
    last = made["center_quarters"].groupby("center").last()
    at_end = made["centers"].set_index("center")
    for column in ("status", "members", "projects_approved", "projects_refused", "cash"):
        assert last[column].equals(at_end[column].rename(column)), column


def test_a_center_by_hand(tiny):
    rows = np.zeros((3, 1), dtype=spinup.start(tiny).centers.dtype)
    rows["grant_paid"][:, 0] = 0.0, 15.0, 15.0
    rows["local_grant_paid"][:, 0] = 0.0, 25.0, 25.0
    rows["status"][:, 0] = codes.PLANNED, codes.CONSTRUCTION, codes.OPERATING
    rows["fees"][:, 0] = 0.0, 3.0, 4.0
    rows["licences"][:, 0] = 0.0, 8.0, 0.0
    rows["project_grants"][:, 0] = 0.0, 0.0, 5.0
    rows["project_rd"][:, 0] = 0.0, 10.0, 12.0
    rows["pilot_rents"][:, 0] = 0.0, 1.0, 0.0
    rows["cash"][:, 0] = 0.0, 40.0, 71.0
    rows["members"][:, 0] = 0.0, 1.0, 7.0
    table = center_quarters(tiny, SimpleNamespace(centers=rows))
    assert table["quarter"].tolist() == ["2010Q1", "2010Q2", "2010Q3"]
    assert table["center"].tolist() == ["early_train"] * 3
    assert table["status"].tolist() == ["planned", "construction", "operating"]
    assert table["members"].tolist() == [0.0, 1.0, 7.0]
    assert table["grant"].tolist() == [0.0, 15.0, 15.0]
    assert table["local_grant"].tolist() == [0.0, 25.0, 25.0]
    # 0 + 15 + 25 + 3 + 8 - 10 - 1 - 40 = 0; 40 + 15 + 25 + 5 + 4 + 0 - 12 - 0 - 71 = 6
    assert table["paid_to_members"].tolist() == [0.0, 0.0, 6.0]


def test_links_stand_for_as_many_as_the_smaller_end(tiny, start):
    w = start
    firms, institutes = w.enterprises, w.institutes
    firms.weight[:3] = 33.0, 20.0, 1.0
    institutes.weight[0] = 5.0
    w.counters[LINKS] = 5
    links = w.links
    links.live[:5] = 1, 1, 1, 0, 1
    links.kind[:5] = codes.ENTERPRISE, codes.ENTERPRISE, codes.INSTITUTE, codes.ENTERPRISE, 1
    links.one[:5] = 0, 1, 0, 0, 0
    links.other[:5] = 1, 2, 0, 2, NONE  # the other end of the last one is gone
    links.one_id[:3] = firms.id[0], firms.id[1], institutes.id[0]
    links.other_id[:3] = firms.id[1], firms.id[2], firms.id[0]
    links.by[:3] = codes.STRANGER, codes.INTRODUCED, codes.FORMER
    links.begun[:3] = -4, 0, 3
    table = links_table(tiny, SimpleNamespace(world=w))
    assert table["links"].tolist() == [20.0, 1.0, 5.0]
    assert table["kind"].tolist() == ["enterprise", "enterprise", "institute"]
    assert table["one"].tolist() == [firms.id[0], firms.id[1], institutes.id[0]]
    assert table["other"].tolist() == [firms.id[1], firms.id[2], firms.id[0]]
    assert table["met"].tolist() == ["stranger", "introduced", "former partner"]
    assert table["begun"].tolist() == ["2009Q1", "2010Q1", "2010Q4"]
    places = [province.key for province in tiny.provinces]
    assert table["one_province"][2] == places[institutes.province[0]]
    assert table["other_province"][2] == places[firms.province[0]]


def test_links_of_an_enterprise_add_up_to_the_indicator(made):
    last = made["indicators"][made["indicators"]["quarter"] == made["indicators"]["quarter"].max()]
    per_firm = last[last["indicator"] == "links_per_enterprise"].set_index("place")["value"]
    agents = made["agents"][made["agents"]["agent"] == "enterprise"]
    firms = agents.groupby("field")["weight"].sum()
    links = made["links"]
    ends = links["links"] * np.where(links["kind"] == "enterprise", 2.0, 1.0)
    found = ends.groupby(links["field"]).sum() / firms
    # entry and exit at the end of the quarter come after the indicator
    np.testing.assert_allclose(found, per_firm[found.index], rtol=0.2)


def test_members_by_hand(tiny, start):
    w = start
    seats = w.memberships
    seats.status[:3] = codes.MEMBER, codes.MEMBER, codes.INVITED
    seats.center[:3] = 0
    seats.kind[:3] = codes.ENTERPRISE, codes.INSTITUTE, codes.ENTERPRISE
    seats.member[:3] = 4, 1, 2
    seats.lead[:3] = 1, 0, 0
    seats.votes[:3] = 0.6, 0.15, 0.0
    seats.joined[:3] = 2, 5, 5
    seats.shared[:3] = 0b1011, 2**63, 1
    seats.fee_paid[:3] = 1.0, 0.0, 0.0
    table = members_table(tiny, SimpleNamespace(world=w))
    firm, institute = w.enterprises[4], w.institutes[1]
    assert table["member"].tolist() == [firm["id"], institute["id"]]
    assert table["kind"].tolist() == ["enterprise", "institute"]
    assert table["lead"].tolist() == [True, False]
    assert table["votes"].tolist() == [0.6, 0.15]
    assert table["joined"].tolist() == ["2010Q3", "2011Q2"]
    assert table["shared_units"].tolist() == [3, 1]
    keys = [field.key for field in tiny.fields]
    assert table["field"].tolist() == [keys[firm["field"]], keys[institute["field"]]]


def test_members_are_as_many_as_their_centers_say(made):
    counted = made["members"].groupby("center").size()
    said = made["centers"].set_index("center")["members"]
    assert counted.reindex(said.index, fill_value=0).tolist() == said.tolist()
    assert made["members"].groupby("center")["lead"].sum().tolist() == [1]
    votes = made["members"]["votes"].sum()
    assert votes == pytest.approx(0.9)  # the government has the rest


# ---- the page ------------------------------------------------------------------------------


def test_the_page_of_tables_is_what_the_dictionary_says():
    from pathlib import Path

    from sim.documents.dictionary import page

    text = page()
    assert text.startswith("Written by `python -m sim.documents`")
    for table in dictionary().values():
        assert f"\n## {table.name}\n" in text
        for column in table.columns:
            assert f"| `{column.name}` | {column.kind} |" in text
    for words in codes.EVENT_KINDS.values():
        assert f"| `{words[0]}` | {words[1]} |" in text
    kept = Path(__file__).parents[2] / "docs" / "tables.md"
    assert kept.read_text(encoding="utf-8") == text


def test_a_digest_does_not_depend_on_the_file(made, tmp_path):
    for name in ("events", "technologies"):
        made[name].to_parquet(tmp_path / f"{name}.parquet", index=False)
        again = pd.read_parquet(tmp_path / f"{name}.parquet")
        assert results.digest(again) == results.digest(made[name])
