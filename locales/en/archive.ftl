### One's own data: taking it along, bringing it, deleting it.

data-title = Your data
data-back = Back to your data

## How far something is
archive-progress-hint = This page renews itself. You can also leave it and come back: the work goes on.

## Export
export-title = Take everything with you
export-lead = A zip file with all that you have written and chosen here: for other programs to read, and as one page that any browser opens.
export-open = Export…
export-running = Your archive is being made
export-progress = Writing your archive
export-ready = Your archive is ready
export-ready-lead = It holds what only you may read, your drafts and e-mail address among it. Keep it where nobody else looks.
export-download = Download ({ $size })
export-made = Made on
export-expires = It can be downloaded until
export-failed = Your archive couldn’t be made
export-again = Make a new one
export-start-title = Make an archive
export-start-lead = It is made in the background and can then be downloaded for a week. A new one takes the place of the last.
export-start = Make an archive
export-what = What is in it
export-what-posts = Your posts with their dates, readers, warnings, languages and earlier versions, your reposts, your drafts.
export-what-people = Whom you follow, who follows you, whom you mute and block; what you like and have bookmarked.
export-what-settings = Your profile and your settings, but not your password.
export-what-page = index.html, which shows your posts without a network.
export-what-not = What others have written isn’t in it, only where to find it.

## Import
import-title = Bring your posts
import-lead = Posts from an archive that this place, or another like it, has made for you.
import-open = Import…
import-running = Your posts are being brought in
import-progress = Reading your archive
import-done = Your posts are here
import-failed = Not everything could be brought in
import-count-new = Brought in
import-count-known = Here already
import-count-refused = Left out
import-refused-hint = Left out is what isn’t yours by the archive’s own word, what is too long for this place, or what has no text or no date that can be right.
import-see = See them on your profile
import-start-title = Choose an archive
import-start-lead = Your posts take their places by their dates and are marked as imported. Nobody is notified.
import-start = Bring them in
field-archive = Archive
field-archive-hint = A zip file of at most { $max } MB, as it was downloaded.
import-what = What happens
import-what-posts = Posts keep their dates, who can see them, their warnings and languages, and the threads that they form among themselves.
import-what-names = Whoever they mention isn’t told and gains no access: here the name may be somebody else’s.
import-what-twice = Bringing the same archive twice changes nothing: what is here already stays as it is.
import-what-rest = Reposts, likes, follows and settings stay behind.

archive-fault-not-a-zip = This isn’t a zip file. Please choose the archive as you downloaded it.
archive-fault-too-large = The archive is too large: it may have 50 MB, and 500 MB unpacked.
archive-fault-too-many = There is too much in the archive: it may have 100,000 entries.
archive-fault-names = There are names of files in the archive that no honest archive has. Nothing was read from it.
archive-fault-damaged = The archive is damaged. Please download it again where it was made.
archive-fault-not-ours = This zip isn’t an archive of posts: it has no actor.json and outbox.json that say whose it is.
archive-fault-unreadable = The archive’s outbox.json can’t be read to its end. What could be read is here.
archive-fault-missing = Please choose a file.
archive-fault-internal = That is our mistake, and it has been noted. Please try again later.

post-imported = imported
post-imported-title = Written elsewhere on the date shown; brought here on { $date }

## Deleting the account
delete-title = Delete your account
delete-lead = It disappears at once, and is gone for good after a week.
delete-open = Delete…
delete-what = What happens
delete-what-now = You are signed out everywhere, and nobody can see your profile and posts any more.
delete-what-week = For a week you can sign in and keep your account after all.
delete-what-then = Then all of it is deleted: posts, drafts, likes, follows, messages to you, settings, your e-mail address. Nobody can bring it back, and your name becomes free.
delete-what-others = What others have written stays theirs: their replies to you, and your name where they have typed it.
delete-export-first = Download your data first
delete-sure = Are you sure?
field-delete-username = Type your username, { $name }
field-delete-username-hint = So that nobody does this by mistake.
field-delete-password = Your password
delete-do = Delete my account
error-delete-username = That isn’t your username.
flash-leaving = Your account will be deleted in a week. Until then you can sign in and keep it.
flash-staying = Your account stays. Everything is as it was.

cancel-title = Your account is about to be deleted
cancel-lead = You asked for it. Nobody can see your profile and posts; you can still keep them.
cancel-due = They will be deleted on
cancel-do = Keep my account
cancel-too-late = It is being deleted right now, and can’t be kept any more.

## The page inside an archive
index-title = Posts by { $name }
index-posts = Posts
index-reposts = Reposts
index-joined = Here since
index-made = Archive made
index-empty = There are no posts yet.
index-answer = In reply to a post
index-count-replies = { $count ->
    [one] { $count } reply
   *[other] { $count } replies
}
index-count-reposts = { $count ->
    [one] { $count } repost
   *[other] { $count } reposts
}
index-count-likes = { $count ->
    [one] { $count } like
   *[other] { $count } likes
}
index-files = The other files
index-files-lead = They hold the same and more for other programs, in the words of ActivityStreams 2.0. The oldest posts come first; in lists of people and of likes, the newest.
index-file-actor = Your profile.
index-file-outbox = Your posts and reposts.
index-file-history = What your posts said before you edited them.
index-file-drafts = What you haven’t published.
index-file-following = Whom you follow.
index-file-followers = Who follows you.
index-file-follow_requests = Whom you have asked to follow.
index-file-likes = What you like.
index-file-bookmarks = What you have bookmarked.
index-file-mutes = Whom you mute.
index-file-blocks = Whom you block.
index-file-settings = Your settings and your e-mail address.
