-- 一度でも公開した活動IDは、いまのID（または終了）に必ずたどれる。同じデータをもう一度公開しても同じ表になる
SELECT
  activity_id,
  CASE WHEN identity_code IN ('new', 'kept') THEN 'current' ELSE identity_code END AS redirect_code,
  current_activity_id
FROM core__activity_identity
