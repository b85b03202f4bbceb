"""Stars: the only people who are individuals."""

from typing import Annotated

from sim.rows.column import POPULATED, Column


# fmt: off
class Star:
    """A person of the highest quality, or a free place for one; rows of a field lie together."""

    id: Annotated[int, Column("i8", "1", "permanent identity", "永久标识", POPULATED)]
    active: Annotated[int, Column("i1", "0 or 1", "at work or looking for it", "在岗", POPULATED)]
    born: Annotated[int, Column("i4", "quarter", "quarter of becoming a star", "成才季度", POPULATED)]
    quality: Annotated[float, Column("f8", "1", "quality, mean 1", "水平", POPULATED)]
    knowledge: Annotated[int, Column("u8", "mask", "units known", "已知知识单元", POPULATED)]
    abroad: Annotated[int, Column("i1", "0 or 1", "came from abroad", "海归")]
    province: Annotated[int, Column("i2", "row", "province, -1 before the first post", "省份")]
    employer_kind: Annotated[int, Column("i1", "code", "kind of the employer, 0 none", "单位类型")]
    employer: Annotated[int, Column("i4", "row", "employer", "单位")]
    moves: Annotated[int, Column("i4", "1", "posts taken so far", "任职次数")]
    seeking: Annotated[int, Column("i1", "0 or 1", "considers posts this quarter", "本季择业")]
    worth: Annotated[float, Column("f8", "1", "utility of the best post", "最佳岗位效用")]
    offer_kind: Annotated[int, Column("i1", "code", "kind of who offers it", "最佳岗位单位类型")]
    offer: Annotated[int, Column("i4", "row", "who offers it", "最佳岗位单位")]
# fmt: on
