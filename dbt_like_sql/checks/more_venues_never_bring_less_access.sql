-- 会場を加えて届く住民が減ることはなく、割合は0から1のあいだにある。崩れたら gaps/access.py の3通りの数え方を確かめる
WITH shares AS (
  SELECT age_group_code, ward_cell AS place, share_known, share_with_towns, share_with_all FROM access
  UNION ALL
  SELECT age_group_code, ward_code || ' ' || town AS place, share_known, share_with_towns, share_with_all FROM town_access
)
SELECT *
FROM shares
WHERE NOT (
  share_known >= 0
  AND share_known <= share_with_towns + 1e-9
  AND share_with_towns <= share_with_all + 1e-9
  AND share_with_all <= 1 + 1e-9
)
