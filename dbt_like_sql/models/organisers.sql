-- 主催団体1つ1行。情報源での書き方の違いは other_names に残す
SELECT *
FROM core__organisers
