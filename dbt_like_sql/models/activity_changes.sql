-- 前の公開から変わったこと。同じデータをもう一度公開しても同じ表になる（くらべる相手は、番号の違う直前の公開）
SELECT *
FROM core__activity_changes
