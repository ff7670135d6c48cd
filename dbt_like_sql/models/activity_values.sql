-- 公開する値ごとの出どころ。掲載のままの文字は、公開できないものを含まないときだけ出す（core の survivorship が決める）
SELECT
  chosen.activity_id,
  chosen.field_name,
  chosen.value_text,
  chosen.listing_id,
  bridge.source_key,
  bridge.page_url,
  chosen.rule_code,
  chosen.agreeing_count,
  chosen.disagreeing_count,
  chosen.telling_source_count,
  chosen.source_text,
  bridge.fetched_at,
  chosen.disagreeing_listing_ids
FROM core__activity_values AS chosen
JOIN core__activity_listings AS bridge USING (listing_id)
