-- 公開する列の説明（約束から）
SELECT *
FROM core__dictionary
