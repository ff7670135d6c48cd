-- どの活動にも元の掲載がある。なければ根拠のない行になる。IDの引き継ぎ（core__activity_identity）を確かめる
SELECT activities.activity_id
FROM activities
ANTI JOIN activity_listings USING (activity_id)
