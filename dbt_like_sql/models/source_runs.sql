-- 情報源ごとの最新の取得。成功も失敗もそのまま見せる
SELECT
  runs.source_key,
  runs.run_id,
  runs.run_verdict_code,
  runs.started_at,
  runs.finished_at,
  runs.request_count,
  runs.fetched_count,
  runs.failed_count,
  runs.listing_count,
  runs.quarantined_count,
  runs.message_ja
FROM raw__runs AS runs
JOIN raw__selected_runs AS selected
  ON runs.source_key = selected.source_key AND runs.run_id = selected.newest_run_id
