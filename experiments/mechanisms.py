"""The mechanisms of the model, each with the values at which it is off.

A value is a number within the range of its parameter or attribute; the name of another parameter
whose value it takes; or None: what stands at the start stays, and dated changes of it do not
happen. Columns are those that a scenario sets, the same value in every row.
"""

from dataclasses import dataclass, field

import numpy as np

from sim.specs import COLUMNS

Value = float | str | None
NEVER = float(np.iinfo(np.int32).max)
"""A quarter that does not come."""
PLACEBO = "nothing"


@dataclass(frozen=True)
class Mechanism:
    """What it means that a mechanism is off, and where that is set."""

    off: str
    parameters: dict[str, Value] = field(default_factory=dict)
    columns: dict[tuple[str, str], Value] = field(default_factory=dict)


def _of_fields(off: str, **values: Value) -> Mechanism:
    return Mechanism(off, {}, {("fields", COLUMNS[name]): v for name, v in values.items()})


def _of_centers(off: str, **values: Value) -> Mechanism:
    return Mechanism(off, {}, {("centers", name): value for name, value in values.items()})


M = Mechanism
MECHANISMS: dict[str, Mechanism] = {
    PLACEBO: M("nothing is changed: the control"),
    # What is known
    "learning from around": M(
        "nobody learns from enterprises of its province and near it",
        {"knowledge.local_learning_rate": 0.0},
    ),
    "spillovers between provinces": M(
        "what others know hardly leaves their province (20 km, the least)",
        {"knowledge.spillover_reach": 20.0},
    ),
    "teaching": M("graduates bring no knowledge of institutes", {"knowledge.teaching_rate": 0.0}),
    "learning from contracts": M(
        "research that is contracted out teaches nothing", {"knowledge.contract_rate": 0.0}
    ),
    "own learning": M("own R&D alone teaches nothing", {"knowledge.own_learning_rate": 0.0}),
    "learning abroad": M("nobody learns from abroad", {"knowledge.foreign_learning_rate": 0.0}),
    "shared base of centers": M(
        "members learn nothing from what a center's members share",
        {"knowledge.base_learning_rate": 0.0},
    ),
    "learning among institutes": M(
        "institutes do not learn from each other", {"knowledge.institute_learning_rate": 0.0}
    ),
    "forgetting": _of_fields("nothing that is known is lost", depreciation=0.0),
    "progress abroad": M(
        "the world opens no new units and gains no efficiency by them",
        {"market.foreign_unit_gain": 0.0},
        {("fields", COLUMNS["frontier_growth"]): 0.0},
    ),
    # Ideas and projects
    "minor inventions": M("there are none", {"research.minor_rate": 0.0}),
    "use of public inventions": M(
        "minor inventions of institutes meet no user", {"patents.meeting": 0.0}
    ),
    "rivals for an idea": M("nobody else has the same idea", {"research.rival_chance": 0.0}),
    "imitation by rivals": _of_fields(
        "the first at TRL 8 keeps all other teams out", appropriability=1.0
    ),
    "generic technologies": M("ideas serve one field", {"research.generic_share": 0.0}),
    "luck at launch": M("a technology brings what it promised", {"research.luck_sigma": 0.0}),
    "differences of ideas": M(
        "all ideas of a field promise the same gain", {"research.gain_sigma": 0.0}
    ),
    "the shelf": M(
        "ideas without money wait for 20 years before they are shelved, and no center takes "
        "them up from there till then",
        {"research.shelf_quarters": 80.0},
    ),
    "projects of enterprises": M(
        "enterprises pay for routine R&D only", {"funding.project_limit": 0.0}
    ),
    "projects of institutes": M(
        "institutes pay for no projects of their own",
        {"funding.institute_project_share": 0.0},
    ),
    "pilot lines": M(
        "a pilot line, of a center or a platform, saves nothing", {"maturation.pilot_cost": 1.0}
    ),
    "pilot lines of platforms": M(
        "a line suits only where the platform knows all units, and its rent takes all it saves",
        {"platforms.suits": 1.0, "platforms.rent": 1.0},
    ),
    # Diffusion
    "hearing from neighbours and partners": _of_fields(
        "users hear of a technology from its owner only", imitation_coefficient=0.0
    ),
    "hearing from partners": M(
        "what partners use is heard of as what others use", {"diffusion.partner_share": 0.0}
    ),
    "extension": M("extension work has no effect", {"diffusion.extension": 0.0}),
    "cost of adoption": M("taking a technology into use is free", {"diffusion.adoption_cost": 0.0}),
    "rights that last": M(
        "users need a licence for two years only, the least", {"funding.licence_life": 8.0}
    ),
    # Links
    "new links": M("no links are made outside centers", {"links.rate": 0.0}),
    "learning from partners": M("links pass on no knowledge", {"links.partner_learning_rate": 0.0}),
    "choice among partners": M(
        "who seeks a partner takes the first it meets", {"links.candidates": 1.0}
    ),
    "links with institutes": M(
        "enterprises make links with enterprises only", {"links.institute_share": 0.0}
    ),
    "cognitive distance": M(
        "what the other knows does not count in the choice of partners", {"links.cognitive": 0.0}
    ),
    "common partners": M("they do not count in that choice", {"links.social": 0.0}),
    "same owners": M("they do not count in that choice", {"links.institutional": 0.0}),
    "past success": M("it does not count in that choice", {"links.past": 0.0}),
    "memory of partners": M("former partners are strangers", {"links.memory": 0.0}),
    "rivalry of partners": M("rivals are as good as others", {"links.rivalry": 0.0}),
    # Centers
    "centers": _of_centers("no center is ever approved", start=NEVER),
    "grants of centers": _of_centers(
        "ministry and provinces pay centers nothing", grant=0.0, local_grant=0.0
    ),
    "local grants of centers": _of_centers("provinces pay centers nothing", local_grant=0.0),
    "fees": _of_centers("members pay no fee", fee=0.0),
    "pay of centers": _of_centers("they pay what is paid around them", pay=1.0),
    "sharing out": _of_centers("no center may share income among members", pays_out=0.0),
    "running costs of centers": _of_centers("running a center costs nothing", overhead=0.0),
    "pilot lines of centers": _of_centers("centers have none", pilot_capacity=0.0),
    "open pilot lines": _of_centers(
        "a center's line serves its own projects and its lead", pilot_for_members=0.0
    ),
    "extension by centers": _of_centers("no center does extension work", extension=0.0),
    "members": M("centers invite nobody", {"membership.invitations": 0.0}),
    "votes of the board": M("one vote in favour carries a project", {"governance.majority": 0.0}),
    "errors of boards": M(
        "groups and experts see what an idea is worth",
        {"governance.noise": 0.0, "governance.expert_noise": 0.0},
    ),
    "experts": _of_centers("boards ask none", experts=0.0),
    "delays of boards": M(
        "boards decide at once", {"governance.delay": 0.0, "governance.delay_round": 0.0}
    ),
    "consents": M("no refused consent costs time", {"governance.delay_round": 0.0}),
    "construction of centers": M(
        "centers have line and extension work from the start", {"programme.construction": 0.0}
    ),
    "evaluations": M("centers are never evaluated", {"programme.term": 0.0}),
    "errors of evaluators": M("they see what was done", {"programme.evaluation_noise": 0.0}),
    "cuts after evaluations": M(
        "grants stay whatever the grade, until a center is revoked",
        {
            "programme.support_excellent": 1.0,
            "programme.support_good": 1.0,
            "programme.support_rectifying": 1.0,
        },
    ),
    "gaming": M("no center does what is only measured", {"programme.gaming": 0.0}),
    "pay-out of licence income": M(
        "centers keep all licence income for projects", {"membership.retained": 1.0}
    ),
    "impatience with idle money": M(
        "members wait ten years of a center's income before money counts as idle",
        {"membership.idle": 40.0},
    ),
    # Public money
    "national projects": M(
        "all public money is paid as block grants; grants won before go on",
        {"institutes.block_share": 1.0},
    ),
    "errors of panels": M("panels know what can be known", {"institutes.panel_noise": 0.0}),
    "research contracts": M(
        "enterprises contract nothing out to institutes", {"institutes.contract_most": 0.0}
    ),
    "pull from basic research": M(
        "other income does not pull institutes to applied research", {"institutes.pull": 0.0}
    ),
    "growth of public R&D": M(
        "public money for R&D stays as in 2010",
        {"funding.university_growth": 0.0, "funding.institute_growth": 0.0},
    ),
    "super-deduction": M("R&D is deducted once", {"market.deduction": 0.0}),
    "low tax rate": M(
        "certified enterprises pay the usual rate", {"taxes.hightech_rate": "market.tax_rate"}
    ),
    "certification": M(
        "nobody applies any more, and the certificates of before run out",
        {"taxes.applications": 0.0},
    ),
    "relabelling": M(
        "other costs are hardly reported as R&D (cost 20, the largest)",
        {"taxes.relabelling_cost": 20.0},
    ),
    "response to the cost of R&D": M(
        "routine R&D does not answer to taxes and subsidies", {"funding.user_cost_elasticity": 0.0}
    ),
    "taxes on profits": M("there are none", {"market.tax_rate": 0.0, "taxes.hightech_rate": 0.0}),
    "losses carried on": M("a loss lowers taxes for a quarter only", {"market.loss_life": 1.0}),
    "procurement": _of_fields("the state buys like everybody", procurement_share=0.0),
    # Local governments
    "local support": M(
        "provinces pay no subsidies, guidance funds and cheap land",
        {"governments.effort": 0.0, "governments.rivalry": 0.0},
    ),
    "local subsidies": M("provinces pay none", {"governments.match": 0.0}),
    "cheap land": M("start-ups pay the usual rent", {"governments.cheap_land": 0.0}),
    "rents of land": M("overheads hold no rent for provinces", {"governments.rent": 0.0}),
    "guidance funds": M("provinces pay nothing into them", {"governments.guidance": 0.0}),
    "competition of provinces": M(
        "support does not answer to the neighbours' record", {"governments.rivalry": 0.0}
    ),
    "end of a term": M("governments answer alike all their term", {"governments.urgency": 0.0}),
    "jobs in the record": M("output alone counts", {"governments.jobs": 0.0}),
    "centers in the record": M("a new center counts nothing", {"governments.platforms": 0.0}),
    "national priorities": M(
        "provinces choose fields by local strength alone", {"governments.imitation": 0.0}
    ),
    "attention by centers": M(
        "centers do not raise the priority of their fields", {"governments.attention": 0.0}
    ),
    "taxes of provinces": M("they have no share", {"market.local_tax_share": 0.0}),
    # Markets
    "selection": M("market shares do not answer to offers", {"market.selection": 0.0}),
    "luck of demand": M(
        "demand has neither noise nor lumps", {"market.noise": 0.0, "market.order": 0.0}
    ),
    "quality from knowledge": M(
        "quality does not depend on what a seller knows", {"market.quality_elasticity": 0.0}
    ),
    "growth of demand": _of_fields("potential markets stay as in 2010", demand_growth=0.0),
    "growth abroad": M("the market abroad stays as in 2010", {"market.world_growth": 0.0}),
    "maturing of markets": M(
        "markets stay as mature as in 2010",
        {"market.maturity_innovation": 0.0, "market.maturity_imitation": 0.0},
    ),
    "growth of intensity": M(
        "R&D over sales of enterprises has no trend", {"funding.intensity_growth": 0.0}
    ),
    "dividends": M("enterprises pay none", {"market.payout": 0.0}),
    "embargo": M(
        "imports never end",
        {},
        {("fields", "embargo_from"): -1.0, ("fields", "embargo_until"): -1.0},
    ),
    # Enterprises that come and go
    "entry": M(
        "nobody founds an enterprise, or hardly: from institutes one per million million CNY",
        {
            "turnover.spinout_rate": 0.0,
            "turnover.spinoff_effort": 1e6,
            "turnover.public_rate": 0.0,
            "turnover.again": 0.0,
        },
    ),
    "spin-offs of institutes": M(
        "hardly any: one per million million CNY of R&D", {"turnover.spinoff_effort": 1e6}
    ),
    "entry into growing markets": M("entry does not answer to sales", {"turnover.room": 0.0}),
    "founders' knowledge": M("founders take nothing along", {"turnover.inherited": 0.0}),
    "second ventures": M("nobody founds again", {"turnover.again": 0.0}),
    "differences of start-ups": M(
        "all start-ups of a field are alike but for what they know",
        {
            "turnover.plan_sigma": 0.0,
            "turnover.demand_sigma": 0.0,
            "turnover.efficiency_sigma": 0.0,
            "turnover.capital_sigma": 0.0,
        },
    ),
    "building up of customers": M(
        "start-ups reach all their demand at once", {"turnover.first_customers": 1.0}
    ),
    "closing of the smallest": M("they go on while they can pay", {"turnover.least_size": 0.0}),
    "overheads": M("there are none", {"turnover.overhead": 0.0}),
    "bank credit": M("banks lend nothing more", {"turnover.credit": 0.0}),
    "interest": M("debt costs nothing", {"turnover.interest": 0.0}),
    "reserves": M("nothing is kept back for overheads", {"turnover.reserve": 0.0}),
    "venture capital": M("founders ask for none", {"investors.need": 0.0}),
    "errors of investors": M("investors see what an offer is worth", {"investors.noise": 0.0}),
    "guidance money in deals": M("it pays no part", {"investors.coinvest": 0.0}),
    "later rounds": M("nobody is financed again", {"investors.thirst": 0.0}),
    "fund-raising by success": M(
        "new money does not answer to returns", {"investors.response": 0.0}
    ),
    # Incubators
    "public incubators": M("provinces have no places", {"incubation.places": 0.0}),
    "incubators of centers": _of_centers("centers have no places", incubator_places=0.0),
    "low rent of incubators": M("tenants pay all overheads", {"incubation.relief": 0.0}),
    "shared facilities": M("tenants learn as others do", {"incubation.facilities": 0.0}),
    "coaching": M("tenants find customers as others do", {"incubation.coaching": 0.0}),
    "meetings with investors": M("tenants meet none", {"incubation.meetings": 0.0}),
    "giving up early": M("nobody ends after a meeting", {"incubation.quits": -1e9}),
    "errors of incubators": M("they see what an offer is worth", {"incubation.noise": 0.0}),
    "cost of moving in": M("every founder asks for a place", {"incubation.moving": 0.0}),
    # Where enterprises settle
    "moves": M("enterprises stay where they were founded", {"location.reconsiders": 0.0}),
    "pull of the field": M("sales of the field draw nobody", {"location.field_pull": 0.0}),
    "pull of institutes": M("they draw nobody", {"location.institute_pull": 0.0}),
    "pull of specialists": M("they draw nobody", {"location.specialist_pull": 0.0}),
    "pull of centers": M("they draw nobody", {"location.center_pull": 0.0}),
    "pull of support": M("it draws nobody", {"location.support_pull": 0.0}),
    "congestion": M("density keeps nobody away", {"location.congestion": 0.0}),
    "land in zones": M("start-ups pay there what they pay elsewhere", {"zones.land": 0.0}),
    "pull of zones": M("their infrastructure draws nobody", {"zones.pull": 0.0}),
    "room in zones": M("they relieve no congestion", {"zones.room": 0.0}),
    "home": M("founders settle 5000 km away almost as at home", {"location.distance": 5000.0}),
    # Owners
    "state ownership": M(
        "enterprises of the state decide, borrow and invent like private ones",
        {
            "ownership.state_discount": "funding.discount",
            "ownership.state_horizon": "funding.horizon",
            "ownership.state_duty": 0.0,
            "ownership.state_credit": 1.0,
            "ownership.state_interest": 1.0,
            "ownership.state_shedding": 1.0,
            "ownership.state_patents": 1.0,
            "ownership.state_patent_value": 1.0,
            "ownership.state_subsidy": 1.0,
        },
    ),
    "foreign ownership": M(
        "foreign-owned enterprises learn, pay out and sell like others, and may lead",
        {
            "ownership.foreign_learning": 1.0,
            "ownership.foreign_dividends": 0.0,
            "ownership.foreign_procurement": 1.0,
            "ownership.foreign_lead": 1.0,
        },
    ),
    # People
    "growth of training": M(
        "as many graduates enter R&D as retired in 2010", {"talent.training_surplus": 0.0}
    ),
    "migration": M("no researcher leaves or returns", {"talent.migration": 0.0}),
    "mobility of staff": M("staff gets no offers", {"talent.mobility": 0.0}),
    "response to pay": M("who moves does not look at pay", {"talent.pay_response": 0.0}),
    "pay outside": M("other work pays as in 2010", {"talent.outside_growth": 0.0}),
    "stars that teach": M("employers learn nothing from stars", {"talent.star_teaching": 0.0}),
    "choice of stars": M(
        "stars look neither at R&D nor at basic research",
        {"talent.star_rd_pull": 0.0, "talent.star_basic_pull": 0.0},
    ),
    # What happened to the country, by scenarios/data/background.csv
    "transfer law of 2015": M(
        "institutes keep the share of before", {"funding.institute_licence_kept": None}
    ),
    "deduction raised in 2018 and 2021": M("it stays as at the start", {"market.deduction": None}),
    "export controls of 2018": _of_fields("fields stay as open as at the start", openness=None),
    "shock of 2020": M("demand stays usual", {"market.demand_level": None}),
}
"""By name; `off` is said of the run, which starts from the settled start of the full model."""

NOT_ABLATED = {
    "start": "read only before the first quarter, but for `start.stars`: without stars the country "
    "would be another one (`scenarios/variants/stars_off.yaml`)",
    "cofunding": "stakes and agreements, which no center of the national scenario offers",
    "legal": "pay of centers is among the mechanisms, and no center there becomes independent",
}
"""Groups of parameters without a mechanism that can be switched off in the run, and why."""

CANNOT_BE_OFF = {
    "exports": "the market abroad is at least twice the one at home; with none, sellers would be "
    "others from the start",
    "exit": "who cannot pay ends, whatever the values",
    "licences": "the least right lasts for two years (`rights that last`)",
    "discovery": "at the least 0.05 units per field and quarter",
    "effort of stars": "a star adds at least ten people's effort",
}
"""Mechanisms that no allowed value switches off."""
