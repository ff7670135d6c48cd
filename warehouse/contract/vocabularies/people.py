"""Long vocabularies about people and purposes: target groups, and the 20 fields of the NPO law.

Belongs here: codes and labels, as in `vocabularies`, which holds all others and the index.
"""

from __future__ import annotations

from warehouse.contract.model import Code, Vocabulary

TARGET_GROUPS = Vocabulary(
    "target_group",
    "対象者",
    "For whom an activity is",
    (
        Code("anyone", "どなたでも", "Anyone"),
        Code("infant", "乳児", "Babies"),
        Code("toddler", "幼児・未就学児", "Children before school"),
        Code("elementary", "小学生", "Primary school"),
        Code("junior_high", "中学生", "Lower secondary school"),
        Code("high_school", "高校生", "Upper secondary school"),
        Code("youth", "若者・大学生", "Young people, students"),
        Code("child", "子ども（年齢の記載なし）", "Children, age not stated"),
        Code("guardian", "保護者・親子", "Parents and guardians"),
        Code("expecting", "妊産婦", "Expecting and new mothers"),
        Code("adult", "大人", "Adults"),
        Code("senior", "高齢者", "Older people"),
        Code("dementia", "認知症の人・家族", "People with dementia and their families"),
        Code("disability", "障害のある人", "People with disabilities"),
        Code("carer", "介護する人・家族", "Carers and families"),
        Code("foreign", "外国につながる人", "People with roots abroad"),
        Code("resident", "地域・市内に住む人など（在住・在勤・在学）", "People who live, work or study there"),
    ),
)

# 特定非営利活動促進法（平成10年法律第7号）別表
NPO_FIELDS = Vocabulary(
    "npo_field",
    "特定非営利活動の20分野",
    "The 20 fields of the NPO law",
    (
        Code("npo01", "保健、医療又は福祉の増進を図る活動", "Health, medicine, welfare"),
        Code("npo02", "社会教育の推進を図る活動", "Social education"),
        Code("npo03", "まちづくりの推進を図る活動", "Community development"),
        Code("npo04", "観光の振興を図る活動", "Tourism"),
        Code("npo05", "農山漁村又は中山間地域の振興を図る活動", "Rural areas"),
        Code("npo06", "学術、文化、芸術又はスポーツの振興を図る活動", "Science, culture, arts, sport"),
        Code("npo07", "環境の保全を図る活動", "Environment"),
        Code("npo08", "災害救援活動", "Disaster relief"),
        Code("npo09", "地域安全活動", "Community safety"),
        Code("npo10", "人権の擁護又は平和の推進を図る活動", "Human rights, peace"),
        Code("npo11", "国際協力の活動", "International cooperation"),
        Code("npo12", "男女共同参画社会の形成の促進を図る活動", "Gender equality"),
        Code("npo13", "子どもの健全育成を図る活動", "Sound growth of children"),
        Code("npo14", "情報化社会の発展を図る活動", "Information society"),
        Code("npo15", "科学技術の振興を図る活動", "Science and technology"),
        Code("npo16", "経済活動の活性化を図る活動", "Economic activity"),
        Code("npo17", "職業能力の開発又は雇用機会の拡充を支援する活動", "Vocational skills, employment"),
        Code("npo18", "消費者の保護を図る活動", "Consumer protection"),
        Code("npo19", "市民活動団体の運営・活動に関する連絡、助言又は援助の活動", "Support of civic organisations"),
        Code("npo20", "都道府県又は指定都市の条例で定める活動", "Named by local ordinance"),
    ),
)
