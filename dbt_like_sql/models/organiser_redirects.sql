-- 一度でも公開したIDは、いまのID（またはなくなったこと）に必ずたどれる
SELECT
  organizer_id,
  CASE WHEN identity_code IN ('new', 'kept') THEN 'current' ELSE identity_code END AS redirect_code,
  current_organizer_id
FROM core__organiser_identity
