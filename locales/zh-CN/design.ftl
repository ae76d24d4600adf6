### 界面：不属于某一个页面的文字。

## 邮箱地址尚未确认
unverified-line = 你的邮箱地址还没有确认，确认链接在我们发给你的邮件里。
unverified-action = 前往账号设置

## 恢复代码：脚本能做的事
codes-copy = 复制
codes-copied = 恢复代码已复制
codes-print = 打印
