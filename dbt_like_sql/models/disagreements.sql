-- 掲載どうしの食い違い。担当ごとに並べ、公開している値を提案として添える（どちらが正しいかは担当が決める）
SELECT
  apart.activity_id,
  apart.field_name,
  apart.listing_id,
  sources.owner,
  apart.source_key,
  apart.page_url,
  apart.said_text,
  apart.said_count,
  apart.proposed_text,
  apart.proposed_count
FROM core__disagreements AS apart
JOIN core__sources AS sources USING (source_key)
