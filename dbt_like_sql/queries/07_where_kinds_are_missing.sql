-- 区と種類の組で、活動が一つもないところ
SELECT w.label_ja AS ward, k.label_ja AS kind
FROM codes_ward AS w
CROSS JOIN codes_kind AS k
WHERE NOT EXISTS (FROM activities AS a WHERE a.ward_code = w.code AND a.kind_code = k.code)
  AND EXISTS (FROM activities AS a WHERE a.kind_code = k.code)
ORDER BY w.ordinal, k.ordinal
