"""What high-tech and demonstration zones give to enterprises of a province (`rules/zones.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J

SHARE = (
    "assumption: with 156 zones the mean over provinces, by R&D of 2017, is 0.443 "
    "(S_ECNS2018: share of zones in national R&D)"
)


# fmt: off
class Zones(NamedTuple):
    """What high-tech and demonstration zones give to enterprises of a province."""

    approved: Annotated[
        float,
        About("h_a", "1", 0.0, 2.0,
              "S_CAS2012: 105 zones at the end of 2012, of the 169 of the list; "
              "assumption: as many from 2010 on",
              "part of the listed high-tech zones that are approved",
              "名单中已获批国家高新区的比例"),
    ] = 0.62
    high_tech: Annotated[
        float,
        About("h_z", "1/zone", 0.0, 1.0, SHARE,
              "part of the rest of a province's economy that one more high-tech zone takes in",
              "每个国家高新区覆盖的经济比重"),
    ] = 0.03
    demonstration: Annotated[
        float,
        About("h_d", "1/zone", 0.0, 5.0, SHARE,
              "the same of a demonstration zone, on top of the high-tech zones in it",
              "每个自主创新示范区另行覆盖的经济比重"),
    ] = 0.49
    land: Annotated[
        float,
        About("h_l", "1", 0.0, 1.0, J,
              "part of the rent of start-ups in zones that the province bears, of what they paid",
              "园区内初创企业地租减免比例"),
    ] = 0.3
    pull: Annotated[
        float,
        About("h_p", "1", 0.0, 5.0, "assumption: of the size of a center's pull",
              "utility of infrastructure where all lies in zones",
              "园区基础设施的效用"),
    ] = 0.3
    room: Annotated[
        float,
        About("h_r", "1", 0.0, 10.0, J,
              "land that zones develop, over that of the province, where all lies in zones",
              "园区开发用地相对全省用地的比例"),
    ] = 0.5
# fmt: on
