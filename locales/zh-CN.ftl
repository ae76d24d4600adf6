### miniblog 的简体中文文案。
### 语气平和、准确：先说发生了什么，再说怎么办。不用感叹号，不说“哎呀”。

## 页面框架
site-description = { $site } 是一个写短文的小地方：按时间排列，没有算法推荐，也没有广告。
skip-link = 跳到正文
notice-label = 公告
nav-label = 主导航
nav-home = 首页
nav-explore = 发现
nav-profile = 个人主页
nav-bookmarks = 收藏
nav-settings = 设置
nav-write = 写一条
nav-login = 登录
nav-register = 注册
sign-out = 退出登录
back = 返回
aside-label = 关于这里
languages-label = 语言
about-title = 关于这里
# 接在站名后面：“Miniblog 是一个……”
about-text = 是一个写短文的小地方。按时间排列，没有算法推荐，也没有广告。

## 动态
home-title = 首页
home-empty-title = 你写的内容会出现在这里
home-empty-text = 你关注的人写的也会出现在这里。在上面写下第一条，或者去“发现”找找想关注的人。
home-empty-action = 去看看
explore-title = 发现
explore-empty-title = 这里还没有内容
explore-empty-text = 所有人写的都会汇集到这一页，最新的排在最前。目前还没有人动笔。
write-first = 写下第一条
write-something = 写点什么
older-posts = 更早的内容
welcome-page-title = 欢迎
welcome-title = 短短的文字，按时间排列。
welcome-text = 在 { $site }，记下一个念头，也读读别人的想法。没有算法推荐，也没有广告。
welcome-latest = 最新内容
show-heading = 动态
show-title = { $name }：“{ $text }”
new-title = 写一条
# $name：显示名称，或 @用户名
post-reply-to = 回复 { $name }
post-like = 喜欢
post-bookmark = 收藏
post-in-reply-to = 回复 { $name }
post-in-reply-to-gone = 回复的动态已被删除
post-menu = 更多
post-delete = 删除
post-delete-question = 要删除这条动态吗？删除后无法恢复。

## 对话
reply-title = 回复
reply-sign-in = 登录后回复
replies-heading = 回复
replies-more = 更多回复
replies-none = 还没有人回复。

## 收藏
bookmarks-title = 收藏
bookmarks-empty-title = 还没有收藏
bookmarks-empty-text = 点一下动态下方的书签，以后就能在这里找到它。收藏只有你自己看得到。

## 撰写
composer-label = 正文
composer-placeholder = 在想些什么？
composer-publish = 发布
composer-reply-label = 回复内容
composer-reply = 回复
composer-left = 剩余字数：
composer-hint = 链接无论长短都按 23 个字计算。按 Ctrl + Enter（Mac 上是 ⌘ + Enter）即可发布。
draft-restored = 已恢复上次的草稿。
draft-discard = 丢弃草稿

## 个人主页
profile-about = 个人简介
profile-description = { $name } 在 { $site } 上写的内容
profile-edit = 编辑资料
profile-joined = 加入于
profile-posts = 动态
profile-replies = 回复
profile-tabs = 显示内容
profile-replies-title = { $name } 的回复
posts-count =
    { $count ->
       *[other] { $count } 条动态
    }
following-count = 关注 { $count } 人
followers-count =
    { $count ->
       *[other] { $count } 位关注者
    }
profile-empty-title = 还没有动态
profile-empty-text = { $name } 写下的内容会出现在这里。
profile-empty-mine-title = 你还没有写过什么
profile-empty-mine-text = 你写的都会留在这里，别人可以在这里读到。

profile-replies-empty-title = 还没有回复
profile-replies-empty-text = { $name } 对别人的回复会出现在这里。
profile-replies-empty-mine = 你对别人的回复会出现在这里。去看看有没有想接的话。

## 关注
follow = 关注
# 显示在已关注的人的按钮上，再按一次即取消关注。
following = 已关注
profile-following = 正在关注
profile-followers = 关注者
people-label = 关注与关注者
people-back = 返回 { $name } 的主页
people-more = 更多
followers-title = { $name } 的关注者
followers-empty-title = 还没有关注者
followers-empty-text = 目前还没有人关注 { $name }。
followers-empty-mine = 目前还没有人关注你。写点什么，读到的人会来。
following-title = { $name } 关注的人
following-empty-title = 还没有关注任何人
following-empty-text = { $name } 目前还没有关注任何人。
following-empty-mine = 你关注的人写的内容会出现在首页。去“发现”可以看到这里的所有人。

## 登录与注册
login-title = 登录
login-submit = 登录
login-none = 还没有账号？
register-title = 注册账号
register-lead = 只需要邮箱、用户名和密码。
register-submit = 注册
register-have = 已经有账号了？
register-closed-title = 暂未开放注册
register-closed-text = { $site } 目前不接受新的注册。如果你已经有账号，可以直接登录。
field-email = 邮箱
field-email-hint = 不会向任何人显示。
field-username = 用户名
field-username-hint = 可以使用字母、数字和下划线，最多 30 个字符。
field-password = 密码
field-password-hint = 8 到 128 个字符。几个互不相关的词连在一起就很好。
field-identifier = 邮箱或用户名
field-remember = 保持登录状态
password-show = 显示密码

## 设置
settings-title = 设置
settings-profile = 个人资料
settings-profile-lead = 别人看到的你。
settings-appearance = 外观与语言
settings-appearance-lead = 只影响你自己看到的样子。
settings-save = 保存
settings-sign-out-lead = 结束这个浏览器中的登录，你写过的内容不受影响。
field-display-name = 显示名称
field-display-name-hint = 最多 { $max } 个字。留空则显示用户名。
field-bio = 自我介绍
field-bio-hint = 最多 { $max } 个字。
field-theme = 主题
theme-auto = 跟随系统
theme-light = 浅色
theme-dark = 深色
field-locale = 语言
locale-browser = 跟随浏览器

## 表单提示
form-problems =
    { $count ->
       *[other] 有 { $count } 处需要修改
    }
# 表单有误时的页面标题，让读屏用户最先听到
title-problem = 有误：{ $title }

flash-signed-out = 你已退出登录。
# 无论邮箱是否已注册，措辞都一样：不让人借此打听谁有账号。
flash-registered = 现在可以登录了。如果这个邮箱以前注册过，密码仍是原来那个。
flash-deleted = 这条动态已删除。
flash-saved = 设置已保存。
flash-signed-in-needed = 请先登录，之后会回到刚才的页面。

error-required = 请填写此项。
error-email-invalid = 这不像是邮箱地址，格式应类似 name@example.org。
error-email-taken = 这个邮箱已经注册过账号。
error-username-invalid = 只能使用字母、数字和下划线，最多 30 个字符。
error-username-taken = 这个用户名已经有人用了，请换一个。
error-username-reserved = 这个用户名由本站保留，请换一个。
error-password-short =
    { $min ->
       *[other] 密码太短，至少需要 { $min } 个字符。
    }
error-password-long =
    { $max ->
       *[other] 密码太长，最多 { $max } 个字符。
    }
error-password-common = 这个密码太常见，很容易被人试出来，请换一个。
error-password-context = 密码里包含你的用户名或邮箱，很容易被猜到，请换一个。
error-login-failed = 账号或密码不正确，请检查后重试。
error-account-suspended = 这个账号已被停用，无法登录。
error-post-empty = 还没有内容可以发布，先写点什么吧。
error-reply-gone = 你要回复的动态已被删除。写的内容还在，可以作为一条新动态发布。
error-post-too-long =
    { $over ->
       *[other] 超出了 { $over } 个字，请删减后再发布。
    }
error-post-control = 内容中有无法显示的字符，请删去后再发布。
error-rate-limited =
    { $minutes ->
       *[other] 操作太频繁了，请在 { $minutes } 分钟后再试。
    }
error-name-too-long =
    { $max ->
       *[other] 名称太长，最多 { $max } 个字。
    }
error-bio-too-long =
    { $max ->
       *[other] 内容太长，最多 { $max } 个字。
    }
error-choice-invalid = 没有这个选项，请从列表中选择。

## 页面无法显示时
error-home = 回到首页
error-request = 如需帮助，请附上这个请求编号：
http-400-title = 无法理解这个请求
http-400-message = 请求中有缺失或格式不对的部分。请返回并刷新页面，然后重试。
http-401-title = 请先登录
http-401-message = 这个页面需要登录后才能查看。请登录后再打开。
http-403-title = 这里不对你开放
http-403-message = 你没有查看此页面或执行此操作的权限。
http-404-title = 这里什么也没有
http-404-message = 页面可能已被删除，也可能是地址有误。
http-405-title = 这里不能这样操作
http-405-message = 这个地址不接受这种请求。请重新打开页面，使用页面上的按钮。
http-408-title = 等待太久了
http-408-message = 请求没有在限定时间内完整送达。请检查网络，然后重新发送。
http-413-title = 内容太大了
http-413-message = 发送的内容超出了这里的上限。请缩小后重试。
http-415-title = 不支持这种格式
http-415-message = 发送的内容不是这里能读取的格式。请重新打开页面，从页面上提交表单。
http-422-title = 没能接受提交的内容
http-422-message = 表单已经收到，但其中有些内容无效。请返回检查后重新提交。
http-429-title = 请慢一点
http-429-message = 短时间内的请求太多。请等几分钟再试。
http-431-title = 请求太大了
http-431-message = 浏览器随请求附带的数据超出了上限。请清除本站的 Cookie 后重试。
http-500-title = 我们这边出了问题
http-500-message = 这不是你的错，错误已经记录下来。请稍后再试。
http-503-title = 请稍等片刻
http-503-message = 这里暂时无法响应。请过一会儿再试。
http-cross-site-title = 这个表单来自其他网站
http-cross-site-message = 为了保护你，没有执行任何操作。请在这里重新打开页面，再从页面上提交。
http-not-yours-title = 这条动态不是你写的
http-not-yours-message = 只有作者本人才能修改或删除。
