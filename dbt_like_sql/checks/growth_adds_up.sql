-- 増減のわけを足しても数の差にならないと、見かけが本当に見える。pipelines/trend の growth_log と bridge を確かめる
WITH sizes AS (
  SELECT
    release_id,
    stock_size,
    lag(stock_size) OVER (ORDER BY as_of_at, release_id) AS last_size
  FROM core__release_log
),
said AS (
  SELECT release_id, sum(change_count) AS change_count
  FROM trend__growth_bridge
  WHERE period_code = 'night'
  GROUP BY release_id
)
SELECT sizes.release_id, sizes.stock_size, sizes.last_size, coalesce(said.change_count, 0) AS change_count
FROM sizes
INNER JOIN core__release AS release USING (release_id)
LEFT JOIN said USING (release_id)
WHERE sizes.stock_size - sizes.last_size <> coalesce(said.change_count, 0)
