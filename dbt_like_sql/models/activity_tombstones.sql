-- 見えなくなった・統合された活動を公開フォルダーと同じ日数のあいだ残す。それより前のものの行き先は activity_redirects にある
WITH last_seen AS (
  SELECT
    activity_id,
    activity_json,
    valid_to_on,
    row_number() OVER (PARTITION BY activity_id ORDER BY valid_from_on DESC) AS nth
  FROM core__activity_history
),
last_change AS (
  SELECT
    activity_id,
    change_code,
    row_number() OVER (PARTITION BY activity_id ORDER BY changed_on DESC, release_id DESC) AS nth
  FROM core__activity_change_log
  WHERE change_code IN ('merged', 'not_seen', 'source_ended')
)
SELECT
  identity.activity_id,
  identity.identity_code AS redirect_code,
  last_seen.activity_json ->> 'name' AS name,
  last_seen.valid_to_on - 1 AS last_published_on,
  CAST(release.as_of_at AT TIME ZONE 'Asia/Tokyo' AS DATE) - last_seen.valid_to_on + 1 AS not_seen_days,
  last_change.change_code,
  identity.current_activity_id,
  last_seen.activity_json ->> 'ward_code' AS ward_code,
  last_seen.activity_json ->> 'kind_code' AS kind_code
FROM core__activity_identity AS identity
JOIN last_seen ON last_seen.activity_id = identity.activity_id AND last_seen.nth = 1
LEFT JOIN last_change ON last_change.activity_id = identity.activity_id AND last_change.nth = 1
CROSS JOIN core__release AS release
WHERE identity.identity_code IN ('merged', 'retired')
  AND last_seen.valid_to_on > CAST(release.as_of_at AT TIME ZONE 'Asia/Tokyo' AS DATE) - kept_days()
