-- 公開する値ごとの出どころ。掲載のままの文字は、公開できないものを含まないときだけ出す（core の survivorship が決める）
SELECT
  chosen.activity_id,
  chosen.field_name,
  chosen.value_text,
  chosen.listing_id,
  listings.source_key,
  listings.page_url,
  chosen.rule_code,
  chosen.agreeing_count,
  chosen.disagreeing_count,
  chosen.telling_source_count,
  chosen.source_text,
  fetches.fetched_at,
  chosen.disagreeing_listings
FROM core__activity_values AS chosen
JOIN norm__listings AS listings USING (listing_id)
LEFT JOIN core__page_fetches AS fetches
  ON fetches.source_key = listings.source_key
  AND fetches.run_id = listings.run_id
  AND fetches.page_url = listings.page_url
