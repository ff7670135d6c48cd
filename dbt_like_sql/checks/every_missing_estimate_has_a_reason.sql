-- 上限も語る一覧もない数に理由がないと、読む人は推計できたと思う。estimate_reasons を作る pipelines/estimate/strata.py を確かめる
SELECT told.stratum_id, told.upper_count, told.speaking_source_keys
FROM estimates AS told
ANTI JOIN estimate_reasons AS reasons USING (stratum_id)
WHERE told.upper_count IS NULL OR told.speaking_source_keys IS NULL
