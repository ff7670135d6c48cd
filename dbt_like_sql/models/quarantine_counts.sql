-- 読み取れなかったものの数だけを公開する。元の文字は個人情報を含み得るので出さない
SELECT
  source_key,
  field_name,
  reason_code,
  is_quarantined,
  count(*) AS row_count
FROM norm__issues
GROUP BY source_key, field_name, reason_code, is_quarantined
