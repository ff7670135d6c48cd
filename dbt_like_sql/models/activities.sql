-- 活動1つ1行。見本の市のデータが本物と取り違えられないように、出所 (profile_code) を全行に付ける
WITH seen AS (
  SELECT activity_id, max(updated_date) AS updated_date, max(fetched_at) AS fetched_at
  FROM core__activity_listings
  GROUP BY activity_id
),
published AS (
  SELECT
    activity_id,
    min(valid_from_on) AS first_published_on,
    max(valid_from_on) AS last_changed_on
  FROM core__activity_history
  GROUP BY activity_id
)
SELECT
  activities.*,
  seen.updated_date,
  seen.fetched_at,
  published.first_published_on,
  published.last_changed_on,
  -- 続いているとは言えないもの: 終了と書かれたもの、決まった日だけの告知で、その日がすべて過ぎたもの
  coalesce(activities.status_code = 'ended', FALSE) OR coalesce(
    activities.status_code IS NULL
    AND activities.schedule_rrules IS NULL
    AND activities.frequency_code IS NULL
    AND list_max(activities.schedule_days) < CAST(timezone('Asia/Tokyo', release.as_of_at) AS DATE),
    FALSE
  ) AS is_ended,
  release.profile_code
FROM core__activities AS activities
JOIN seen ON seen.activity_id = activities.activity_id
JOIN published ON published.activity_id = activities.activity_id
CROSS JOIN core__release AS release
