-- 携帯電話の番号は公開しない（DESIGN 規則9）。pipelines/normalise/phones.py を確かめる
SELECT activity_id, field_name
FROM activity_values
WHERE regexp_matches(value_text, '(^|[^0-9])0[789]0[-(). ]?[0-9]{4}[-). ]?[0-9]{4}($|[^0-9])')
