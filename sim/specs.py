"""What a scenario consists of: checked, complete, frozen.

Money is in million CNY at 2017 prices; flows are a year's, or a quarter's where said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any

import numpy as np

from sim.legal import RIGHT_SWITCHES, Rights
from sim.parameters import MONEY, About, Parameters
from sim.terms import PER_QUARTER, SCENARIO, TERM_SWITCHES, Terms, numbers_of

ATTRIBUTES: dict[str, tuple[float, float, str]] = {
    "appropriability": (0.0, 1.0, "1"),
    "cr4": (0.01, 1.0, "1"),
    "demand_growth": (-0.2, 0.5, "1/year"),
    "depreciation": (0.0, 0.95, "1/year"),
    "enterprise_rd_share": (0.00001, 1.0, "1"),
    "enterprise_share": (0.00001, 1.0, "1"),
    "export_share": (0.0, 0.95, "1"),
    "frontier_growth": (0.0, 20.0, "unit/year"),
    "foreign_share": (0.0, 1.0, "1"),
    "gap": (0.0, 1.0, "1"),
    "imitation_coefficient": (0.0, 2.0, "1/year"),
    "import_share": (0.0, 0.99, "1"),
    "incubation_term": (0.0, 100.0, "quarter"),
    "innovation_coefficient": (0.00001, 0.5, "1/year"),
    "intermediate_share": (0.0, 0.95, "1"),
    "leader_foreign_share": (0.0, 1.0, "1"),
    "leader_ownership": (0.0, 2.0, "code"),
    "leader_state_share": (0.0, 1.0, "1"),
    "market_maturity": (0.001, 1.0, "1"),
    "markup": (0.01, 5.0, "1"),
    "maturity_threshold": (0.0, 10.0, "1"),
    "openness": (0.0, 1.0, "1"),
    "opportunity": (0.0, 10.0, "1"),
    "procurement_share": (0.0, 1.0, "1"),
    "project_cost": (0.1, 100000.0, MONEY),
    "public_rd_share": (0.0, 1.0, "1"),
    "rd_intensity": (0.001, 1.0, "1"),
    "state_share": (0.0, 1.0, "1"),
    "substitution": (1.01, 20.0, "1"),
    "tier": (1.0, 3.0, "1"),
}
"""Smallest and largest value that makes sense, and unit, of a field's attributes."""

COLUMNS = {
    "appropriability": "appropriability",
    "demand_growth": "growth",
    "depreciation": "depreciation",
    "frontier_growth": "frontier_growth",
    "imitation_coefficient": "imitation",
    "incubation_term": "incubation_term",
    "innovation_coefficient": "innovation",
    "market_maturity": "maturity",
    "markup": "markup",
    "maturity_threshold": "threshold",
    "openness": "openness",
    "opportunity": "opportunity",
    "procurement_share": "procurement",
    "project_cost": "project_cost_start",
    "rd_intensity": "intensity",
    "substitution": "substitution",
}
"""Attributes that are a column of the fields' table as they are: dated changes can set them."""


REGION: dict[str, tuple[str, float, float, str, str]] = {
    "support": ("support", 0.0, 10.0, "1", "factor on the province's effort for innovation"),
    "high_tech_zones": ("zones", 0.0, 100.0, "zone", "national high-tech zones, of the list"),
    "demonstration_zones": ("demonstrations", 0.0, 20.0, "zone", "national demonstration zones"),
}
"""What a scenario can set of a province: column of its table, bounds, unit and meaning."""


@dataclass(frozen=True)
class FieldSpec:
    """A field of technology; the attributes are those of `field_attributes.csv`."""

    key: str
    name_en: str
    name_zh: str
    orientation: str
    attributes: dict[str, float]
    like: str | None = None  # of an own field: the field of the tables that it differs from
    related: dict[str, float] | None = None  # of an own field, to the others


@dataclass(frozen=True)
class ProvinceSpec:
    """A province in 2010; what is money is a year's, at 2017 prices."""

    key: str
    name_zh: str
    gb_code: int
    lon: float
    lat: float
    area: float
    region: str
    rd_basic: float
    rd_applied: float
    rd_experimental: float
    rd_fund_government: float
    hightech_firms: float
    hightech_revenue: float
    rd_fte: float
    high_tech_zones: float = 0.0
    demonstration_zones: float = 0.0  # at the start
    support: float = 1.0


@dataclass(frozen=True)
class LaboratorySpec:
    """A state key laboratory of an enterprise, a university or an institute."""

    name: str
    kind: str
    province: str
    field: str


@dataclass(frozen=True)
class ManufacturingCenterSpec:
    """A national manufacturing innovation center; `opens` is a quarter such as 2016Q2."""

    name: str
    province: str
    field: str
    opens: str


@dataclass(frozen=True)
class PublicRD:
    """R&D of the nation in 2010 by performer and by type, a year's, at 2017 prices."""

    institutes_2010: float
    universities_2010: float
    enterprises_2010: float
    basic_2010: float
    applied_2010: float
    experimental_2010: float


@dataclass(frozen=True)
class Bundle:
    """The switches that a way of organising a center sets; money is a quarter's."""

    lead_votes: Annotated[
        float,
        About("v_L", "1", 0.0, 1.0, SCENARIO, "share of the votes, lead", "牵头单位票权"),
    ]
    enterprise_votes: Annotated[
        float,
        About(
            "v_E",
            "1",
            0.0,
            1.0,
            SCENARIO,
            "share of the votes, other enterprises",
            "其他企业票权",
        ),
    ]
    government_votes: Annotated[
        float,
        About(
            "v_G",
            "1",
            0.0,
            1.0,
            SCENARIO,
            "share of the votes, government; institutes have the rest",
            "政府票权",
        ),
    ]
    voting: str
    veto: str
    experts: Annotated[
        int,
        About("n_E", "1", 0.0, 30.0, SCENARIO, "members of the expert committee", "专家委员会人数"),
    ]
    manager_limit: Annotated[
        float,
        About(
            "c_M",
            MONEY,
            0.0,
            100000.0,
            SCENARIO,
            "expected cost of a project up to which the manager decides without the board",
            "主任可自行决定的项目成本上限",
        ),
    ]
    results_owner: str
    pilot_capacity: Annotated[
        float,
        About(
            "K",
            "stage/quarter",
            0.0,
            1000.0,
            SCENARIO,
            "pilot stages in work at a time",
            "中试能力",
        ),
    ]
    pilot_for_members: bool
    extension: bool
    incubator_places: Annotated[
        float,
        About("n_c", "enterprise", 0.0, 10000.0, SCENARIO, "places in its incubator", "孵化工位"),
    ]
    grant: Annotated[
        float,
        About(
            "G",
            PER_QUARTER,
            0.0,
            100000.0,
            SCENARIO,
            "grant of the ministry",
            "中央资助",
        ),
    ]
    local_grant: Annotated[
        float,
        About(
            "G_l",
            PER_QUARTER,
            0.0,
            100000.0,
            SCENARIO,
            "grant of the province",
            "地方资助",
        ),
    ]


BUNDLE_NUMBERS = numbers_of(Bundle)
BUNDLE_WHOLE = ("experts",)
BUNDLE_SWITCHES = ("pilot_for_members", "extension")
BUNDLE_KEYS = tuple(entry.name for entry in fields(Bundle))
BUNDLE_CHOICES = {
    "results_owner": ("lead", "center", "inventor"),
    "voting": ("majority", "unanimity"),
    "veto": ("nobody", "lead", "enterprises", "institutes", "government"),
}
"""What can be chosen in a bundle."""

LEADS = {
    "enterprise": "enterprise",
    "consortium": "enterprise",  # founded by enterprises, the first of them leads
    "institute": "institute",
    "platform": "institute",  # founded by a local government, run like an institute
}
"""Kind of organisation that leads, by what stands in the tables."""


PLATFORM, CONSORTIUM = "platform", "consortium"
"""Leads that a local government founds, and that found a center with partners."""


@dataclass(frozen=True)
class ProgrammeSpec:
    """Calls for centers; which bundle the center of each type of lead that may apply has.

    All have one contract and one legal form at first, and become another form if one is named.
    """

    first_call: str
    last_call: str
    bundles: dict[str, str]
    contract: str
    legal_form: str
    becomes: str | None = None
    field_most: int = 1
    regions: Mapping[str, int] = field(default_factory=dict)  # a group that is not named has room


TARGETS = {
    "stages": About("T_s", "1", 0.0, 1e5, "plan", "stages of technologies to pass in the term",
                    "首个评估期计划通过阶段数"),
    "products": About("T_p", "1", 0.0, 1e5, "plan", "technologies to launch in it",
                      "首个评估期计划上市技术数"),
    "fees": About("T_f", "million CNY", 0.0, 1e6, "plan", "money of enterprises to receive in it",
                  "首个评估期计划企业投入"),
    "members": About("T_m", "1", 0.0, 1e4, "plan", "members to have at its end",
                     "首个评估期末计划成员数"),
}  # fmt: skip
"""What the plan of a center may promise for its first term; what it leaves out is a forecast."""


@dataclass(frozen=True)
class CenterSpec:
    """A National Technology Innovation Center; mode, contract and legal form are only labels.

    One that is called has a place only: call, province, lead, field and bundle come in the run.
    """

    key: str
    name_en: str
    name_zh: str
    province: str
    approved: str
    lead_kind: str
    fields: dict[str, float]
    mode: str
    bundle: Bundle
    contract: str
    terms: Terms
    legal_form: str
    rights: Rights
    becomes: str | None = None  # legal form once it is independent
    rights_after: Rights | None = None
    targets: dict[str, float] = field(default_factory=dict)  # those its own plan sets
    platform: bool = False  # founded by a local government, which has no researchers
    called: bool = False


@dataclass(frozen=True)
class ChangeSpec:
    """A parameter, or something of a field, center or province, has another value from then on.

    A parameter is of none of them.
    """

    quarter: str
    name: str
    field: str | None
    value: float
    center: str | None = None
    province: str | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """Where it stands among all changes: by quarter, and then by what it sets."""
        of = (self.field or "", self.center or "", self.province or "")
        return (self.quarter, self.name, *of)


@dataclass(frozen=True)
class Scenario:
    """All that a run needs to know beside its seed and driver."""

    name: str
    question: str
    look_at: tuple[str, ...]  # indicators that show what is asked
    path: Path
    start: str
    quarters: int
    seed: int
    scale: float
    enterprises: float
    parameters: Parameters
    fields: tuple[FieldSpec, ...]
    provinces: tuple[ProvinceSpec, ...]
    relatedness: np.ndarray
    centers: tuple[CenterSpec, ...]
    laboratories: tuple[LaboratorySpec, ...]
    manufacturing_centers: tuple[ManufacturingCenterSpec, ...]
    public_rd: PublicRD
    prices: dict[int, float]
    bundles: dict[str, Bundle]
    contracts: dict[str, Terms]
    legal_forms: dict[str, Rights]
    embargoes: dict[str, tuple[str, str]]  # field: first quarter without imports, first one after
    changes: tuple[ChangeSpec, ...]  # by quarter, those of the background included
    programme: ProgrammeSpec | None = None

    def resolved(self) -> dict[str, Any]:
        """Return the scenario as its file has it, with nothing left to defaults."""
        parameters = {name: group._asdict() for name, group in self.parameters._asdict().items()}
        return {
            "format": 1,
            "name": self.name,
            "question": self.question,
            "look_at": list(self.look_at),
            "start": self.start,
            "quarters": self.quarters,
            "seed": self.seed,
            "scale": self.scale,
            "enterprises": self.enterprises,
            "fields": {"others": "none"} | {f.key: _resolved_field(f) for f in self.fields},
            "provinces": [province.key for province in self.provinces],
            "regions": {p.key: {name: getattr(p, name) for name in REGION} for p in self.provinces},
            "parameters": parameters,
            "background": "none",
            "events": [_resolved_change(change) for change in self.changes]
            + [
                {"from": begin, "until": end, "embargo": field}
                for field, (begin, end) in self.embargoes.items()
            ],
            "bundles": {label: vars(b).copy() for label, b in self.bundles.items()},
            "contracts": {label: vars(terms).copy() for label, terms in self.contracts.items()},
            "legal_forms": {label: vars(r).copy() for label, r in self.legal_forms.items()},
            "centers": {"others": "none"}
            | {c.key: _resolved_center(c) for c in self.centers if not c.called},
        } | ({"programme": _resolved_programme(self.programme)} if self.programme else {})


def _resolved_field(field: FieldSpec) -> dict[str, Any]:
    if field.related is None:
        return dict(field.attributes)
    return {
        "name_en": field.name_en,
        "name_zh": field.name_zh,
        "orientation": field.orientation,
        "like": field.like,
        "related": dict(field.related),
        **field.attributes,
    }


def _resolved_change(change: ChangeSpec) -> dict[str, Any]:
    switch = change.name in (*BUNDLE_SWITCHES, *TERM_SWITCHES, *RIGHT_SWITCHES)
    value = bool(change.value) if switch else change.value
    of = {"field": change.field, "center": change.center, "province": change.province}
    given = {key: name for key, name in of.items() if name is not None}
    return {"from": change.quarter, "change": change.name, **given, "to": value}


def _resolved_programme(programme: ProgrammeSpec) -> dict[str, Any]:
    return {
        "first_call": programme.first_call,
        "last_call": programme.last_call,
        "bundles": dict(programme.bundles),
        "layout": {"field_most": programme.field_most, "regions": dict(programme.regions)},
        "contract": programme.contract,
        "legal_form": programme.legal_form,
    } | ({"becomes": programme.becomes} if programme.becomes else {})


def _resolved_center(center: CenterSpec) -> dict[str, Any]:
    return {
        "name_en": center.name_en,
        "name_zh": center.name_zh,
        "approved": center.approved,
        "province": center.province,
        "lead": PLATFORM if center.platform else center.lead_kind,
        "mode": center.mode,
        "fields": dict(center.fields),
        "bundle": vars(center.bundle).copy(),
        "contract": center.contract,
        "terms": vars(center.terms).copy(),
        "legal_form": center.legal_form,
        "rights": vars(center.rights).copy(),
    } | _if_given(becomes=center.becomes, targets=dict(center.targets))


def _if_given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
