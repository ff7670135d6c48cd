-- どの値も、その活動の掲載から来ている。別の活動の掲載なら、説明がうそになる。pipelines/core/survivorship.py と match__clusters を確かめる
SELECT said.activity_id, said.field_name, said.listing_id
FROM activity_values AS said
ANTI JOIN activity_listings AS bridge USING (activity_id, listing_id)
