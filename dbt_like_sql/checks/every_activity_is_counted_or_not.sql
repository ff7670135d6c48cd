-- 数えるかどうかの決まっていない活動があると、数と一覧が合わない。pipelines/trend/stock.py を確かめる
SELECT activity_id
FROM core__activities
FULL JOIN trend__activity_stock AS stock USING (activity_id)
WHERE core__activities.name IS NULL OR stock.stock_code IS NULL
