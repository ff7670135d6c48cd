-- 公開した名称は、その出どころの説明にある値と同じ。違えば、どちらかが古い。pipelines/core/survivorship.py を確かめる
SELECT activities.activity_id, activities.name, said.value_text
FROM activities
JOIN activity_values AS said ON said.activity_id = activities.activity_id AND said.field_name = 'name'
WHERE said.value_text <> activities.name
