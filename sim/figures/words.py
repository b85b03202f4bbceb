"""All words of the figures in English and Chinese.

Names of fields, provinces and centers come from the scenario, those of sectors and of kinds of
teams from the tables of codes.
"""

WORDS: dict[str, tuple[str, str]] = {
    # Which runs, and how several are shown.
    "signature": (
        "ntic {version}, scenario {scenario}, seed {seeds}, scale {scale}, run {run}.",
        "ntic {version}，情景 {scenario}，随机种子 {seeds}，规模 {scale}，运行 {run}。",
    ),
    "seeds_many": ("{number} from {first} to {last}", "{first} 至 {last} 共 {number} 个"),
    "one_draw": (
        "One run is one draw: another seed takes another course.",
        "一次运行只是一次抽样，换一个随机种子，走势会不同。",
    ),
    "fan_few": (
        "Thin lines are {number} seeds, thick lines their median. Seeds share one past of the "
        "country and the same parameters.",
        "细线为{number}个随机种子，粗线为其中位数。各种子的历史起点和参数相同。",
    ),
    "fan_many": (
        "Lines are medians of {number} seeds; bands hold the middle 50% and 90% of them. The bands "
        "are over seeds of one past of the country, not over parameters.",
        "线为{number}个随机种子的中位数，深浅色带为中间50%和90%。色带只反映同一历史起点下随机种子的差异，不反映参数的不确定性。",
    ),
    "means": (
        "Values are means over {number} seeds of one past of the country; standard errors are "
        "drawn or stand in the table beside the figure.",
        "数值为同一历史起点下{number}个随机种子的均值，标准误见图中或随图数据表。",
    ),
    "money": ("billion CNY", "亿元"),
    "money_yearly": ("billion CNY a year, 2017 prices", "亿元/年（2017年价格）"),
    "money_quarterly": ("billion CNY a quarter, 2017 prices", "亿元/季（2017年价格）"),
    "number": ("number", "个数"),
    "model": ("model", "模型"),
    "official": ("official statistics", "官方统计"),
    "total": ("all centers", "全部中心"),
    "center": ("center", "创新中心"),
    "construction": ("under construction", "建设期"),
    "operating": ("in operation", "运行期"),
    "rectifying": ("rectifying", "整改期"),
    "frontier": ("frontier", "世界科技前沿"),
    "economy": ("economy", "经济主战场"),
    "national_need": ("national needs", "国家重大需求"),
    "generic": ("generic, for several fields", "跨领域共性技术"),
    # research
    "research_title": (
        "R&D in the model and in official statistics, {base} = 100",
        "研发支出：模型与官方统计（{base}年=100）",
    ),
    "research_caption": (
        "Index at 2017 prices, {base} = 100, on a scale of proportions. It is an index because the "
        "model covers {fields} fields in {provinces} provinces and the statistics cover the whole "
        "country. Bars: the range over three price indices.",
        "按2017年价格计算的指数，{base}年=100，对数坐标。用指数是因为模型只含{provinces}个省份的{fields}个领域，而统计覆盖全国全部行业。"
        "误差线为三种价格指数的范围。",
    ),
    "research_fitted": (
        "The growth of R&D intensity and of public money was fitted to the official values of "
        "2019, so enterprises and the sum of institutes and universities are no test of the "
        "model; basic research was not fitted.",
        "研发强度和财政投入的增长按2019年官方数据拟合，因此企业、院所与高校两图不构成检验；基础研究未作拟合。",
    ),
    "research_other": (
        "The scenario differs from the one in which the growth of R&D intensity and of public "
        "money was fitted to the official values of 2019.",
        "研发强度和财政投入的增长曾按2019年官方数据拟合，但本情景与拟合时的情景不同。",
    ),
    "research_axis": ("{base} = 100, 2017 prices", "{base}年=100（2017年价格）"),
    "enterprises": ("Enterprises", "企业"),
    "research_public": ("Institutes and universities", "科研院所与高校"),
    "research_basic": ("Basic research, all performers", "基础研究（各执行部门）"),
    "research_institutes": ("of it, government institutes", "其中：政府属研究机构"),
    "research_universities": ("of it, universities", "其中：高等学校"),
    # pipeline
    "pipeline_title": (
        "Ideas of the run: how far they got, and who passed each stage",
        "运行期内的创意：到达的技术成熟度及各阶段通过率",
    ),
    "pipeline_ideas": (
        "Ideas born in the run stand by the team that first got there; those born late had little "
        "time. TRL is the technology readiness level.",
        "运行期内产生的创意按最先到达的团队归类，较晚产生的创意时间较短。TRL为技术成熟度等级。",
    ),
    "pipeline_decisions": (
        "Stages passed are shares of all decisions on a stage, ideas from before the run included; "
        "shares of fewer than {fewest} decisions are left out.",
        "通过率为各阶段评审中通过的比例，含运行前产生的创意，评审不足{fewest}次的不画。",
    ),
    "pipeline_reached": ("Ideas that got this far", "到达各等级的创意"),
    "pipeline_passed": ("Stages passed", "阶段通过率"),
    "pipeline_share": ("share of decisions", "占评审次数的比例"),
    "idea": ("idea", "产生"),
    "ideas": ("ideas", "创意数"),
    # diffusion
    "diffusion_title": (
        "Use of the technologies launched in the run, by years since launch",
        "运行期内上市技术的采用份额（按上市年数）",
    ),
    "diffusion_caption": (
        "Share of the sales of a technology's field that uses it, of all sales for generic ones. "
        "The median follows the same technologies all along: those seen for ten years, or for as "
        "long as {fewest} of them were.",
        "采用该技术的企业占所在领域销售额的份额，共性技术为占全部销售额的份额。"
        "中位数始终取自同一批技术：已观察满十年的技术，不足{fewest}项时为这{fewest}项所能观察到的年数。",
    ),
    "diffusion_median": ("median technology", "技术中位数"),
    "diffusion_one": ("one technology", "单项技术"),
    "diffusion_use": ("share of sales", "占销售额的份额"),
    "diffusion_years": ("years since launch", "上市后年数"),
    "technologies": ("technologies: {number}", "技术{number}项"),
    # centers
    "centers_title": (
        "Innovation centers: stages, members, income by source and self-funded share",
        "国家技术创新中心：阶段、成员、收入来源与自筹比例",
    ),
    "centers_caption": (
        "Self-funded share: income other than public money over all income.",
        "自筹比例为非财政收入占全部收入的比例。",
    ),
    "centers_same": (
        "Dates of centers are those of the scenario; grants and contracts of each are assumptions, "
        "the same for all.",
        "中心的批准时间由情景给定；各中心的资助和经费合同是假设，彼此相同。",
    ),
    "centers_given": (
        "Dates of centers and the grants and contracts of each are given by the scenario.",
        "各中心的批准时间、资助和经费合同由情景给定。",
    ),
    "centers_stages": ("Centers by stage", "各阶段中心数"),
    "centers_members": ("Members of all centers, leads included", "成员总数（含牵头单位）"),
    "centers_income": ("Income by source", "收入来源"),
    "centers_own": ("Self-funded share of income", "自筹比例"),
    "centers_own_axis": ("share of all income", "占全部收入的比例"),
    "grant": ("grants of the ministry", "中央资助"),
    "local_grant": ("grants of provinces", "地方资助"),
    "project_grants": ("national projects", "国家项目资助"),
    "fees": ("membership fees", "会费"),
    "capital": ("stakes", "股金"),
    "agreements": ("sponsors", "协议资助"),
    "line_rents": ("pilot line", "中试线"),
    "licences": ("licences", "许可收入"),
    # center_rows
    "rows_title": (
        "Each innovation center: construction and operation, members, technologies launched",
        "各技术创新中心：建设与运行、成员、上市技术",
    ),
    "rows_caption": (
        "Darker means more members. A dot stands for the launches of a calendar year, its area for "
        "their number. At the right: members at the end, launches of the whole run, projects that "
        "the board approved and refused.",
        "颜色越深成员越多。圆点为一年内上市的技术，面积表示项数。右侧依次为期末成员、全期上市技术、决策机构批准和否决的项目。",
    ),
    "rows_launch": ("1 launch", "上市1项"),
    "rows_launches": ("4 launches", "上市4项"),
    "rows_head_members": ("members", "成员"),
    "rows_head_projects_approved": ("approved", "批准"),
    "rows_head_projects_refused": ("refused", "否决"),
    "rows_head_launches": ("launches", "上市"),
    # center_money
    "money_title": (
        "Money of the innovation centers over the whole run, {unit} at 2017 prices",
        "各技术创新中心全期资金收支（{unit}，2017年价格）",
    ),
    "money_caption": (
        "Sums over all quarters, {unit}. Income less spending is what a center holds at the end. "
        "Self-funded: income other than public money over all income.",
        "全部季度合计，{unit}。收入减支出为期末结余。自筹为非财政收入占全部收入的比例。",
    ),
    "money_in": ("income", "收入"),
    "money_out": ("spending", "支出"),
    "head_grant": ("ministry\ngrants", "中央\n资助"),
    "head_local_grant": ("province\ngrants", "地方\n资助"),
    "head_project_grants": ("national\nprojects", "国家\n项目"),
    "head_fees": ("fees", "会费"),
    "head_capital": ("stakes", "股金"),
    "head_agreements": ("sponsors", "协议\n资助"),
    "head_line_rents": ("pilot\nline", "中试线\n收入"),
    "head_licences": ("licences", "许可\n收入"),
    "head_project_rd": ("project\nR&D", "项目\n研发"),
    "head_pilot_rents": ("pilot-line\nrents", "中试线\n租金"),
    "head_expert_fees": ("expert\nfees", "专家\n费用"),
    "head_overheads": ("running\ncosts", "管理\n费用"),
    "head_returned": ("returned", "上缴\n结余"),
    "head_incubation": ("its in-\ncubator", "孵化器"),
    "head_paid_to_members": ("paid to\nmembers", "付给\n成员"),
    "head_cash": ("held at\nthe end", "期末\n结余"),
    "head_own_share": ("self-\nfunded", "自筹\n比例"),
    # members
    "members_title": (
        "Innovation centers and their members, {last}",
        "技术创新中心及其成员（{last}）",
    ),
    "members_caption": (
        "Each line is one membership: {members} members, {memberships} memberships. "
        "{several} members belong to several centers and stand larger, between them. Numbers in "
        "brackets are a center's members. Distances have no unit.",
        "每条线为一个成员关系，共{members}个成员、{memberships}个成员关系；{several}个成员同时属于多个中心，图标较大，位于各中心之间。"
        "括号内为中心的成员数。图中距离没有单位。",
    ),
    "member_enterprise": ("enterprise", "企业"),
    "member_institute": ("institute or university", "科研院所或高校"),
    "members_by_province_title": (
        "Members of the innovation centers by their province, {last}",
        "技术创新中心成员的省份分布（{last}）",
    ),
    "members_by_province_caption": (
        "Leads included. Numbers are whole; what is below one half is only coloured. Letters of "
        "provinces are those of GB/T 2260; the table beside the figure has their names.",
        "含牵头单位。数值取整，不足0.5的只着色。",
    ),
    # map
    "map_title": (
        "Provinces: R&D, R&D intensity, technologies launched and innovation centers, {last}",
        "各省份的研发支出、研发强度、上市技术与创新中心（{last}）",
    ),
    "map_title_plain": (
        "Provinces: R&D, R&D intensity and technologies launched, {last}",
        "各省份的研发支出、研发强度与上市技术（{last}）",
    ),
    "map_caption": (
        "Schematic tiles, no borders. R&D and sales are of {first} to {last} at 2017 prices and of "
        "the model's fields only, R&D in {unit}; launches are those of the whole run. Hatched: no "
        "data. Letters are those of GB/T 2260; the table beside the figure has the names.",
        "示意图，不表示行政区域界线。研发支出与销售额为{first}至{last}合计，按2017年价格，只含模型所涉领域，单位{unit}；上市技术为全期合计。"
        "斜线表示无数据。",
    ),
    "map_rd": (
        "R&D of enterprises, institutes and universities,\n{unit}",
        "企业、科研院所与高校研发支出（{unit}）\n",
    ),
    "map_intensity": (
        "R&D of enterprises over their sales, %\n",
        "企业研发支出占销售额的比例（%）\n",
    ),
    "map_launches": (
        "Technologies launched, by the province\nin which the idea was born",
        "上市技术数（按创意产生的省份）\n",
    ),
    "map_centers": (
        "Members of centers other than leads;\ntriangles: seats of centers, at most four drawn",
        "中心成员数（不含牵头单位）；\n三角为中心所在地，最多画四个",
    ),
    # clusters
    "clusters_title": (
        "Clusters: where they are, how special, and how they come and go, {last}",
        "产业集群的分布、专业化程度与消长（{last}）",
    ),
    "clusters_caption": (
        "A cluster is a field in a province with at least twice its share in the nation, 3% of the "
        "field's sales and 10 enterprises for a year; it ends when for a year one is below "
        "1.25, 2% or 5. Schematic tiles, no borders; hatched: no data. Letters are those of GB/T "
        "2260.",
        "产业集群指某领域在某省份连续一年区位商不低于2、占该领域销售额不低于3%且企业不少于10家；"
        "连续一年有一项低于1.25、2%或5家即消亡。示意图，不表示行政区域界线；斜线表示无数据。",
    ),
    "clusters_map": (
        "Fields that are a cluster in the province\n",
        "各省份产业集群数\n",
    ),
    "clusters_share": (
        "Share of clusters in the sales of the province, %\n",
        "产业集群占省内销售额的比例（%）\n",
    ),
    "clusters_life": ("Clusters born and ended\n", "产业集群的新生与消亡\n"),
    "clusters_number": ("Clusters\n", "产业集群数\n"),
    "clusters_born": ("born", "新生"),
    "clusters_ended": ("ended", "消亡"),
    # links
    "links_title": (
        "Links inside and between provinces, centers left out, {last}",
        "省内与省际合作关系（不含创新中心，{last}）",
    ),
    "links_caption": (
        "{total} links of enterprises with enterprises, institutes and universities, {inside}% of "
        "them inside one province. Numbers and shades are links inside a province; lines are the "
        "{strongest} pairs of provinces with most links, as wide as these are many, red above half "
        "of the most. Schematic, no borders; letters are those of GB/T 2260.",
        "企业与企业、科研院所和高校的合作关系共{total}个，其中{inside}%在同一省份内。数字和颜色为省内合作数；线为合作最多的{strongest}对省份，"
        "线宽与合作数成正比，红色超过最多者的一半。示意图，不表示行政区域界线。",
    ),
    # link_kinds
    "kinds_title": (
        "Links of enterprises outside centers by field and by how they met, {last}",
        "中心以外企业的合作关系：领域与相识途径（{last}）",
    ),
    "kinds_caption": (
        "A link joins an enterprise with another one, or with an institute or university, of the "
        "same field.",
        "合作关系指同一领域内企业之间、企业与科研院所或高校之间的合作。",
    ),
    "links_by_field": ("Links of enterprises, by field", "各领域企业的合作数"),
    "links_by_met": ("By how they met", "按相识途径"),
    "links_enterprise": ("with enterprises", "与企业"),
    "links_institute": ("with institutes", "与院所高校"),
    "links_stranger": ("strangers", "此前不相识"),
    "links_introduced": ("introduced", "经介绍"),
    "links_former partner": ("former partners", "曾合作"),
    # flows
    "flows_title": (
        "Who paid whom from {first} to {last}, {unit} at 2017 prices",
        "{first}至{last}各部门之间的支付（{unit}，2017年价格）",
    ),
    "flows_caption": (
        "Rows pay, columns receive; colours are on a scale of proportions. The ministry, banks, "
        "the rest of the economy and abroad are accounts that close the model, not forecasts. "
        "Enterprises are those of the model's fields.",
        "行为付款方，列为收款方，颜色按对数。中央部门、银行、经济其他部门和国外是使账户平衡的账户，不是预测。企业只含模型所涉领域。",
    ),
    "payers": ("payer ↓   payee →", "付款方↓  收款方→"),
}
"""English and Chinese by key."""
