-- 一度公開したIDは、いまある活動に行き着く。行き着かなければ、保存した人のリンクが切れる。core__activity_identity を確かめる
SELECT redirects.activity_id, redirects.current_activity_id
FROM activity_redirects AS redirects
WHERE redirects.current_activity_id IS NOT NULL
  AND redirects.current_activity_id NOT IN (SELECT activity_id FROM activities)
