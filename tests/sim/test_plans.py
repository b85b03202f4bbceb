"""Plans: read with all their mistakes at once, checked, tried out, rendered."""

import copy
import dataclasses
import re
from html.parser import HTMLParser

import numpy as np
import pytest
import yaml

from sim.cli import main
from sim.plans import SECTIONS, checking, read, shipped, trial
from sim.plans.changes import CHANGES, changes_of
from sim.plans.rendering import document, render
from sim.problems import ScenarioError
from sim.specs import TARGETS

CHAPTERS = ["建设基础和重要意义", "总体思路", "建设布局", "建设任务", "管理运行机制", "保障措施",
            "进度安排"]  # fmt: skip
"""The annex of 国科发创〔2017〕353号."""
GIVEN = {
    "basis": {"lead": "enterprise"},
    "idea": {"targets": {"stages": 4, "products": 0, "fees": 10, "members": 2}},
    "layout": {"mode": "leader_led", "province": "Shandong", "fields": {"high_speed_train": 1}},
    "tasks": {"pilot_capacity": 3, "extension": True},
    "mechanisms": {"lead_votes": 0.4, "legal_form": "company"},
    "safeguards": {"grant": 30, "local_grant": 20},
    "schedule": {"approved": "2010Q3"},
}
STEPS = [
    {"until": f"{year}Q3", "en": f"Step of {year}", "zh": f"{year}年安排", "stages": n}
    for n, year in ((1, 2011), (2, 2012), (4, 2013))
]


def content():
    """Return a small plan on tiny.yaml as a tree."""
    tree = {
        "format": 1, "name": "small", "title": {"en": "A small plan", "zh": "小方案"},
        "scenario": "tiny", "center": "early_train",
    }  # fmt: skip
    for section in SECTIONS:
        own = copy.deepcopy(GIVEN[section.key])
        for part in section.parts:
            said = {"en": f"English of {part.key}.", "zh": f"{part.zh}的中文。"}
            if part.key == "facts":
                said["source"] = "S_HST2018"
            own[part.key] = [said] if part.listed else said
        tree[section.key] = own
    tree["schedule"]["milestones"] = [dict(step) for step in STEPS]
    return tree


@pytest.fixture
def small(tmp_path):
    """Return a function that writes the small plan, with some of it changed, and reads it."""

    def plan(change=lambda tree: None):
        tree = content()
        change(tree)
        path = tmp_path / "small.yaml"
        path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "utf-8")
        return read(path)

    return plan


def changed(section, **values):
    return lambda tree: tree[section].update(values)


# Reading.


@pytest.mark.plain
def test_the_outline_is_that_of_the_annex():
    assert [section.zh for section in SECTIONS] == CHAPTERS
    idea = next(section for section in SECTIONS if section.key == "idea")
    assert [part.zh for part in idea.parts] == ["指导思想", "战略定位", "建设原则", "发展目标"]


@pytest.mark.plain
def test_a_plan_is_a_center_of_its_scenario_and_prose(small):
    plan = small()
    center = plan.center
    assert (center.province, center.approved, center.legal_form) == (
        "Shandong",
        "2010Q3",
        "company",
    )
    assert (center.bundle.lead_votes, center.bundle.grant, center.bundle.extension) == (
        0.4,
        30,
        True,
    )
    assert center.targets == plan.targets == GIVEN["idea"]["targets"]
    assert plan.prose["facts"][0].source == "S_HST2018"
    assert [step.until for step in plan.milestones] == ["2011Q3", "2012Q3", "2013Q3"]
    assert {part.key for s in SECTIONS for part in s.parts} == set(plan.prose)


@pytest.mark.plain
def test_all_mistakes_come_at_once_with_their_lines(small):
    def spoil(tree):
        del tree["tasks"]["talent"]
        tree["basis"]["facts"][0]["source"] = "S_HST2081"
        tree["mechanisms"]["lead_votes"] = 1.5
        tree["layout"]["province"] = "Shandnog"
        tree["idea"]["guidance"].pop("zh")
        tree["schedule"]["milestones"][2]["stages"] = 1

    with pytest.raises(ScenarioError) as caught:
        small(spoil)
    text = str(caught.value)
    for part in ("missing part `talent`", "unknown source `S_HST2081`", "1.5 is out of bounds",
                 "`Shandong`", "missing key `zh`"):  # fmt: skip
        assert part in text
    assert all(problem.line for problem in caught.value.problems)


@pytest.mark.plain
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed("schedule", milestones=[STEPS[1], STEPS[0]]), "2011Q3 is out of order"),
        (changed("schedule", milestones=[STEPS[0] | {"until": "2010Q1"}]), "is out of order"),
        (changed("schedule", milestones=[STEPS[1], STEPS[2] | {"stages": 1}]), "stages falls"),
        (changed("schedule", milestones=[STEPS[2] | {"stages": 9}]), "target is 4"),
        (changed("idea", targets={"stages": -1}), "-1 is out of bounds"),
        (changed("idea", targets={"stage": 1}), "did you mean `stages`"),
        (changed("mechanisms", legal_form="firm"), "no legal form is called `firm`"),
        (changed("basis", facts=[]), "at least one statement"),
        (lambda tree: tree.update(name="other"), "is not the name of the file"),
        (lambda tree: tree.update(scenario="tinny"), "did you mean `tiny`"),
        (lambda tree: tree.pop("tasks"), "missing key `tasks`"),
    ],
)
def test_a_mistake_is_named(small, change, said):
    with pytest.raises(ScenarioError, match=re.escape(said)):
        small(change)


@pytest.mark.plain
@pytest.mark.parametrize("name", list(shipped()))
def test_shipped_plans_are_whole_and_say_what_is_assumed(name):
    plan = read(name)
    assert [step.until[-2:] for step in plan.milestones] == [plan.center.approved[-2:]] * 3
    assert plan.milestones[-1].targets.items() <= plan.targets.items()
    findings = checking.check(plan)
    assert not [f for f in findings if f.verdict == checking.FAILS]
    for said in (plan.title, *(one for part in plan.prose.values() for one in part)):
        assert re.search(r"[一-鿿]", said.zh)
        assert not re.search(r"[一-鿿]", said.en)


# Checking.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("change", "clause", "verdict"),
    [
        (changed("mechanisms", lead_votes=0.6, enterprise_votes=0.2), "G6.2", checking.DOUBT),
        (changed("mechanisms", enterprise_votes=0.6, government_votes=0.0), "G6.2", checking.FAILS),
        (changed("mechanisms", experts=0), "G6.2", checking.FAILS),
        (changed("mechanisms", manager_limit=0), "G6.2", checking.DOUBT),
        (changed("tasks", extension=False), "G5.1", checking.DOUBT),
        (changed("tasks", pilot_capacity=0), "G5.1", checking.DOUBT),
        (changed("schedule", milestones=STEPS[:1] + STEPS[2:]), "G4.4", checking.FAILS),
        (changed("idea", targets={"stages": 4}), "G7.4", checking.DOUBT),
        (changed("safeguards", terms={"takes_members": False}), "G6.5", checking.FAILS),
    ],
)
def test_a_clause_that_is_not_met_is_found(small, change, clause, verdict):
    base = dict.fromkeys(("lead_votes", "enterprise_votes", "government_votes"))
    base |= {"lead_votes": 0.3, "enterprise_votes": 0.4, "government_votes": 0.1}

    def usual(tree):
        tree["mechanisms"] |= base | {"experts": 5, "manager_limit": 10}
        tree["idea"]["targets"]["fees"] = 2000

    def worse(tree):
        usual(tree)
        change(tree)

    before = [f.verdict for f in checking.check(small(usual)) if f.clause == clause]
    after = [f.verdict for f in checking.check(small(worse)) if f.clause == clause]
    assert set(before) == {checking.MEETS}
    assert verdict in after


def context(**values):
    usual = {
        "cr4": 0.7, "maturity": 0.5, "lead_known": 0.6, "lead_rd": 100.0, "lead_links": 3.0,
        "reason": 0, "treasury": 1e4,
        "forecast": {"stages": 4.0, "products": 1.0, "fees": 10.0, "members": 2.0},
    }  # fmt: skip
    return checking.Context(**usual | values)


@pytest.mark.plain
@pytest.mark.parametrize(
    ("values", "clause", "verdict"),
    [
        ({"cr4": 0.3}, "G4.1", checking.DOUBT),
        ({"cr4": 0.5}, "G4.1", checking.DOUBT),
        ({"maturity": 0.1}, "G4.1", checking.DOUBT),
        ({"reason": 1}, "G4.5", checking.DOUBT),
        ({"treasury": 10.0}, "G4.7", checking.DOUBT),
        ({"forecast": {"stages": 3.0, "products": 1.0, "fees": 10.0, "members": 2.0}}, "G7.4",
         checking.DOUBT),
        ({"forecast": {"stages": 9.0, "products": 1.0, "fees": 10.0, "members": 2.0}}, "G7.4",
         checking.DOUBT),
    ],
)  # fmt: skip
def test_what_the_country_says_is_found(small, values, clause, verdict):
    plan = small()
    before = [f.verdict for f in checking.check(plan, context()) if f.clause == clause]
    after = [f.verdict for f in checking.check(plan, context(**values)) if f.clause == clause]
    assert set(before) == {checking.MEETS}
    assert verdict in after


# Trying out.


def evaluations(reports, weights, errors):
    reports, weights = np.array(reports, float), np.array(weights, float)
    score = (reports * weights).sum(axis=1) + np.array(errors)
    return trial.Evaluation(score, reports, weights, reports, np.ones_like(reports))


@pytest.mark.plain
def test_causes_by_hand():
    """Passing is 0.7: what lacks most, by its part of the score, or luck alone."""
    e = evaluations(
        [[0.5, 1, 0.2, 1], [0.5, 1, 0.2, 1], [1, 1, 1, 0.4], [1, 1, 1, 1], [1, 1, 1, 1]],
        [[0.5, 0, 0.25, 0.25], [0.2, 0, 0.6, 0.2], *[[0.25] * 4] * 3],
        [0.0, 0.0, -0.5, -0.5, 0.0],
    )
    causes = trial.causes_of(e, 0.7)
    assert causes == {"stages": 1, "fees": 1, trial.LUCK: 2}


@pytest.mark.plain
def test_without_a_target_the_others_share_its_weight_and_the_error_stays():
    e = evaluations([[0.5, 1, 0.2, 0.9]], [[0.5, 0.0, 0.25, 0.25]], [0.07])
    assert trial.without_target(e, 0) == pytest.approx([0.5 * 0.2 + 0.5 * 0.9 + 0.07])
    assert trial.without_target(e, 1) == pytest.approx(e.score)
    only = evaluations([[0.5, 0, 0, 0]], [[1.0, 0, 0, 0]], [0.0])
    assert trial.without_target(only, 0) == pytest.approx([1.0])


@pytest.mark.plain
def test_chances_and_differences_by_hand():
    passed, usual = np.array([1, 1, 1, 0, 1], bool), np.array([1, 0, 0, 0, 1], bool)
    d = trial.difference("x", passed, usual)
    assert (d.chance.passed, d.chance.runs) == (4, 5)
    assert d.change == pytest.approx(0.4)
    assert d.error == pytest.approx(np.sqrt(0.3 / 5))  # variance of (0, 1, 1, 0, 0)
    assert d.p == pytest.approx(0.5)  # two gained of two: 2 / 2**2
    z = 1.6448536
    share, n = 0.8, 5
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    assert (d.chance.low, d.chance.high) == pytest.approx((middle - half, middle + half))
    assert trial.difference("x", usual, usual).p == 1.0


@pytest.mark.plain
def test_only_changes_that_change_something_are_tried(small):
    def all_of_it(tree):
        tree["tasks"] |= {"pilot_for_members": True, "results_owner": "center"}
        tree["mechanisms"]["experts"] = 0

    plan = small(all_of_it)
    tried = {change.key for change, _ in changes_of(plan.center, plan.scenario)}
    assert tried == {c.key for c in CHANGES} - {"open_line", "shared", "experts", "company"}
    assert all(c.act(plan.center, plan.scenario).key == plan.key for c in CHANGES)


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """Return the small plan, tried out with two changes."""
    path = tmp_path_factory.mktemp("plan") / "small.yaml"
    path.write_text(yaml.safe_dump(content(), allow_unicode=True, sort_keys=False), "utf-8")
    plan = read(path)
    plan = dataclasses.replace(plan, scenario=dataclasses.replace(plan.scenario, quarters=16))
    return trial.try_out(plan, runs=6, scale=plan.scenario.scale, threads=2)


def test_a_trial_is_that_of_the_runs_themselves(tried):
    """The evaluation of each run again, from a run of its own that shares nothing."""
    from sim import kernel, spinup
    from sim.timeline import timeline_of

    scenario = trial.until_evaluation(tried.plan, tried.scale)
    assert scenario.quarters == 2 + 12 + 1
    world, timeline = spinup.start(scenario), timeline_of(scenario)
    for s, seed in enumerate(tried.seeds[:3]):
        history = kernel.run(world, timeline, seed, scenario.quarters)
        row, before = history.centers[-1, 0], history.centers[-2, 0]
        assert row["graded"] == tried.quarter
        assert row["score"] == tried.base.score[s]
        for k, name in enumerate(TARGETS):
            assert tried.base.targets[s, k] == before[f"target_{name}"] == tried.plan.targets[name]
        assert (before["stages"], before["members"]) == (
            tried.base.achieved[s, 0], tried.base.achieved[s, 3],
        )  # fmt: skip


def test_a_change_is_tried_as_if_it_had_been_so_from_the_start(tried):
    from sim import kernel, spinup
    from sim.timeline import timeline_of

    scenario = trial.until_evaluation(tried.plan, tried.scale)
    change, found = next(pair for pair in tried.changed if pair[0].key == "grant")
    other = trial.with_center(scenario, change.act(tried.plan.center, scenario))
    world, timeline = spinup.start(other), timeline_of(other)
    good = timeline.parameters_in(0).programme.good
    passed = 0
    for seed in tried.seeds:
        row = kernel.run(world, timeline, seed, other.quarters).centers[-1, 0]
        passed += row["score"] >= good
    assert found.chance.passed == passed


def test_what_is_measured_is_the_score_but_for_the_evaluators_error(tried):
    e = tried.base
    assert e.weights.sum(axis=1) == pytest.approx(1.0)
    assert (e.weights[:, 1] == 0.0).all()  # no launches are promised
    noise = tried.plan.scenario.parameters.programme.evaluation_noise
    assert np.abs(e.score - e.measured).max() < 5.0 * noise
    assert np.isclose(
        np.minimum(e.reports, 1.0), np.minimum(1.0, e.achieved / np.maximum(e.targets, 1e-300))
    )[:, [0, 2, 3]].all()  # fmt: skip


def test_threads_change_nothing(tried):
    again = trial.try_out(tried.plan, runs=2, scale=tried.scale, changes=False, threads=1)
    assert np.array_equal(again.base.score, tried.base.score[:2])
    assert not again.changed


def test_the_models_view_of_a_plan(tried):
    seen = checking.context_of(tried.plan, tried.scale)
    assert 0.0 < seen.lead_known <= 1.0
    assert seen.lead_rd > 0.0
    assert 0.0 <= seen.maturity <= 1.0
    assert set(seen.forecast) == set(TARGETS)
    assert seen.forecast["members"] >= 1.0
    assert seen.forecast != tried.plan.targets


# Rendering.


class Page(HTMLParser):
    """What a page asks for beside itself, and its headings."""

    def __init__(self):
        super().__init__()
        self.asked, self.heads, self.inside = [], [], False

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag in ("img", "script", "link", "iframe") or named.get("src"):
            self.asked.append(tag)
        self.inside = tag == "h2"

    def handle_data(self, data):
        if self.inside:
            self.heads.append(data)
            self.inside = False


def test_a_document_has_all_sections_in_both_languages(tried, tmp_path):
    findings = checking.check(tried.plan, checking.context_of(tried.plan, tried.scale))
    paths = render(tried.plan, tmp_path / "out", findings=findings, trial=tried)
    assert {p.name for p in paths} == {
        f"small.{language}.{kind}" for language in ("en", "zh") for kind in ("md", "html", "svg")
    }
    for language in ("en", "zh"):
        page = Page()
        text = (tmp_path / "out" / f"small.{language}.html").read_text("utf-8")
        page.feed(text)
        assert not page.asked
        assert text.count("<svg") == 1
        named = [section.zh if language == "zh" else section.en for section in SECTIONS]
        assert [
            head.partition("、")[2] or head.partition(". ")[2] for head in page.heads[:7]
        ] == named
        for part in (part for section in SECTIONS for part in section.parts):
            assert (part.zh if language == "zh" else part.en) in text
    markdown = (tmp_path / "out" / "small.zh.md").read_text("utf-8")
    prose = re.sub(r"`[^`]*`|<[^>]*>|\(G\d\.\d\)|^.*ntic.*$|S_\w+.*|\b[GA]\d(\.\d)?\b|small[.\w]*",
                   "", markdown, flags=re.MULTILINE)  # fmt: skip
    assert not re.findall(r"[A-Za-z]{4,}", prose.replace("leader_led", ""))


@pytest.mark.plain
def test_a_document_without_the_model_has_the_plan_alone(small):
    text = document(small(), "en")
    assert "The plan in the model" not in text
    assert text.count("\n## ") == len(SECTIONS) + 1  # and the sources


@pytest.mark.plain
def test_signs_of_markdown_in_prose_stay_prose(small):
    def odd(tree):
        tree["tasks"]["talent"]["en"] = "A *bold* | <b>plan</b>"

    text = document(small(odd), "en")
    assert r"A \*bold\* \| &lt;b>plan&lt;/b>" in text


# The command.


@pytest.mark.plain
def test_the_command_checks_the_file_alone(capsys, tmp_path):
    with pytest.raises(SystemExit) as caught:
        main(["plan", "check", "high_speed_train", "--no-country"])
    assert caught.value.code == 0
    assert "G6.2" in capsys.readouterr().out
    tree = content()
    tree["mechanisms"]["experts"] = 0
    path = tmp_path / "small.yaml"
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["plan", "check", str(path), "--no-country"])
    assert caught.value.code == 1


@pytest.mark.plain
def test_a_plan_that_is_wrong_is_an_error_of_the_user(capsys, tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text("format: 2\n", "utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["plan", "render", str(path), "--out", str(tmp_path / "out")])
    assert caught.value.code == 2
    assert "missing key `basis`" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
