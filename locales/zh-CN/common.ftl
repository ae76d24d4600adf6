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
nav-search = 搜索
nav-notifications = 通知
# 接在“通知”之后，是铃铛名称的一部分。$count：数字，或“99+”
unread-new = ，{ $count } 条新的
close = 关闭
cancel = 取消
feed-label = Atom 订阅
toast-failed = 没有成功，请再试一次。
toast-copied = 链接已复制。
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
# $count：数字，或由脚本填入数字的位置
posts-new =
    { $count ->
       *[other] { $count } 条新动态
    }
post-menu-of = 更多操作：{ $name } 的动态
post-repost = 转发
post-reposted-by = { $name } 转发了
post-pinned = 置顶
post-pin = 置顶到个人主页
post-unpin = 取消置顶
post-edit = 编辑
post-edited = 已编辑
post-redraft = 删除并重写
post-copy-link = 复制链接
# 一条不公开的动态写给谁。
post-audience = 写给 { $names }
composer-audience = 提到的人也包括 { $names }
post-muted-word = 已隐藏：包含“{ $word }”
# 谁能看到一条动态
visibility-public = 公开
visibility-unlisted = 不列出
visibility-followers = 仅关注者
visibility-mentioned = 仅提到的人
mute-person = 隐藏 { $name }
unmute-person = 取消隐藏 { $name }
block-person = 屏蔽 { $name }
unblock-person = 取消屏蔽 { $name }

## 对话
reply-title = 回复
reply-sign-in = 登录后回复
replies-heading = 回复
replies-more = 更多回复
replies-none = 还没有人回复。
replies-folded =
    { $count ->
       *[other] 展开另外 { $count } 条回复
    }

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
composer-save-draft = 存草稿
field-visibility = 谁可以看到
field-language = 正文语言
language-guess = 自动识别
field-warning = 内容警告
field-warning-label = 一句话说明内容
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
profile-menu = 更多操作：{ $name }
profile-own = 只有你能看到的
profile-pinned = 置顶动态
profile-locked = 需批准才能关注
profile-follows-you = 关注了你
profile-muted = 已隐藏
profile-blocking-title = 你已屏蔽 { $name }
profile-blocking-text = 你看不到对方写的内容，对方也看不到你写的。
profile-blocked-title = 你看不到这些动态
profile-blocked-text = { $name } 没有对你开放。
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
# 对方尚未答复时显示在按钮上，再按一次即撤回请求。
follow-requested = 已请求
follower-remove = 移除
follower-remove-person = 将 { $name } 移出关注者
request-accept = 接受
request-reject = 拒绝
unmute = 取消隐藏
unblock = 取消屏蔽
requests-title = 关注请求
requests-lead = 接受之后，对方才会关注你，并看到你只写给关注者的内容。拒绝时不会通知对方。
requests-empty-title = 没有待处理的请求
requests-empty-text = 开启“批准关注者”之后，关注请求会出现在这里。
mutes-title = 已隐藏的人
mutes-lead = 他们的动态不会出现在你眼前，对方并不知情。
mutes-empty-title = 没有隐藏任何人
mutes-empty-text = 可以从动态或个人主页的菜单里隐藏某人。
blocks-title = 已屏蔽的人
blocks-lead = 你们互相看不到对方，也不能互相关注。
blocks-empty-title = 没有屏蔽任何人
blocks-empty-text = 可以从动态或个人主页的菜单里屏蔽某人。

## 编辑
edit-title = 编辑动态
edit-hint = 修改前的内容会保留在历史版本中。可见范围在发布后不能更改。
history-title = 历史版本
history-title-of = 历史版本 · { $name }：“{ $text }”
history-lead =
    { $count ->
       *[other] 这条动态共有 { $count } 个版本，最新的排在最前。
    }
history-post = 查看 { $name } 的这条动态
history-current = 当前版本
history-first = 最初版本

## 草稿
drafts-title = 草稿
drafts-more = 更早的草稿
draft-blank = （还没有内容）
draft-reply = 回复
drafts-empty-title = 没有草稿
drafts-empty-text = 还不想发布的内容可以先存在这里，只有你自己看得到。

## 喜欢
likes-title = 喜欢
likes-empty-title = 还没有喜欢的内容
likes-empty-text = 点一下动态下方的心形，告诉作者你喜欢它，以后也能在这里找到。
back-to-profile = 返回个人主页

## 话题与搜索
tag-description = { $site } 上关于 #{ $tag } 的动态
tag-empty-title = 这个话题还没有内容
tag-empty-text = 在动态里写上 #{ $tag }，就会出现在这里。
search-title = 搜索
# $what：下面三类之一
search-title-of = { $what }：“{ $q }”
search-posts = 动态
search-people = 用户
search-tags = 话题
search-tabs = 搜索结果分类
search-label = 搜索动态、用户和话题
search-placeholder = 搜索动态、用户、话题
search-submit = 搜索
search-hint = 可以这样搜索：
search-hint-words = 几个词
search-hint-phrase = "完整短语"
search-hint-name = 用户名
search-hint-tag = 话题
search-blank-title = 想找什么？
search-blank-text = 这里公开写下的一切，以及在这里写东西的人，都能找到。
search-empty-title = 没有找到
search-empty-posts = 没有动态包含所有这些词。试试减少几个词，或换个写法。
search-empty-people = 这里没有叫这个名字的人。试试只输入开头几个字。
search-empty-tags = 没有这样开头的话题。试试少输入几个字。

## 通知
notifications-title = 通知
notifications-read = 全部标为已读
notifications-new = 新
notifications-older = 更早的通知
notifications-requests =
    { $count ->
       *[other] 有 { $count } 人请求关注你
    }
notifications-empty-title = 还没有通知
notifications-empty-text = 有人关注你、回复你或喜欢你写的内容时，会在这里告诉你。
# 显示在动态上方，作者就在下面
notify-mention = 提到了你
notify-reply = 回复了你
# $name：显示名称。$count：此外还有多少人
notify-follow = { $name } 关注了你
notify-follow-others =
    { $count ->
       *[other] { $name } 和另外 { $count } 人关注了你
    }
notify-request = { $name } 请求关注你
notify-request-others =
    { $count ->
       *[other] { $name } 和另外 { $count } 人请求关注你
    }
notify-like = { $name } 喜欢了你的动态
notify-like-others =
    { $count ->
       *[other] { $name } 和另外 { $count } 人喜欢了你的动态
    }
notify-repost = { $name } 转发了你的动态
notify-repost-others =
    { $count ->
       *[other] { $name } 和另外 { $count } 人转发了你的动态
    }
notify-edit = { $name } 编辑了你转发过的动态
notify-edit-others =
    { $count ->
       *[other] { $name } 和另外 { $count } 人编辑了你转发过的动态
    }

## 键盘快捷键
keys-title = 键盘快捷键
keys-on = 启用快捷键
keys-post = 下一条、上一条动态
keys-open = 打开动态
keys-search = 搜索
keys-home = 前往首页
keys-explore = 前往发现
keys-notifications = 前往通知
keys-profile = 前往个人主页
keys-write = 写一条
keys-reply = 回复
keys-repost = 转发
keys-like = 喜欢
keys-bookmark = 收藏
keys-help = 显示此列表

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
settings-tabs = 设置

field-links = 链接
field-links-hint = 最多四个，每个名称最多 { $max } 个字。
field-link-label = 第 { $number } 个链接的名称
field-link-label-placeholder = 名称
field-link-url = 第 { $number } 个链接的地址
privacy-title = 隐私
privacy-followers = 关注者
privacy-followers-lead = 关注你的人会在首页看到你的动态，也能看到你只写给关注者的内容。
field-locked = 有人想关注我时，先经我批准
privacy-notifications = 通知
privacy-notifications-lead = 别人的回复和提及仍会留在对话里。
field-notify-from = 通知我谁的动静
notify-from-anyone = 所有人
notify-from-followed = 我关注的人
notify-from-nobody = 都不通知
privacy-words = 隐藏的词
privacy-words-lead = 包含这些词的动态会被折叠，仍然可以展开。
field-muted-words = 词或短语
field-muted-words-hint = 每行一个。
privacy-people = 不想看到的人
privacy-people-lead = 这两份名单只有你自己看得到。
back-to-privacy = 返回隐私设置
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
flash-registered = 账号已创建，现在可以登录了。我们向你的邮箱寄了一个链接，请打开它确认邮箱是你的。
flash-deleted = 这条动态已删除。
flash-saved = 设置已保存。
flash-signed-in-needed = 请先登录，之后会回到刚才的页面。
flash-draft-saved = 草稿已保存。
flash-draft-deleted = 草稿已删除。
flash-edited = 动态已修改。
flash-pinned = 已置顶到你的个人主页。
flash-unpinned = 已取消置顶。
flash-too-many-pins = 最多置顶 5 条动态，请先取消一条。
flash-muted = 已隐藏，对方的动态不会再出现在你眼前。
flash-unmuted = 已取消隐藏。
flash-blocked = 已屏蔽，你们互相看不到对方了。
flash-unblocked = 已取消屏蔽。
flash-removed-follower = 已移出关注者。
flash-request-sent = 请求已发送，对方接受后即可关注。
flash-request-accepted = 已接受，对方现在关注了你。
flash-request-rejected = 已拒绝请求。
flash-redraft = 动态已删除，原来的内容在这里，可以重写。

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
error-warning-too-long =
    { $max ->
       *[other] 警告太长，最多 { $max } 个字。
    }
error-visibility-invalid = 请从列表中选择谁可以看到。
error-language-invalid = 无法识别这种语言，请从列表中选择。
error-link-invalid = 这不是可用的链接地址，应以 https:// 或 http:// 开头。
error-link-label-too-long =
    { $max ->
       *[other] 名称太长，最多 { $max } 个字。
    }
error-muted-word-too-long = 每个词最多 { $max } 个字。
error-muted-words-too-many =
    { $max ->
       *[other] 隐藏的词太多，最多 { $max } 个。
    }
error-drafts-too-many =
    { $max ->
       *[other] 草稿已有 { $max } 份，请先发布或删除一份。
    }

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
