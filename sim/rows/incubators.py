"""Incubators: a public one in each province, and one of each center."""

from typing import Annotated

from sim.rows.column import POPULATED, Column


# fmt: off
class Incubator:
    """The incubators of a province as one, or that of a center."""

    center: Annotated[int, Column("i4", "row", "center that runs it, -1 for a public one", "所属中心", POPULATED)]
    places: Annotated[float, Column("f8", "enterprise", "places", "工位")]
    held: Annotated[float, Column("f8", "enterprise", "places that are held", "在用工位")]
    wanted: Annotated[
        float, Column("f8", "million CNY/quarter", "what full services to its tenants cost", "全额服务成本")
    ]
    part: Annotated[float, Column("f8", "1", "part of its services that it can pay", "可支付服务比例")]
    asked: Annotated[float, Column("f8", "enterprise", "founders that asked, so far", "累计申请")]
    admitted: Annotated[float, Column("f8", "enterprise", "tenancies so far", "累计入驻")]
    by_sales: Annotated[float, Column("f8", "enterprise", "left by sales, so far", "累计因销售毕业")]
    by_funding: Annotated[float, Column("f8", "enterprise", "left by funding, so far", "累计因融资毕业")]
    by_time: Annotated[float, Column("f8", "enterprise", "left by time, so far", "累计到期离开")]
    ended: Annotated[float, Column("f8", "enterprise", "tenants that ended, so far", "累计在孵期终止")]
    gave_up: Annotated[float, Column("f8", "enterprise", "of these, after a meeting", "其中会见后放弃")]
    met: Annotated[float, Column("f8", "enterprise", "meetings with investors, so far", "累计会见投资者")]
    backed: Annotated[float, Column("f8", "enterprise", "of these, ended with money", "其中获投")]
# fmt: on
