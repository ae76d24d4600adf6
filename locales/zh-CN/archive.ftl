### 自己的数据：带走、带来、删除。

data-title = 你的数据
data-back = 返回“你的数据”

## 进度
archive-progress-hint = 本页会自动刷新。你也可以先离开，稍后再来，处理不会中断。

## 导出
export-title = 带走你的一切
export-lead = 一个 zip 文件，包含你在这里写下和选择的所有内容：既有供其他程序读取的数据，也有一个任何浏览器都能打开的网页。
export-open = 导出…
export-running = 正在制作存档
export-progress = 正在写入存档
export-ready = 存档已备好
export-ready-lead = 其中有只有你才能看的内容，包括草稿和邮箱地址。请存放在别人看不到的地方。
export-download = 下载（{ $size }）
export-made = 制作时间：
export-expires = 下载截止：
export-failed = 存档没能制作完成
export-again = 重新制作
export-start-title = 制作存档
export-start-lead = 存档在后台制作，完成后一周内可以下载。新的存档会替换上一份。
export-start = 制作存档
export-what = 里面有什么
export-what-posts = 你的动态，连同日期、可见范围、内容警告、语言和以前的版本；你的转发和草稿。
export-what-people = 你关注的人、关注你的人、你隐藏和屏蔽的人；你喜欢和收藏的内容。
export-what-settings = 你的个人资料和设置，但不含密码。
export-what-page = index.html：不联网也能阅读你的动态。
export-what-not = 别人写的内容不在其中，只记录它们的位置。

## 导入
import-title = 带来你的动态
import-lead = 来自本站或同类站点为你制作的存档。
import-open = 导入…
import-running = 正在导入你的动态
import-progress = 正在读取存档
import-done = 你的动态已经在这里了
import-failed = 没能全部导入
import-count-new = 已导入
import-count-known = 原已存在
import-count-refused = 未采用
import-refused-hint = 未采用的是：存档自己写明不属于你的、超出本站长度限制的，以及没有正文或日期不可能正确的内容。
import-see = 到个人主页查看
import-start-title = 选择存档
import-start-lead = 你的动态会按日期归位，并标记为“导入”。不会通知任何人。
import-start = 导入
field-archive = 存档
field-archive-hint = 下载时的原 zip 文件，最大 { $max } MB。
import-what = 会发生什么
import-what-posts = 动态保留原来的日期、可见范围、内容警告和语言，彼此之间的串联也会保留。
import-what-names = 其中提到的人不会收到通知，也不会因此看到内容：在这里，同一个名字可能属于别人。
import-what-twice = 重复导入同一份存档不会有任何改变：已有的内容保持原样。
import-what-rest = 转发、喜欢、关注和设置不会带过来。

archive-fault-not-a-zip = 这不是 zip 文件。请选择下载时的原存档。
archive-fault-too-large = 存档太大：最大 50 MB，解压后最大 500 MB。
archive-fault-too-many = 存档里的内容太多：最多 100,000 条。
archive-fault-names = 存档里有正常存档不会有的文件名，因此没有读取任何内容。
archive-fault-damaged = 存档已损坏。请在制作它的地方重新下载。
archive-fault-not-ours = 这个 zip 不是动态的存档：其中没有能说明归属的 actor.json 和 outbox.json。
archive-fault-unreadable = 存档中的 outbox.json 无法完整读取。能读到的部分已经导入。
archive-fault-missing = 请选择一个文件。
archive-fault-internal = 这是我们的问题，已经记录下来。请稍后再试。

post-imported = 导入
post-imported-title = 按所示日期写于别处；{ $date }带到这里

## 删除账号
delete-title = 删除账号
delete-lead = 账号会立刻消失，一周后彻底删除。
delete-open = 删除…
delete-what = 会发生什么
delete-what-now = 你会在所有地方退出登录，别人再也看不到你的主页和动态。
delete-what-week = 一周之内，你可以登录并保留账号。
delete-what-then = 之后全部删除：动态、草稿、喜欢、关注、给你的通知、设置和邮箱地址。无法恢复，你的用户名也会空出来。
delete-what-others = 别人写的内容仍属于他们：他们对你的回复，以及他们写下的你的名字。
delete-export-first = 先下载我的数据
delete-sure = 确定吗？
field-delete-username = 输入你的用户名 { $name }
field-delete-username-hint = 以免误操作。
field-delete-password = 你的密码
delete-do = 删除我的账号
error-delete-username = 这不是你的用户名。
flash-leaving = 你的账号将在一周后删除。在此之前，登录即可保留。
flash-staying = 你的账号保留下来了，一切照旧。

cancel-title = 你的账号即将删除
cancel-lead = 这是你提出的。现在别人看不到你的主页和动态；你仍然可以保留它们。
cancel-due = 删除时间：
cancel-do = 保留我的账号
cancel-too-late = 正在删除，已经无法保留。

mail-leaving-subject = 你的账号将在一周后删除
mail-leaving-line = 有人登录了 { $name }，并用密码确认要删除这个账号。别人已经看不到它，{ $when }将彻底删除。
mail-leaving-not-you = 如果不是你本人操作，或者你改变了主意：请在此之前登录并保留账号，然后修改密码。
mail-leaving-action = 保留我的账号

## 存档里的网页
index-title = { $name } 的动态
index-posts = 动态
index-reposts = 转发
index-joined = 加入时间
index-made = 存档时间
index-empty = 还没有动态。
index-answer = 回复某条动态
index-count-replies = { $count } 条回复
index-count-reposts = { $count } 次转发
index-count-likes = { $count } 次喜欢
index-files = 其他文件
index-files-lead = 它们包含同样的内容以及更多数据，供其他程序读取，采用 ActivityStreams 2.0 的词汇。动态按时间从早到晚排列；人物和喜欢的列表则从新到旧。
index-file-actor = 你的个人资料。
index-file-outbox = 你的动态和转发。
index-file-history = 动态在编辑之前的内容。
index-file-drafts = 还没有发布的内容。
index-file-following = 你关注的人。
index-file-followers = 关注你的人。
index-file-follow_requests = 你申请关注的人。
index-file-likes = 你喜欢的内容。
index-file-bookmarks = 你收藏的内容。
index-file-mutes = 你隐藏的人。
index-file-blocks = 你屏蔽的人。
index-file-settings = 你的设置和邮箱地址。
