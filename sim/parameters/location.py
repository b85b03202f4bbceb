"""Where new enterprises settle (`rules/location.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class Location(NamedTuple):
    """Where new enterprises settle (`rules/location.py`)."""

    field_pull: Annotated[
        float,
        About("β_f", "1", 0.0, 3.0, J,
              "weight of the log share of the field's sales that a province has",
              "本领域销售份额对数的权重"),
    ] = 0.5
    institute_pull: Annotated[
        float,
        About("β_i", "1", 0.0, 3.0, J,
              "weight of the log share of institutes' R&D in the field that a province has",
              "本领域机构研发份额对数的权重"),
    ] = 0.2
    distance: Annotated[
        float,
        About("δ_l", "km", 20.0, 5000.0, J, "distance from home that costs one unit of utility",
              "离乡一单位效用对应的距离"),
    ] = 150.0
    center_pull: Annotated[
        float,
        About("β_c", "1", 0.0, 3.0, J, "utility of a center of the field in the province",
              "省内有本领域创新中心的效用"),
    ] = 0.3
    congestion: Annotated[
        float,
        About("β_g", "1", 0.0, 3.0, J,
              "weight of the log sales of all fields per area over the mean of provinces",
              "单位面积总销售对数的拥挤权重"),
    ] = 0.2
    land_pull: Annotated[
        float,
        About("β_l", "1", 0.0, 3.0, J, "utility of land free of rent", "免地租的效用"),
    ] = 0.5
# fmt: on
