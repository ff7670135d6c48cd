-- なくなった活動の札（activity_tombstones）は、いまある活動には付かない。core__activity_identity を確かめる
SELECT tombstones.activity_id
FROM activity_tombstones AS tombstones
JOIN activities USING (activity_id)
