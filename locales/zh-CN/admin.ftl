# 管理：所有人都能看到的部分。
profile-suspended-title = 此账号已被封禁
profile-suspended-text = 管理员已封禁 { $name }，其内容不再显示。
post-hidden = 已被管理员隐藏，仅自己可见
