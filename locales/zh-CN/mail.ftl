### 邮件：所有邮件共有的文字、摘要邮件及其设置。

# 每封邮件的末尾。$site：站点名称
mail-footer = 本邮件由 { $site } 发送。
mail-link-hint = 如果按钮无法点击，请打开以下链接：
mail-unsubscribe = 退订

## 摘要邮件
# $site：站点名称。$count：有多少条
digest-subject =
    { $count ->
       *[other] { $site } 上有 { $count } 条新通知
    }
# $name：显示名称
digest-lead = { $name }，以下是你上次查看之后的新动向。
digest-mention = { $name } 提到了你
digest-reply = { $name } 回复了你
digest-action = 查看全部通知
digest-why-daily = 你订阅了每日摘要，因此会收到本邮件，每天最多一封。
digest-why-weekly = 你订阅了每周摘要，因此会收到本邮件，每周最多一封。

## 设置
mail-settings-title = 通知设置
mail-settings-digest = 邮件通知
mail-settings-lead = 将未读通知汇总后发到你的邮箱。没有新通知时不会发送。
mail-settings-unverified = 邮箱地址确认之前，我们不会发送摘要。
mail-settings-account = 账号设置
field-mail-digest = 发送摘要
mail-digest-none = 从不
mail-digest-daily = 每天
mail-digest-weekly = 每周
mail-settings-site = 站内通知
mail-settings-site-lead = 谁可以通知你，可在隐私设置中更改。

## 退订
unsubscribe-title = 不再接收摘要邮件？
unsubscribe-text = 你仍可在站内查看通知。与账号安全有关的邮件会照常发送。
unsubscribe-done-title = 今后不再发送摘要
unsubscribe-done-text = 你可以随时在设置中重新开启。
