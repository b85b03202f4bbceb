"""The page of the guideline's clauses: complete, true to the code, and its levers work."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from sim import kernel
from sim.indicators import FIELD, NATION, PROVINCE
from sim.legal import RIGHT_KEYS
from sim.parameters import describe
from sim.populate import build, centers_as, rows_as
from sim.results import Result
from sim.scenario import KEYS, load
from sim.scenario import centers as center_keys
from sim.scenario import events as event_keys
from sim.specs import ATTRIBUTES, BUNDLE_KEYS, REGION, TARGETS
from sim.spinup import started
from sim.terms import TERM_KEYS, USUAL_CONTRACT
from sim.timeline import timeline_of

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "guideline.md").read_text(encoding="utf-8")

CLAUSES = {
    "Aims": ["G1.1", "G1.2", "G1.3", "G1.4",
             "G2.1", "G2.2", "G2.3", "G2.4", "G2.5", "G2.6", "G2.7"],
    "Layout": ["G3.1", "G3.2", "G3.3", "G3.4"],
    "Modes": ["G4.1", "G4.2", "G4.3", "G4.4", "G4.5", "G4.6", "G4.7"],
    "Tasks": ["G5.1", "G5.2", "G5.3", "G5.4", "G5.5"],
    "Governance": ["G6.1", "G6.2", "G6.3", "G6.4", "G6.5"],
    "Procedure": ["G7.1", "G7.2", "G7.3", "G7.4", "A1"],
}  # fmt: skip
"""Every clause of 国科发创〔2017〕353号 by the section of the page in which it stands."""
NUMBER = 37
ORIENTATIONS = {"frontier": 7, "economy": 12, "national_need": 5}
"""Key areas that 三(一) of the guideline names."""


class Row(NamedTuple):
    """A clause as the page has it."""

    clause: str
    says: str
    levers: list[str]
    indicators: list[str]
    status: str
    measured: str
    code: str
    tests: list[str]

    @property
    def word(self) -> str:
        found = re.match(r"in|partly|not yet", self.status)
        return found[0] if found else "none"


def names_in(text):
    return re.findall(r"`([^`]+)`", text)


def sections():
    """Return the text of each section of the page by the first word of its heading."""
    parts = re.split(r"^## (\w+).*$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows_of(text):
    below = dict(re.findall(r"^- ([GA][\d.]+): (.*)$", text, flags=re.MULTILINE))
    for line in re.findall(r"^\| ([GA]\d.*)\|$", text, flags=re.MULTILINE):
        cells = [cell.strip() for cell in line.split("|")]
        clause, says, levers, indicators, status, measured = cells
        code, _, tests = below.get(clause, "").partition("; tests ")
        yield Row(clause, says, names_in(levers), names_in(indicators), status, measured, code,
                  names_in(tests))  # fmt: skip


ROWS = {row.clause: row for text in sections().values() for row in rows_of(text)}


# The page is complete.


def test_every_clause_stands_once_in_its_section():
    there = sections()
    assert list(there)[:-1] == list(CLAUSES)
    for section, clauses in CLAUSES.items():
        assert [row.clause for row in rows_of(there[section])] == clauses
        below = re.findall(r"^- ([GA][\d.]+):", there[section], flags=re.MULTILINE)
        assert below == clauses
    assert sum(map(len, CLAUSES.values())) == NUMBER
    assert len(re.findall(r"^\| [GA]\d", PAGE, flags=re.MULTILINE)) == NUMBER


def test_the_opening_counts_the_rows():
    said = re.findall(r"Of (\d+) rows (\d+) are in, (\d+) partly and (\d+) not yet\.", PAGE)
    words = [row.word for row in ROWS.values()]
    counted = [len(words), *(words.count(word) for word in ("in", "partly", "not yet"))]
    assert [[int(number) for number in numbers] for numbers in said] == [counted]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_a_row_says_what_its_status_asks_for(row):
    assert row.word in ("in", "partly", "not yet")
    assert re.match(r"[一二三四五六]|附件", row.says), "names no part of the guideline"
    assert re.search(r"\([^)]*[\u4e00-\u9fff]", row.says), "has no Chinese words"
    assert names_in(row.code)
    if row.word == "not yet":
        assert [*row.levers, *row.indicators, row.measured] == [""]
    else:
        assert row.levers
        assert row.indicators
        assert row.tests
        assert re.search(r"\d", row.measured)
    if row.word != "in":
        assert re.match(r"(partly|not yet): \w", row.status), "does not say what is missing"


def test_the_scenario_has_the_key_areas_of_the_guideline():
    found = [field.orientation for field in load("national").fields]
    assert {word: found.count(word) for word in ORIENTATIONS} == ORIENTATIONS


# Names are those of the code.


PARAMETERS = {name for name, _, _ in describe()}
INDICATORS = {about.name for about in (*FIELD, *PROVINCE, *NATION)}
MODES = set(load("national").bundles)


def is_lever(name):
    """Say whether a scenario can set it: a parameter, or a key with <key> for any name."""
    first, *rest = name.split(".")
    return (
        name in PARAMETERS
        or (first in KEYS and not rest)
        or (first == "centers" and rest[0] in ("<key>", "every") and rest[1:] in CENTER_KEYS)
        or (first == "bundles" and rest[0] == "<label>" and rest[1:] in [[k] for k in BUNDLE_KEYS])
        or (first == "contracts" and rest[0] == "<label>" and rest[1:] in [[k] for k in TERM_KEYS])
        or (
            first == "legal_forms"
            and rest[0] == "<label>"
            and rest[1:] in [[k] for k in RIGHT_KEYS]
        )
        or (first == "fields" and rest[0] == "<field>" and rest[1:] in [[k] for k in ATTRIBUTES])
        or (first == "regions" and rest[0] == "<province>" and rest[1:] in [[k] for k in REGION])
        or (first == "events" and rest in [[kind] for kind in event_keys.KINDS])
    )


CENTER_KEYS = [
    [],
    *([key] for key in center_keys.KEYS),
    *(["bundle", key] for key in BUNDLE_KEYS),
    *(["terms", key] for key in TERM_KEYS),
    *(["rights", key] for key in RIGHT_KEYS),
    *(["targets", key] for key in TARGETS),
]


@cache
def defined(path):
    """Return the functions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def is_function(name):
    """Say whether `module.function` is one of the model."""
    module, _, function = name.partition(".")
    return any(function in defined(path) for path in (ROOT / "sim").rglob(f"{module}.py"))


def is_test(name):
    file, _, function = name.partition("::")
    return file.endswith(".py") and is_file(file) and function in defined(ROOT / file)


def is_file(name):
    return "/" in name and (ROOT / name).is_file()


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_the_names_of_a_row_are_in_the_code(row):
    assert [name for name in row.levers if not is_lever(name)] == []
    assert [name for name in row.indicators if name not in INDICATORS] == []
    assert [name for name in row.tests if not is_test(name)] == []
    code = names_in(row.code)
    assert [name for name in code if not (is_function(name) or is_file(name))] == []


def test_all_other_names_of_the_page_are_in_the_code():
    tables = set(Result.__dataclass_fields__)
    words = {"<key>", "<label>", "<field>", "<province>"}
    unknown = [
        name
        for name in names_in(PAGE)
        if not (name in INDICATORS | MODES | tables | words or is_lever(name) or is_function(name)
                or is_test(name) or is_file(name))
    ]  # fmt: skip
    assert unknown == []


@pytest.mark.parametrize(
    "name",
    [
        "market.nothing",
        "centers.<key>.boss",
        "bundles.<label>",
        "fields.<field>.luck",
        "events.x",
        "regions.<province>.area",
    ],
)
def test_a_lever_that_is_none_is_found(name):
    assert not is_lever(name)


# Levers move indicators.


COMMON = {
    "scale": "0.01",
    "background": "none",
    "programme.construction": "4",
    "centers.others": "all",
    "centers.every.approved": "2010Q1",
}
"""All centers from the first quarter on, so that few quarters show what they do."""
QUARTERS = 20
LONGER = {"investors.savings": 48, "market.selection": 48, "institutes.contract_most": 48}
"""Levers that take longer to show: founders get money, leaders grow and institutes drift slowly."""
ROUNDING = 1e-9
"""Relative difference of a number that counts as one."""


FREE = {"scale": "0.01", "background": "none", "programme.call_interval": "2"}
"""What calls are tested with, over `programme_free.yaml`: its first call is in 2016Q3."""
CALLS = ("G2.1", "G4.5", "G7.1", "G7.2")
"""Clauses whose levers act in calls for centers, and integration of bases."""
OF_CALLS = 48
"""Quarters until some centers have been called and have begun."""


class Pair(NamedTuple):
    """A lever of a clause, another value of it, and what it moves."""

    clause: str
    lever: str
    given: dict[str, str]
    moves: tuple[str, ...]


def pair(clause, lever, value, *moves):
    """Return a pair: `<key>` each center, `<label>` each mode, `<field>` a choke-point field.

    `<province>` is Beijing.
    """
    field = "core_electronic_components"
    if lever == "events.embargo":
        given = {"events": f"[{{from: 2012Q1, until: 2016Q1, embargo: {field}}}]"}
    elif lever.startswith("centers."):
        given = {lever.replace("<key>", "every"): value}
        if value == "equity":  # which needs shares, of which a contract without stakes sees nothing
            given["centers.every.rights.has_shares"] = "true"
    elif lever.startswith("bundles."):
        given = {lever.replace("<label>", mode): value for mode in sorted(MODES)}
    elif lever.startswith("contracts."):
        given = {lever.replace("<label>", USUAL_CONTRACT): value}
    else:
        given = {lever.replace("<field>", field).replace("<province>", "Beijing"): value}
        if "<field>" in lever:
            given["fields.others"] = "all"
    return Pair(clause, lever, given, moves)


PAIRS = [
    pair("G1.1", "research.generic_share", "0.3", "gain_launched"),
    pair("G1.1", "institutes.pull", "0", "basic_research"),
    pair("G1.1", "institutes.contract_most", "0.4", "university_drift", "university_basic",
         "discoveries"),
    pair("G1.2", "research.gain_sigma", "1.4", "gain_launched"),
    pair("G1.2", "research.minor_rate", "0.3", "inventions"),
    pair("G1.3", "membership.invitations", "6", "center_members"),
    pair("G1.3", "bundles.<label>.pilot_for_members", "false", "lines_rented"),
    pair("G1.3", "knowledge.base_learning_rate", "0.5", "gap"),
    pair("G1.4", "fields.<field>.frontier_growth", "8", "gap", "exports", "foreign_content"),
    pair("G1.4", "market.foreign_unit_gain", "0.008", "exports", "foreign_content"),
    pair("G2.1", "programme.target", "2", "applications_approved", "centers_construction"),
    pair("G2.1", "programme.most_per_call", "4", "applications_approved", "launches_center"),
    pair("G2.2", "links.rate", "0.24", "link_density"),
    pair("G2.2", "fields.<field>.openness", "0.3", "gap"),
    pair("G2.3", "bundles.<label>.pilot_capacity", "0", "ideas_trl_4_6", "launches_center"),
    pair("G2.3", "bundles.<label>.grant", "60", "launches_center"),
    pair("G2.4", "market.selection", "0.4", "world_leaders"),
    pair("G2.5", "turnover.capital", "14", "enterprises", "enterprises_closed"),
    pair("G2.5", "investors.savings", "0.01", "enterprises", "enterprises_closed"),
    pair("G2.5", "incubation.places", "0.2", "incubated", "graduated"),
    pair("G2.5", "incubation.coaching", "3", "gazelles", "graduated"),
    pair("G2.6", "location.specialist_pull", "1", "provinces_per_field_sales", "clusters",
         "ellison_glaeser", "cluster_sales_share", "cluster_quotient"),
    pair("G2.6", "location.center_pull", "3", "provinces_per_field_sales", "ellison_glaeser"),
    pair("G2.6", "regions.<province>.support", "2", "ellison_glaeser", "cluster_quotient"),
    pair("G2.7", "contracts.<label>.fee", "5", "center_self_funding"),
    pair("G2.7", "bundles.<label>.enterprise_votes", "0.05", "projects_approved"),
    pair("G3.1", "fields.<field>.opportunity", "4", "ideas_born"),
    pair("G3.2", "fields.<field>.demand_growth", "0.2", "domestic_sales"),
    pair("G3.3", "events.embargo", "", "unmet_demand", "import_share"),
    pair("G3.3", "fields.<field>.procurement_share", "0.5", "procured", "import_share"),
    pair("G3.4", "centers.<key>.province", "Gansu", "treasury", "rd_staff"),
    pair("G4.1", "centers.<key>.mode", "leader_led", "center_members", "projects_approved"),
    pair("G4.1", "centers.<key>.lead", "enterprise", "projects_approved"),
    pair("G4.2", "centers.<key>.mode", "alliance_led", "center_members", "center_self_funding"),
    pair("G4.3", "centers.<key>.lead", "institute", "projects_refused"),
    pair("G4.4", "programme.construction", "12", "centers_operating"),
    pair("G4.4", "centers.<key>.bundle.grant", "40", "center_project_rd"),
    pair("G4.4", "programme.ambition", "2", "plan_fulfilment", "evaluations_wanting"),
    pair("G4.5", "programme.least_known", "0.9", "applications_know_too_little",
         "applications_eligible"),
    pair("G4.5", "programme.least_rd", "50", "applications_little_rd"),
    pair("G4.5", "programme.least_links", "5", "applications_few_partners"),
    pair("G4.6", "programme.integrate", "0", "bases_integrated"),
    pair("G4.6", "platforms.rent", "0.9", "lines_rented"),
    pair("G4.6", "start.engineering_centers", "0", "lines_rented"),
    pair("G4.7", "bundles.<label>.local_grant", "0", "center_local_grants"),
    pair("G4.7", "governments.match", "0.1", "local_subsidies"),
    pair("G4.7", "governments.cheap_land", "0.2", "land_forgone"),
    pair("G4.7", "regions.<province>.support", "2", "innovation_effort", "local_subsidies"),
    pair("G5.1", "institutes.block_share", "0.9", "project_grants"),
    pair("G5.1", "bundles.<label>.extension", "true", "center_licences", "technology_use"),
    pair("G5.1", "diffusion.adoption_cost", "1", "technology_use"),
    pair("G5.2", "knowledge.foreign_learning_rate", "0.06", "gap"),
    pair("G5.2", "zones.land", "1", "land_forgone"),
    pair("G5.2", "zones.pull", "1", "ellison_glaeser"),
    pair("G5.2", "zones.room", "2", "ellison_glaeser"),
    pair("G5.2", "regions.<province>.demonstration_zones", "0", "zone_share", "land_forgone"),
    pair("G5.3", "incubation.places", "0", "tenants", "incubation_cost", "graduated"),
    pair("G5.3", "bundles.<label>.incubator_places", "100", "incubator_places", "incubated"),
    pair("G5.3", "incubation.relief", "0.8", "incubator_refused", "incubation_cost"),
    pair("G5.3", "incubation.meetings", "0.5", "tenants_gave_up", "graduated_by_funding"),
    pair("G5.4", "talent.migration", "0.03", "staff_returned", "stars_from_abroad"),
    pair("G5.4", "talent.training_surplus", "0.06", "rd_staff"),
    pair("G5.4", "talent.star_rd_pull", "1.3", "star_hhi"),
    pair("G5.4", "talent.star_lure", "0.3", "staff_hhi", "center_staff"),
    pair("G5.4", "centers.<key>.rights.pay", "1.4", "center_stars"),
    pair("G5.5", "bundles.<label>.results_owner", "inventor", "income_members", "income_centers"),
    pair("G5.5", "membership.retained", "1", "income_members", "income_centers"),
    pair("G6.1", "centers.<key>.legal_form", "dependent", "center_to_leads", "center_self_funding"),
    pair("G6.1", "centers.<key>.rights.pay", "0.6", "center_turnover", "launches_center"),
    pair("G6.1", "centers.<key>.rights.overhead", "0.5", "center_overheads", "center_project_rd"),
    pair("G6.2", "governance.majority", "0.8", "projects_refused", "projects_approved"),
    pair("G6.2", "bundles.<label>.lead_votes", "0.05", "projects_refused", "projects_approved"),
    pair("G6.2", "bundles.<label>.voting", "unanimity", "projects_captured", "decision_time"),
    pair("G6.2", "bundles.<label>.veto", "government", "projects_bad_public"),
    pair("G6.2", "bundles.<label>.experts", "0", "expert_fees", "projects_missed_members"),
    pair("G6.2", "bundles.<label>.manager_limit", "0", "projects_by_manager"),
    pair("G6.2", "governance.noise", "0", "projects_bad_members", "projects_missed_public"),
    pair("G6.2", "governance.delay_round", "4", "decision_time"),
    pair("G6.3", "institutes.matching", "0.9", "project_grants", "center_project_rd"),
    pair("G6.3", "institutes.award_rate", "0.3", "project_grants", "center_project_rd"),
    pair("G6.4", "talent.mobility", "0.2", "staff_moved"),
    pair("G6.4", "talent.entry_rate", "1", "staff_joined"),
    pair("G6.4", "legal.seconded", "1", "center_vacancies", "center_staff_joined"),
    pair("G6.4", "centers.<key>.rights.pay", "0.6", "center_posts", "center_staff_left",
         "center_turnover"),
    pair("G6.5", "contracts.<label>.fee", "5", "center_fees", "center_self_funding"),
    pair("G6.5", "bundles.<label>.grant", "60", "center_self_funding"),
    pair("G6.5", "centers.<key>.contract", "equity", "center_capital", "center_leverage"),
    pair("G6.5", "contracts.<label>.agreements", "true", "center_agreements", "agreements"),
    pair("G6.5", "contracts.<label>.enterprise_main", "true", "center_grants"),
    pair("G7.1", "programme.preparation", "20", "center_applications"),
    pair("G7.2", "programme.panel_noise", "0", "panel_errors", "panel_quality_lost"),
    pair("G7.2", "programme.reviewers", "1", "panel_errors"),
    pair("G7.3", "programme.construction", "12", "centers_construction", "centers_operating"),
    pair("G7.3", "centers.<key>.approved", "2012Q1", "centers_construction", "centers_operating"),
    pair("G7.4", "programme.term", "8", "evaluations_good", "evaluations_excellent"),
    pair("G7.4", "programme.good", "1.4", "evaluations_wanting", "centers_rectifying"),
    pair("G7.4", "programme.gaming", "1", "center_distortion"),
    pair("A1", "centers.<key>.targets", "{stages: 200}", "plan_fulfilment", "evaluations_wanting"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_the_pairs_are_those_of_the_page(row):
    mine = [p for p in PAIRS if p.clause == row.clause]
    tested = {re.sub(r"bundle\..*", "bundle", p.lever) for p in mine}
    assert tested == set(row.levers)
    assert {name for p in mine for name in p.moves} == set(row.indicators)


def run_from_the_shared_start(given, quarters=QUARTERS):
    """Return a run that differs from the common one from the first quarter on.

    The past knows nothing of centers and of what is dated (`tests/sim/test_spinup.py`), so runs
    share it: parameters, and what a scenario sets of centers and fields, are changed at its end.
    What stands under `start` has a past of its own.
    """
    of_the_start = {name: value for name, value in given.items() if name.startswith("start.")}
    usual, w = started("national", tuple((COMMON | of_the_start).items()))
    scenario = load("national", COMMON | given)
    if any(name.startswith(("fields.", "events")) for name in given):
        w = w._replace(fields=rows_as(w.fields, build(usual).fields, build(scenario).fields))
    elif any(name.startswith("regions.") for name in given):
        there = (build(usual).provinces, build(scenario).provinces)
        w = w._replace(provinces=rows_as(w.provinces, *there))
    elif not given.keys() <= PARAMETERS:  # which set no row of a table
        w = centers_as(w, usual, scenario)
    return kernel.run(w, timeline_of(scenario), 1, quarters)


@pytest.fixture(scope="module")
def usual():
    return run_from_the_shared_start({}, max(LONGER.values()))


def moved(usual, other):
    """Return the indicators that differ beyond rounding while the other run lasts."""
    found = set()
    for level, abouts in (("fields", FIELD), ("provinces", PROVINCE), ("nation", NATION)):
        b = getattr(other, level)
        a = getattr(usual, level)[: len(b)]
        differs = np.abs(a - b) > ROUNDING * np.maximum(np.abs(a), np.abs(b))
        found |= {about.name for k, about in enumerate(abouts) if differs[..., k].any()}
    return found


@pytest.mark.slow
def test_a_lever_left_alone_moves_nothing(usual):
    assert moved(usual, run_from_the_shared_start({"market.tax_rate": "0.25"})) == set()


@cache
def run_with_calls(given):
    """Return a run in which organisations apply for centers, from the past that all share."""
    _, start = started("programme_free", tuple(FREE.items()))
    scenario = load("programme_free", FREE | dict(given))
    assert dict(given).keys() <= PARAMETERS
    return kernel.run(start, timeline_of(scenario), 1, OF_CALLS)


def in_calls(one):
    return one.clause in CALLS or one.lever == "programme.integrate"


@pytest.mark.slow
@pytest.mark.parametrize(
    "one", [p for p in PAIRS if in_calls(p)], ids=lambda p: f"{p.clause}-{p.lever}"
)
def test_the_lever_moves_its_indicator_in_calls(one):
    found = moved(run_with_calls(()), run_with_calls(tuple(one.given.items())))
    assert set(one.moves) <= found


@pytest.mark.slow
@pytest.mark.parametrize(
    "one", [p for p in PAIRS if not in_calls(p)], ids=lambda p: f"{p.clause}-{p.lever}"
)
def test_the_lever_moves_its_indicator(usual, one):
    quarters = LONGER.get(one.lever, QUARTERS)
    found = moved(usual, run_from_the_shared_start(one.given, quarters))
    assert set(one.moves) <= found


@pytest.mark.slow
def test_industry_money_turns_universities_to_applied_work_and_fewer_units_are_found():
    """Paired, with none and with much of it; in 15 years it shows in what is discovered."""
    none, much = (
        run_from_the_shared_start({"institutes.contract_most": most}, 60) for most in ("0", "0.4")
    )

    def of(run, name):
        return run.fields[..., [about.name for about in FIELD].index(name)]

    assert (of(much, "university_basic")[-1] < of(none, "university_basic")[-1]).all()
    assert (
        of(much, "university_drift")[-4:].mean() > of(none, "university_drift")[-4:].mean() + 0.05
    )
    assert of(much, "drift_near_centers")[-1].mean() > of(none, "drift_near_centers")[-1].mean()
    assert of(much, "discoveries").sum() < of(none, "discoveries").sum()
    drift = of(much, "university_drift").mean(axis=1)
    assert abs(drift[0]) < drift[4] < 0.2 * drift[-1]  # people and agendas change slowly
