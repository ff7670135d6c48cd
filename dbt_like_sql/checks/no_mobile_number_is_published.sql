-- 携帯電話の番号を公開していない。個人の連絡先かもしれない。warehouse/privacy/patterns.py の形に合う値です。pipelines/normalise/phones.py を確かめる
SELECT activity_id, field_name
FROM activity_values
WHERE holds_mobile_number(value_text)
