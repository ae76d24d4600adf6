### 证明自己的身份：邮件里的链接、两步验证、登录状态、账号设置。

## 设置页的标签
settings-tab-profile = 个人资料
settings-tab-appearance = 外观
settings-tab-privacy = 隐私
settings-tab-notifications = 通知
settings-tab-account = 账号
settings-tab-data = 我的数据
settings-appearance-heading = 主题与语言
privacy-discoverable = 能否被找到
privacy-discoverable-lead = 不勾选时，本站的搜索不会向别人显示你，也会请搜索引擎不要收录你的主页和动态。知道你名字的人仍然可以打开你的主页。
field-discoverable = 让不知道我名字的人也能找到我

## 忘记密码
login-forgot = 忘记密码？
forgot-title = 忘记密码
forgot-lead = 填写账号的邮箱，我们会把一个链接发到那里，用它可以设置新密码。
forgot-submit = 发送链接
forgot-remembered = 又想起来了？
forgot-sent-title = 请查看收件箱
forgot-sent-text = 如果有账号使用这个邮箱，链接正在寄往那里。链接只能用一次，30 分钟内有效。
forgot-sent-none = 过了几分钟还没收到？
forgot-again = 检查邮箱地址，再试一次
mail-in-folder = 本站没有配置邮件发送，邮件保存在服务器的这个文件夹里：
reset-title = 新密码
reset-lead = 设置之后，所有设备都会退出登录，请用新密码重新登录。
reset-submit = 设置密码
reset-void-title = 这个链接已经失效
reset-void-text = 链接只能用一次，30 分钟内有效，而且只有最新的一个有效。你的密码没有变。
reset-void-action = 再要一个链接

## 打开邮件里的链接
followed-verified-title = 邮箱已确认
followed-verified-text = 谢谢，现在我们知道邮件能送到你那里。
followed-changed-title = 邮箱已更换
followed-changed-text = 两个邮箱都已同意，今后邮件会寄到新邮箱。
followed-new-missing-title = 还差一步
followed-new-missing-text = 这个邮箱已经同意。请再打开寄到新邮箱的链接。
followed-old-missing-title = 还差一步
followed-old-missing-text = 新邮箱已经同意。请再打开寄到现用邮箱的链接。
followed-taken-title = 这个邮箱属于另一个账号
followed-taken-text = 它已先被另一个账号确认。你可以登录那个账号，或者给这个账号换一个邮箱。
followed-void-title = 这个链接已经失效
followed-void-text = 可能是过期了，或者已经不需要了。可以在账号页面再要一个。
followed-home = 前往首页
followed-account = 前往账号页面

## 账号设置
account-title = 账号
back-to-account = 回到账号
account-email = 邮箱
account-email-verified = 已确认
account-email-unverified = 未确认
account-unverified-text = 请打开我们寄给你的邮件里的链接。在那之前，你不会收到本站的其他邮件；如果忘了密码，也无法找回。
account-resend = 重新发送链接
account-change-title = 等待更换为
account-change-both = 请打开寄到这个邮箱的链接，以及寄到现用邮箱的链接。
account-change-old = 这个邮箱已经同意，请再打开寄到现用邮箱的链接。
account-change-new = 请打开寄到这个邮箱的链接。
account-change-until = 链接的有效期至
account-change-cancel = 保留现用邮箱
account-email-hint = 新旧两个邮箱都要同意，分别通过邮件里的链接确认。
account-email-submit = 更换邮箱
account-password-lead = 更改后，其他浏览器都会退出登录。
account-password-submit = 更改密码
account-safety = 登录安全
account-second-factor-on = 登录时，除了密码还要输入验证器应用中的验证码。
account-second-factor-off = 启用两步验证后，即使别人知道了密码也无法登录。
field-new-email = 新邮箱
field-current-password = 当前密码
field-new-password = 新密码

## 两步验证
second-factor-title = 两步验证
second-factor-scan = 把账号添加到验证器应用
second-factor-lead = 手机或密码管理器里的验证器应用每 30 秒显示一个新的验证码。用它扫描：
second-factor-qr = 供验证器应用扫描的二维码
second-factor-by-hand = 或者手动输入这个密钥：
second-factor-open = 或者用这台设备上的应用打开
second-factor-confirm = 确认可以使用
second-factor-code-hint = 应用现在显示的六位数字。
second-factor-submit = 启用
second-factor-on = 已启用
second-factor-on-lead = 登录时，除了密码还要输入验证器应用中的验证码。要做更改，请输入当前密码。
second-factor-disable = 停用
second-factor-elsewhere = 其他浏览器
second-factor-elsewhere-lead = 已经登录的地方会保持登录。如果其中有不是你的，请让它退出。
field-code = 验证码
recovery-codes-title = 恢复码
recovery-codes-first = 两步验证已启用，请保存这些恢复码
recovery-codes-again = 以前的恢复码已被这些取代
recovery-codes-lead = 手边没有验证器应用时，每个恢复码可以登录一次。请打印出来，或存进密码管理器：它们不会再显示。
recovery-codes-kept = 我已保存
recovery-codes-replace = 生成新的恢复码
recovery-codes-left =
    { $count ->
        [0] 恢复码已用完。请生成新的，以便没有验证器应用时也能登录。
       *[other] 还剩 { $count } 个恢复码。
    }
second-step-title = 还差一步
second-step-lead = 密码正确。现在请证明验证器应用也在你手里。
second-step-hint = 应用显示的六位数字，或一个恢复码。
second-step-submit = 登录
second-step-other = 不是你？
second-step-again = 用其他账号登录

## 登录状态
sessions-title = 已登录的设备
sessions-where = 你的登录
sessions-lead = 如果有不认识的，请让它退出登录，并更改密码。
session-device = { $system } 上的 { $browser }
session-device-unknown = 未知设备
session-current = 当前
session-address = 登录地址
session-seen = 最近使用
session-created = 登录时间
sessions-others = 其他所有设备
sessions-others-lead = 这里会保持登录。
sessions-others-submit = 退出其他所有登录

## 跳转后的提示
flash-sign-in-again = 等待时间过长，请重新登录。
flash-password-reset = 密码已设置，所有设备都已退出登录。请用新密码登录。
flash-password-changed = 密码已更改，其他浏览器都已退出登录。
flash-email-change-asked = 邮件正在寄往两个邮箱，请分别打开其中的链接。
flash-email-change-cancelled = 邮箱保持不变。
flash-link-sent = 带有链接的邮件正在寄给你。
flash-link-later = 已经寄过几封邮件了。请也看看垃圾邮件箱，或一小时后再试。
flash-session-ended = 那个登录已退出。
flash-other-sessions-ended = 其他登录都已退出。
flash-second-factor-off = 两步验证已停用，现在只需密码即可登录。

## 错误
error-password-wrong = 这不是你当前的密码。
error-email-same = 这已经是你的邮箱。
error-code-setup = 这不是应用现在显示的验证码。请检查设备的时间是否准确，再试下一个验证码。
error-code-wrong = 验证码不正确，或已经用过。请等下一个验证码，或使用恢复码。

## 邮件
mail-hello = @{ $username }，你好：
mail-verify-subject = 请确认你在 { $site } 的邮箱
mail-verify = 你现在有了 { $site } 的账号。请在 24 小时内打开这个链接，确认邮箱是你的。
mail-verify-action = 确认邮箱
mail-verify-after = 如果你没有注册，可能是有人输错了邮箱，不必理会。
mail-already-subject = 有人在 { $site } 填写了你的邮箱
mail-already = 有人为 { $site } 上的账号 @{ $other } 填写了这个邮箱。它属于你的账号 @{ $username }，这一点不会改变：@{ $other } 无法确认它。
mail-already-action = 登录
mail-already-after = 如果是你本人：你已经有账号了，可以直接登录，或者设置新密码。如果不是，不必理会。
mail-reset-subject = 为 { $site } 的 @{ $username } 设置新密码
mail-reset = 有人为你在 { $site } 的账号 @{ $username } 申请了新密码。请在 30 分钟内打开这个链接来设置，链接只能用一次。
mail-reset-action = 设置新密码
mail-reset-after = 如果不是你本人，不必理会，你的密码没有变。
mail-move-subject = 请确认你在 { $site } 的新邮箱
mail-move = { $site } 的账号 @{ $username } 想改用这个邮箱。请在 24 小时内打开这个链接表示同意。
mail-move-action = 同意
mail-move-after = 如果与你无关，可能是有人输错了邮箱，不必理会。
mail-leave-subject = 账号 @{ $username } 要更换邮箱
mail-leave = 你在 { $site } 的账号 @{ $username } 想把这个邮箱换成 { $email }。请在 24 小时内打开这个链接表示同意。
mail-leave-action = 同意
mail-leave-after = 如果不是你本人，请不要打开链接：有人知道了你的密码。请登录并更改密码，更换邮箱的申请也会随之取消。
mail-not-you = 如果不是你本人，请立刻设置新密码，所有设备都会因此退出登录。
mail-not-you-action = 设置新密码
mail-not-you-operator = 如果不是你本人，请立刻联系 { $site } 的管理者：今后关于账号的邮件不会再寄到这里。
mail-password-changed-subject = 你在 { $site } 的密码已更改
mail-password-changed = 你在 { $site } 的账号 @{ $username } 刚刚更改了密码，其他浏览器都已退出登录。
mail-password-reset-subject = 你在 { $site } 的密码已更改
mail-password-reset = 有人用寄到这个邮箱的链接，为你在 { $site } 的账号 @{ $username } 设置了新密码。所有设备都已退出登录。
mail-second-factor-on-subject = 两步验证已启用
mail-second-factor-on = 你在 { $site } 的账号 @{ $username } 今后登录时需要验证器应用的验证码。
mail-second-factor-off-subject = 两步验证已停用
mail-second-factor-off = 你在 { $site } 的账号 @{ $username } 登录时不再需要验证码，只需密码。
mail-recovery-codes-subject = 新的恢复码
mail-recovery-codes = 你在 { $site } 的账号 @{ $username } 有了新的恢复码，以前的不再有效。
mail-recovery-used-subject = 有人使用了恢复码
mail-recovery-used =
    { $count ->
        [0] 有人刚刚用恢复码登录了你在 { $site } 的账号 @{ $username }。这是最后一个，请生成新的。
       *[other] 有人刚刚用恢复码登录了你在 { $site } 的账号 @{ $username }，还剩 { $count } 个。
    }
mail-email-changed-subject = 你在 { $site } 的邮箱已更换
mail-email-changed = 你在 { $site } 的账号 @{ $username } 现在使用另一个邮箱，邮件不再寄到这里。
