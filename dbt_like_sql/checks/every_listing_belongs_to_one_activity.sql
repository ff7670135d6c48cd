-- どの掲載も、ちょうど一つの活動に入っている。入らない、または二つに入ると、件数が合わなくなる。照合（match__clusters）を確かめる
SELECT listings.listing_id, count(bridge.activity_id) AS activity_count
FROM norm__listings AS listings
LEFT JOIN activity_listings AS bridge USING (listing_id)
GROUP BY listings.listing_id
HAVING count(bridge.activity_id) <> 1
