-- 一度でも公開したIDは、いまのID（またはなくなったこと）に必ずたどれる
SELECT
  venue_id,
  CASE WHEN identity_code IN ('new', 'kept') THEN 'current' ELSE identity_code END AS redirect_code,
  current_venue_id
FROM core__venue_identity
