### miniblog in English.
### Calm and exact: say what happened, then what to do. No exclamation marks, no "oops".

## The frame
site-description = { $site } is a small place for short posts: newest first, no ranking, no advertising.
skip-link = Skip to the content
notice-label = Notice
nav-label = Main
nav-home = Home
nav-explore = Explore
nav-profile = Profile
nav-bookmarks = Bookmarks
nav-settings = Settings
nav-write = Write
nav-search = Search
nav-notifications = Notifications
# Follows “Notifications” in the name of the bell. $count: a number, or “99+”
unread-new = , { $count } new
close = Close
cancel = Cancel
feed-label = Atom feed
toast-failed = That didn’t work. Try again.
toast-copied = The link is copied.
nav-login = Sign in
nav-register = Create account
sign-out = Sign out
back = Back
aside-label = About this place
languages-label = Language
about-title = About this place
# Follows the name of the site: "Miniblog is a small place …"
about-text = is a small place for short posts. Newest first, nothing ranked, nothing sold.

## Posts
home-title = Home
home-empty-title = This is where your posts will be
home-empty-text = So will the posts of the people you follow. Write the first one above, or go and find people on Explore.
home-empty-action = Explore
explore-title = Explore
explore-empty-title = Nothing here yet
explore-empty-text = Everybody’s posts come together on this page, newest first. Nobody has written one so far.
write-first = Write the first post
write-something = Write something
older-posts = Older posts
welcome-page-title = Welcome
welcome-title = Short posts, in the order they were written.
welcome-text = { $site } is a small place to write down a thought and read what others have to say. Nothing is ranked and nothing is sold.
welcome-latest = Latest posts
show-heading = Post
show-title = { $name }: “{ $text }”
new-title = Write
# $name: a display name, or @username
post-reply-to = Reply to { $name }
post-like = Like
post-bookmark = Bookmark
post-in-reply-to = In reply to { $name }
post-in-reply-to-gone = In reply to a post that has been deleted
post-menu = More
post-delete = Delete
post-delete-question = Delete this post? This can’t be undone.
# $count: a number, or a place for one; the script puts it in
posts-new =
    { $count ->
        [one] { $count } new post
       *[other] { $count } new posts
    }
post-menu-of = More about the post by { $name }
post-repost = Repost
post-reposted-by = { $name } reposted
post-pinned = Pinned
post-pin = Pin to your profile
post-unpin = Unpin from your profile
post-edit = Edit
post-edited = edited
post-redraft = Delete and redraft
post-copy-link = Copy link
# Whom a post that isn't for everybody is for.
post-audience = For { $names }
composer-audience = Among those whom it mentions are { $names }
post-muted-word = Hidden: contains “{ $word }”
# Who can see a post
visibility-public = Public
visibility-unlisted = Unlisted
visibility-followers = Followers only
visibility-mentioned = Mentioned only
mute-person = Mute { $name }
unmute-person = Unmute { $name }
block-person = Block { $name }
unblock-person = Unblock { $name }

## Threads
reply-title = Reply
reply-sign-in = Sign in to reply
replies-heading = Replies
replies-more = More replies
replies-none = No replies so far.
replies-folded =
    { $count ->
        [one] Show { $count } more reply
       *[other] Show { $count } more replies
    }

## Bookmarks
bookmarks-title = Bookmarks
bookmarks-empty-title = Nothing kept yet
bookmarks-empty-text = Press the bookmark under a post, and you will find it here again. Nobody else sees what you keep.

## Writing
composer-label = Your post
composer-placeholder = What’s on your mind?
composer-publish = Publish
composer-reply-label = Your reply
composer-reply = Reply
composer-left = Characters left:
composer-save-draft = Save draft
field-visibility = Who can see it
field-language = Language of the post
language-guess = Automatic
field-warning = Content warning
field-warning-label = What is it about?
composer-hint = A link counts as 23 characters, however long it is. Ctrl + Enter (⌘ + Enter on a Mac) publishes.
draft-restored = Your draft is back.
draft-discard = Discard it

## Profiles
profile-about = About this person
profile-description = Posts by { $name } on { $site }
profile-edit = Edit profile
profile-joined = Joined
profile-posts = Posts
profile-replies = Replies
profile-tabs = What is shown
profile-replies-title = Replies by { $name }
profile-menu = More about { $name }
profile-own = Yours alone
profile-pinned = Pinned posts
profile-locked = Approves followers
profile-follows-you = Follows you
profile-muted = Muted
profile-blocking-title = You blocked { $name }
profile-blocking-text = You don’t see what they write, and they don’t see what you write.
profile-blocked-title = You can’t see these posts
profile-blocked-text = { $name } doesn’t show them to you.
posts-count =
    { $count ->
        [one] { $count } post
       *[other] { $count } posts
    }
following-count = { $count } following
followers-count =
    { $count ->
        [one] { $count } follower
       *[other] { $count } followers
    }
profile-empty-title = No posts yet
profile-empty-text = When { $name } writes something, it will be here.
profile-empty-mine-title = You haven’t written anything yet
profile-empty-mine-text = Your posts are kept here, where others can find them.
profile-replies-empty-title = No replies yet
profile-replies-empty-text = What { $name } answers to others will be here.
profile-replies-empty-mine = What you answer to others will be here. Look around for something worth an answer.

## Following
follow = Follow
# On the button of somebody you follow; pressing it ends that.
following = Following
profile-following = Following
profile-followers = Followers
people-label = Following and followers
people-back = Back to { $name }
people-more = More people
followers-title = Followers of { $name }
followers-empty-title = No followers yet
followers-empty-text = Nobody follows { $name } so far.
followers-empty-mine = Nobody follows you so far. People come for what they can read.
following-title = Followed by { $name }
following-empty-title = Nobody yet
following-empty-text = { $name } doesn’t follow anybody so far.
following-empty-mine = The posts of people you follow come to your home page. Everybody who writes here is on Explore.
# On the button while the other hasn’t answered yet; pressing it takes the request back.
follow-requested = Requested
follower-remove = Remove
follower-remove-person = Remove { $name } from your followers
request-accept = Accept
request-reject = Reject
unmute = Unmute
unblock = Unblock
requests-title = Follow requests
requests-lead = They follow you, and see what you write for followers, once you accept. They aren’t told when you reject.
requests-empty-title = Nobody is waiting
requests-empty-text = Requests come here when you approve your followers yourself.
mutes-title = Muted people
mutes-lead = Their posts stay out of your way. They don’t know.
mutes-empty-title = Nobody is muted
mutes-empty-text = You mute somebody from the menu of a post or a profile.
blocks-title = Blocked people
blocks-lead = You see nothing of each other, and neither can follow the other.
blocks-empty-title = Nobody is blocked
blocks-empty-text = You block somebody from the menu of a post or a profile.

## Editing
edit-title = Edit post
edit-hint = What it said before stays readable in its history. Who can see a post can’t be changed afterwards.
history-title = History
history-title-of = History of { $name }: “{ $text }”
history-lead =
    { $count ->
        [one] There is { $count } version of this post.
       *[other] There are { $count } versions of this post, the newest first.
    }
history-post = The post by { $name }
history-current = Current
history-first = First version

## Drafts
drafts-title = Drafts
drafts-more = Older drafts
draft-blank = (no words yet)
draft-reply = a reply
drafts-empty-title = No drafts
drafts-empty-text = What you aren’t ready to publish can be saved here. Nobody else sees it.

## Likes
likes-title = Likes
likes-empty-title = Nothing liked yet
likes-empty-text = Press the heart under a post to tell its author that you like it. You will find it here again.
back-to-profile = Back to your profile

## Tags and search
tag-description = Posts on { $site } about #{ $tag }
tag-empty-title = Nothing under this tag yet
tag-empty-text = Write #{ $tag } in a post, and it will be found here.
search-title = Search
# $what: one of the three kinds below
search-title-of = { $what }: “{ $q }”
search-posts = Posts
search-people = People
search-tags = Tags
search-tabs = What is found
search-label = Search posts, people and tags
search-placeholder = Search posts, people, tags
search-submit = Search
search-hint = Ways to ask:
search-hint-words = two words
search-hint-phrase = "an exact phrase"
search-hint-name = name
search-hint-tag = tag
search-blank-title = What are you looking for?
search-blank-text = Everything public that was written here can be found, and everybody who writes here.
search-empty-title = Nothing found
search-empty-posts = No post has all of these words. Try fewer of them, or another spelling.
search-empty-people = Nobody here has a name like that. Try only its beginning.
search-empty-tags = No tag begins with that. Try fewer letters.

## Notifications
notifications-title = Notifications
notifications-read = Mark all as read
notifications-new = New
notifications-older = Older notifications
notifications-requests =
    { $count ->
        [one] { $count } person asks to follow you
       *[other] { $count } people ask to follow you
    }
notifications-empty-title = Nothing has happened yet
notifications-empty-text = When somebody follows you, answers you, or likes what you write, you will read it here.
# Above the post itself, whose author stands there
notify-mention = Mentioned you
notify-reply = Replied to you
# $name: a display name. $count: how many besides
notify-follow = { $name } follows you now
notify-follow-others =
    { $count ->
        [one] { $name } and { $count } other follow you now
       *[other] { $name } and { $count } others follow you now
    }
notify-request = { $name } asks to follow you
notify-request-others =
    { $count ->
        [one] { $name } and { $count } other ask to follow you
       *[other] { $name } and { $count } others ask to follow you
    }
notify-like = { $name } liked your post
notify-like-others =
    { $count ->
        [one] { $name } and { $count } other liked your post
       *[other] { $name } and { $count } others liked your post
    }
notify-repost = { $name } reposted your post
notify-repost-others =
    { $count ->
        [one] { $name } and { $count } other reposted your post
       *[other] { $name } and { $count } others reposted your post
    }
notify-edit = { $name } edited a post you reposted
notify-edit-others =
    { $count ->
        [one] { $name } and { $count } other edited posts you reposted
       *[other] { $name } and { $count } others edited posts you reposted
    }

## Keyboard shortcuts
keys-title = Keyboard shortcuts
keys-on = Use these shortcuts
keys-post = Next and previous post
keys-open = Open the post
keys-search = Search
keys-home = Go to Home
keys-explore = Go to Explore
keys-notifications = Go to Notifications
keys-profile = Go to your profile
keys-write = Write a post
keys-reply = Reply
keys-repost = Repost
keys-like = Like
keys-bookmark = Bookmark
keys-help = Show this list

## Signing in and signing up
login-title = Sign in
login-submit = Sign in
login-none = New here?
register-title = Create your account
register-lead = All it takes is an e-mail address, a name and a password.
register-submit = Create account
register-have = Already have an account?
register-closed-title = Registration is closed
register-closed-text = { $site } isn’t taking new accounts at the moment. If you already have one, you can sign in.
field-email = E-mail address
field-email-hint = Never shown to anyone.
field-username = Username
field-username-hint = Letters, digits and underscores, up to 30.
field-password = Password
field-password-hint = 8 to 128 characters. A few unrelated words work well.
field-identifier = E-mail address or username
field-remember = Keep me signed in
password-show = Show password

## Settings
settings-title = Settings
settings-tabs = Settings

field-links = Links
field-links-hint = Up to four, with a name of up to { $max } characters each.
field-link-label = Name of link { $number }
field-link-label-placeholder = Name
field-link-url = Address of link { $number }
privacy-title = Privacy
privacy-followers = Followers
privacy-followers-lead = Who follows you finds your posts on their home page, and sees those you write for followers only.
field-locked = Ask me before somebody follows me
privacy-notifications = Notifications
privacy-notifications-lead = Replies and mentions by others still stand in their threads.
field-notify-from = Notify me of what is done by
notify-from-anyone = Anyone
notify-from-followed = People I follow
notify-from-nobody = Nobody
privacy-words = Muted words
privacy-words-lead = Posts that contain one of them are folded away. You can still open them.
field-muted-words = Words or phrases
field-muted-words-hint = One on each line.
privacy-people = People you don’t want to see
privacy-people-lead = Neither list is shown to anyone but you.
back-to-privacy = Back to Privacy
settings-profile = Profile
settings-profile-lead = What others see about you.
settings-appearance = Appearance and language
settings-appearance-lead = How this place looks to you. Nobody else sees it.
settings-save = Save
settings-sign-out-lead = Ends your session in this browser. Your posts stay where they are.
field-display-name = Display name
field-display-name-hint = Up to { $max } characters. Left empty, your username is shown.
field-bio = About you
field-bio-hint = Up to { $max } characters.
field-theme = Theme
theme-auto = Automatic
theme-light = Light
theme-dark = Dark
field-locale = Language
locale-browser = Same as the browser

## What forms say
form-problems =
    { $count ->
        [one] One thing needs your attention
       *[other] { $count } things need your attention
    }
# The title of a page whose form has errors, so that it is heard first
title-problem = Error: { $title }

flash-signed-out = You are signed out.
# The same words whether or not the address was new: nobody learns who has an account.
flash-registered = Your account is made, and you can sign in now. We have sent a link to your address: follow it to confirm that it is yours.
flash-deleted = The post is deleted.
flash-saved = Your settings are saved.
flash-signed-in-needed = Sign in to go on. You will come back to where you were.
flash-draft-saved = The draft is saved.
flash-draft-deleted = The draft is deleted.
flash-edited = The post is changed.
flash-pinned = The post is pinned to your profile.
flash-unpinned = The post is no longer pinned.
flash-too-many-pins = You already have 5 pinned posts. Unpin one of them first.
flash-muted = Muted. Their posts will stay out of your way.
flash-unmuted = No longer muted.
flash-blocked = Blocked. You see nothing of each other any more.
flash-unblocked = No longer blocked.
flash-removed-follower = Removed from your followers.
flash-request-sent = Your request is sent. You follow them once they accept.
flash-request-accepted = Accepted. They follow you now.
flash-request-rejected = The request is rejected.
flash-redraft = The post is deleted. Its words are here to be written anew.

error-required = Please fill this in.
error-email-invalid = This doesn’t look like an e-mail address. It should be like name@example.org.
error-email-taken = There is already an account with this e-mail address.
error-username-invalid = Use only letters, digits and underscores, 30 at most.
error-username-taken = Somebody already has this username. Please choose another.
error-username-reserved = This username is kept for the site itself. Please choose another.
error-password-short =
    { $min ->
        [one] This password is too short. Use at least { $min } character.
       *[other] This password is too short. Use at least { $min } characters.
    }
error-password-long =
    { $max ->
        [one] This password is too long. Use at most { $max } character.
       *[other] This password is too long. Use at most { $max } characters.
    }
error-password-common = This password is among the first that others would try. Please choose another.
error-password-context = A password that contains your name or e-mail address is easy to guess. Please choose another.
error-login-failed = The name or the password isn’t right. Please check both and try again.
error-account-suspended = This account is suspended. You can’t sign in to it.
error-post-empty = There is nothing to publish yet. Write something first.
error-reply-gone = The post you are answering has been deleted. Your words are still here: you can publish them as a post of their own.
error-post-too-long =
    { $over ->
        [one] This is { $over } character too long. Shorten it, and publish again.
       *[other] This is { $over } characters too long. Shorten it, and publish again.
    }
error-post-control = This contains characters that can’t be shown. Remove them, and publish again.
error-rate-limited =
    { $minutes ->
        [one] That was a lot in a short time. Try again in { $minutes } minute.
       *[other] That was a lot in a short time. Try again in { $minutes } minutes.
    }
error-name-too-long =
    { $max ->
        [one] This name is too long. Use at most { $max } character.
       *[other] This name is too long. Use at most { $max } characters.
    }
error-bio-too-long =
    { $max ->
        [one] This text is too long. Use at most { $max } character.
       *[other] This text is too long. Use at most { $max } characters.
    }
error-choice-invalid = This isn’t one of the choices. Please pick one from the list.
error-warning-too-long =
    { $max ->
        [one] This warning is too long. Use at most { $max } character.
       *[other] This warning is too long. Use at most { $max } characters.
    }
error-visibility-invalid = Choose who can see it from the list.
error-language-invalid = This isn’t a language we know. Choose one from the list.
error-link-invalid = This isn’t an address we can link to. It should begin with https:// or http://.
error-link-label-too-long =
    { $max ->
        [one] This name is too long. Use at most { $max } character.
       *[other] This name is too long. Use at most { $max } characters.
    }
error-muted-word-too-long = A muted word can have at most { $max } characters.
error-muted-words-too-many =
    { $max ->
        [one] That is too many. Keep at most { $max } word or phrase.
       *[other] These are too many. Keep at most { $max } words or phrases.
    }
error-drafts-too-many =
    { $max ->
        [one] You already have { $max } draft. Publish or delete one first.
       *[other] You already have { $max } drafts. Publish or delete one first.
    }

## When a page can't be shown
error-home = Go to the home page
error-request = If you ask for help, mention this request:
http-400-title = The request didn’t make sense
http-400-message = Something in it was missing or malformed. Go back, reload the page and try again.
http-401-title = Please sign in
http-401-message = This page is for people who are signed in. Sign in, then open it again.
http-403-title = This isn’t open to you
http-403-message = You don’t have permission to see this page or to do this.
http-404-title = There is nothing here
http-404-message = The page may have been deleted, or the address may be mistyped.
http-405-title = That isn’t possible here
http-405-message = This address doesn’t take that kind of request. Open the page again and use the buttons on it.
http-408-title = That took too long
http-408-message = The request didn’t arrive in full in time. Check your connection and send it again.
http-413-title = That is too large
http-413-message = What you sent is larger than this place accepts. Make it smaller and try again.
http-415-title = That format isn’t accepted
http-415-message = What you sent is in a format this place doesn’t read. Open the page again and send the form from there.
http-422-title = That couldn’t be accepted
http-422-message = The form arrived, but something in it isn’t valid. Go back, check it and send it again.
http-429-title = A little slower, please
http-429-message = Too many requests came from you in a short time. Wait a few minutes and try again.
http-431-title = The request was too large
http-431-message = Your browser sent more along with the request than this place accepts. Delete this site’s cookies and try again.
http-500-title = Something broke on our side
http-500-message = It isn’t your fault, and the error has been recorded. Try again in a moment.
http-503-title = Back in a moment
http-503-message = This place can’t answer just now. Wait a little and try again.
http-cross-site-title = This form came from another site
http-cross-site-message = To protect you, nothing was done. Open the page again here and send it from there.
http-not-yours-title = This post isn’t yours
http-not-yours-message = Only the person who wrote a post can change or delete it.
