-- 活動1つ1行。見本の市のデータが本物と取り違えられないように、出所 (profile_code) を全行に付ける
SELECT
  activities.*,
  release.profile_code
FROM core__activities AS activities
CROSS JOIN core__release AS release
