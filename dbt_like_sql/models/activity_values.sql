-- 公開する値ごとの出どころ。元の文字は個人情報を含み得るので出さず、掲載ページへのリンクを出す
SELECT
  chosen.activity_id,
  chosen.field_name,
  chosen.value_text,
  chosen.listing_id,
  listings.source_key,
  listings.page_url,
  chosen.rule_code,
  chosen.agreeing_count,
  chosen.disagreeing_count
FROM core__activity_values AS chosen
JOIN norm__listings AS listings USING (listing_id)
