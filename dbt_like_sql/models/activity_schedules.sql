-- 活動の日時の規則1つ1行。曜日で探すときは weekday_codes を使う
SELECT *
FROM core__activity_schedules
