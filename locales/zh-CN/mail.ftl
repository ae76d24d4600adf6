### 邮件：所有邮件共有的文字、摘要邮件及其设置。

# Below every letter. $site: its name
mail-footer = 本邮件由 { $site } 发送。
mail-link-hint = 如果按钮无法点击，请打开以下链接：
mail-unsubscribe = 退订
