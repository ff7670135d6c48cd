-- 少なくとも・中ほど・上限の順が逆だと、幅を読み違える。pipelines/estimate/strata.py を確かめる
SELECT stratum_id, different_count, at_least_count, middle_count, upper_count
FROM estimates
WHERE different_count > at_least_count
  OR at_least_count > coalesce(middle_count, at_least_count)
  OR coalesce(middle_count, at_least_count) > coalesce(upper_count, middle_count, at_least_count)
