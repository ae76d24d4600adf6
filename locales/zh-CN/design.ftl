### 界面：不属于某一个页面的文字。

## 邮箱地址尚未确认
unverified-line = 你的邮箱地址还没有确认，确认链接在我们发给你的邮件里。
unverified-action = 前往账号设置

## 恢复代码：脚本能做的事
codes-copy = 复制
codes-copied = 恢复代码已复制
codes-print = 打印

## 管理：空列表
empty-reports-open = 用户对动态或其他用户的举报会出现在这里。
empty-reports-closed = 已处理或驳回的举报会移到这里。
empty-people = 试试名字的一部分，或者查看所有用户。
empty-applications = 当注册需要审批时，申请会出现在这里。受邀注册的人无须等待。
