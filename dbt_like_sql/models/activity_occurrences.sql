-- これから開催される日1日1行。時刻は活動の日時から
SELECT
  occurrences.activity_id,
  occurrences.held_on,
  activities.start_time,
  activities.end_time
FROM core__occurrences AS occurrences
JOIN core__activities AS activities ON activities.activity_id = occurrences.activity_id
