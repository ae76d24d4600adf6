### 管理：举报、管理员的所见所为，以及谁可以加入。

## 所有人都能看到的部分

profile-suspended-title = 此账号已被封禁
profile-suspended-text = 管理员已封禁 { $name }，其内容不再显示。
post-hidden = 已被管理员隐藏，仅自己可见
nav-moderation = 管理
moderation-waiting = { $count } 件举报待处理
menu-report = 举报
menu-report-person = 举报 { $name }
menu-moderate = 管理此内容

report-title = 举报
report-lead = 请告诉管理员 { $name } 有什么问题。管理员会看到举报人是谁，{ $name } 不会。
report-lead-post = 请告诉管理员 { $name } 的这条动态有什么问题。管理员会看到举报人是谁，{ $name } 不会。
field-report-reason = 属于哪种情况？
report-reason-spam = 垃圾信息
report-reason-abuse = 辱骂或骚扰
report-reason-illegal = 违法内容
report-reason-other = 其他
field-report-comment = 还有什么需要让管理员知道？
field-report-comment-hint = 可以不填。如果问题不是一目了然，写几句会有帮助。
report-submit = 提交举报
error-report-reason = 请选择举报的原因。
error-text-too-long = 最多 { $max } 个字符。请缩短后重新提交。
error-text-control = 含有无法显示的字符。请删除后重新提交。

flash-reported = 管理员已收到举报，感谢告知。
flash-act-done = 已完成，并已记入日志。
flash-note-kept = 备注已保存。
flash-report-closed = 举报已关闭。
flash-invitation-made = 邀请已创建，请在下方复制链接。
flash-invitation-revoked = 此邀请已失效，不能再用来注册。
flash-applicant-approved = 账号已通过，并已发邮件告知。
flash-applicant-rejected = 账号已删除，并已发邮件告知。
flash-block-added = 屏蔽已生效。
flash-block-removed = 屏蔽已取消。
flash-applied = 管理员会查看你的申请，并通过邮件告知结果。在此之前无法登录。

## 注册

register-lead-invitation = 在这里注册需要邀请。
register-lead-approval = 每一份注册都要先由管理员审核。
field-invitation = 邀请码
field-invitation-hint = 你收到的链接末尾的那一串字符。
field-application = 为什么想加入？
field-application-hint = 写一两句给管理员看，其他人看不到。
error-invitation-missing = 注册需要邀请。请向站内的人索取。
error-invitation = 此邀请已失效。请索取新的邀请。
error-email-domain = 这里不接受该域名的邮箱。请换一个邮箱。
error-account-awaiting = 管理员尚未通过此账号。有结果后会发邮件告知。

## 管理页面

admin-title = 管理
admin-tabs = 管理
admin-reports = 举报
admin-people = 用户
admin-applications = 注册申请
admin-invitations = 邀请
admin-blocks = 注册屏蔽
admin-audit = 日志

reports-open = 待处理
reports-closed = 已关闭
reports-older = 更早的举报
reports-none-open = 没有待处理的举报。
reports-none-closed = 还没有关闭过举报。
reports-count = { $count } 件举报
report-of = { $name }
report-of-post = { $name } 的动态
report-outcome-open = 待处理
report-outcome-resolved = 已处理
report-outcome-dismissed = 不成立

case-title-report = 关于 { $name } 的举报
case-title-post = { $name } 的动态
case-title-person = { $name }
case-post = 动态
case-post-gone = 动态已被删除。举报时的内容见下方的举报。
case-open-post = 打开动态
case-hidden = 已隐藏
case-person = 用户
case-role = 身份
case-joined = 注册时间
case-address = 邮箱
case-verified = 已验证
case-unverified = 未验证
case-counts = 数量
case-profile = 打开个人主页
case-acts = 操作
case-acts-hint = 每次操作都会记入日志；与本人有关的，会发邮件告知。
case-acts-me = 这是你自己，须由他人决定。
case-acts-none = 这里没有你可以执行的操作。
case-reports-none = 没有人举报过。
case-wording = 举报时的内容：
case-notes = 备注
case-note-gone = 前管理员
case-log = 操作记录
case-log-none = 还没有任何操作。
field-act-reason = 理由
field-act-reason-hint = 会永久保留在日志中，并写进给本人的邮件。请不要提及任何人的名字。
field-note = 给其他管理员的备注
field-note-hint = 仅管理员可见，账号删除时一并删除。
note-submit = 保存备注
act-hide = 隐藏动态
act-unhide = 恢复显示动态
act-silence = 限制
act-suspend = 封禁
act-lift = 解除
act-sign-out = 登出所有设备
act-resolve = 关闭：已处理
act-dismiss = 关闭：不成立
role-member = 成员
role-moderator = 版主
role-admin = 管理员
state-suspended = 已封禁
state-silenced = 已限制
state-leaving = 注销中
state-awaiting = 等待审核

people-search = 按名字查找用户
people-all = 全部
people-silenced = 已限制
people-suspended = 已封禁
people-state = 状态
people-none = 没有找到任何人。

audit-lead = 管理员和运维人员的操作记录，只增不减。
audit-when = 时间
audit-who = 操作者
audit-what = 操作
audit-whom = 对象
audit-why = 理由
audit-operator = 运维人员
audit-gone = 已注销账号 { $id }
audit-post = 动态
audit-older = 更早的记录
audit-hide-post = 隐藏动态
audit-unhide-post = 恢复显示动态
audit-silence = 限制
audit-suspend = 封禁
audit-lift = 解除限制或封禁
audit-sign-out = 登出所有设备
audit-note = 添加备注
audit-resolve = 关闭举报：已处理
audit-dismiss = 关闭举报：不成立
audit-promote = 更改身份
audit-invite = 创建邀请
audit-revoke-invitation = 撤销邀请
audit-approve = 通过申请
audit-reject = 拒绝申请
audit-add-block = 添加注册屏蔽
audit-remove-block = 取消注册屏蔽

invite-title = 邀请他人
invite-lead-open = 目前任何人都可以注册，不需要邀请。
invite-lead-invitation = 注册需要邀请。
invite-lead-approval = 持邀请注册的人无须等待审核。
invite-lead-closed = 目前不开放注册，有邀请也不行。
field-invitation-note = 备注
field-invitation-note-hint = 用途说明，仅管理员可见。
field-invitation-uses = 可供几人使用
field-invitation-days = 有效天数
field-invitation-days-hint = 留空表示长期有效。
error-uses = 请输入 1 到 { $max } 之间的数字。
error-days = 请输入 1 到 { $max } 之间的天数，或留空。
invite-submit = 创建邀请
invitation-no-note = 邀请
invitation-uses = 已用 { $uses } / { $max }
invitation-until = 有效期至
invitation-good = 有效
invitation-used = 已用完
invitation-expired = 已过期
invitation-revoked = 已撤销
invitation-revoke = 撤销
invitations-none = 还没有邀请。
invitations-older = 更早的邀请

applications-lead = 以下是申请加入的人。被拒绝的会收到告知，账号随即删除。
applications-none = 没有等待审核的申请。
applications-older = 更早的申请
application-address = 邮箱域名 { $domain }
application-approve = 通过
application-reject = 拒绝

block-title = 屏蔽注册
block-lead = 不能用这样的邮箱或用户名注册。已有的账号不受影响。
field-block-kind = 类型
block-kind-domain = 邮箱域名
block-kind-name = 用户名
field-block-pattern = 屏蔽内容
field-block-pattern-hint = 例如 example.org；*.example.org 包括所有子域名。用户名的首尾可以用 * 代表任意字符：*bot。
error-block-domain = 这不是域名。应类似 example.org 或 *.example.org。
error-block-name = 这不是用户名。应类似 name、name*、*name 或 *name*。
block-submit = 屏蔽
block-remove = 取消
blocks-list-none = 没有屏蔽任何内容。
blocks-older = 更早的屏蔽

## 邮件

mail-moderation-reason = 理由：{ $reason }
mail-silenced-subject = 你的账号 { $name } 已被限制
mail-silenced-text = 管理员限制了你的账号 { $name }。关注你的人仍能看到你发布的内容，但这些内容不会出现在发现、标签和搜索中，也不会通知其他人。
mail-suspended-subject = 你的账号 { $name } 已被封禁
mail-suspended-text = 管理员封禁了你的账号 { $name }。你已被登出且无法登录，账号的内容不再显示。
mail-lifted-subject = 你的账号 { $name } 已恢复
mail-lifted-text = 管理员解除了对你的账号 { $name } 的处置，一切恢复如初。
mail-hidden-subject = 你的一条动态已被隐藏
mail-hidden-text = { $name }，管理员隐藏了你的一条动态，现在只有你自己能看到。
mail-unhidden-subject = 你的一条动态已恢复显示
mail-unhidden-text = { $name }，管理员恢复显示了你的一条动态，可见范围内的人都能看到。
mail-hidden-action = 查看动态
mail-approved-subject = 欢迎，{ $name }
mail-approved-text = 管理员已通过你的账号 { $name }，现在可以登录了。
mail-approved-action = 登录
mail-rejected-subject = 你以 { $name } 提交的注册
mail-rejected-text = 管理员没有通过你的账号 { $name }，账号已删除。
