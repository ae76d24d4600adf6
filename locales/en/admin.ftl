### Moderation: reports, what moderators see and do, who may come in.

## What everybody sees of it

profile-suspended-title = This account is suspended
profile-suspended-text = The moderators have suspended { $name }. Nothing of it is shown.
post-hidden = Hidden by the moderators: only you see it
nav-moderation = Moderation
moderation-waiting =
    { $count ->
        [one] { $count } report waits
       *[other] { $count } reports wait
    }
menu-report = Report
menu-report-person = Report { $name }
menu-moderate = Moderate

report-title = Report
report-lead = Tell the moderators what is wrong with { $name }. They see who reports; { $name } doesn’t.
report-lead-post = Tell the moderators what is wrong with this post by { $name }. They see who reports; { $name } doesn’t.
field-report-reason = What is it?
report-reason-spam = Spam
report-reason-abuse = Abuse or harassment
report-reason-illegal = Against the law
report-reason-other = Something else
field-report-comment = What should the moderators know?
field-report-comment-hint = You needn’t write anything. It helps when it isn’t plain to see.
report-submit = Send the report
error-report-reason = Choose what it is about.
error-text-too-long = This can have at most { $max } characters. Shorten it, and send it again.
error-text-control = This contains characters that can’t be shown. Remove them, and send it again.

flash-reported = The moderators have your report. Thank you for telling them.
flash-act-done = Done, and written into the log.
flash-note-kept = The note is kept.
flash-report-closed = The report is closed.
flash-invitation-made = The invitation is ready. Copy its link below.
flash-invitation-revoked = Nobody can come in with this invitation any more.
flash-applicant-approved = The account is let in, and told so by mail.
flash-applicant-rejected = The account is removed, and told so by mail.
flash-block-added = The block is in effect.
flash-block-removed = The block is removed.
flash-applied = The moderators will read what you wrote, and you will get an e-mail. Until then you can’t sign in.

## Registering

register-lead-invitation = You need an invitation to make an account here.
register-lead-approval = The moderators read each registration before they let somebody in.
field-invitation = Invitation
field-invitation-hint = The code at the end of the link that you were sent.
field-application = Why do you want to join?
field-application-hint = A sentence or two for the moderators. Nobody else sees it.
error-invitation-missing = You need an invitation to register. Ask somebody on this site for one.
error-invitation = This invitation isn’t valid any more. Ask for another one.
error-email-domain = Addresses at this domain aren’t taken here. Please use another address.
error-account-awaiting = The moderators haven’t let this account in yet. You will get an e-mail when they have decided.

## The pages of those who moderate

admin-title = Moderation
admin-tabs = Moderation
admin-reports = Reports
admin-people = People
admin-applications = Applications
admin-invitations = Invitations
admin-blocks = Sign-up blocks
admin-audit = Log

reports-open = Open
reports-closed = Closed
reports-older = Older reports
reports-none-open = Nothing waits for you.
reports-none-closed = No report has been closed yet.
reports-count =
    { $count ->
        [one] { $count } report
       *[other] { $count } reports
    }
report-of = { $name }
report-of-post = A post by { $name }
report-outcome-open = Open
report-outcome-resolved = Resolved
report-outcome-dismissed = Dismissed

case-title-report = Report about { $name }
case-title-post = Post by { $name }
case-title-person = { $name }
case-post = The post
case-post-gone = The post has been deleted. What it said when it was reported stands with the reports.
case-open-post = Open the post
case-hidden = Hidden
case-person = Person
case-role = Role
case-joined = Joined
case-address = E-mail address
case-verified = confirmed
case-unverified = not confirmed
case-counts = Has
case-profile = Open the profile
case-acts = What to do
case-acts-hint = Each act is written into the log, and the person is told by mail if it concerns them.
case-acts-me = This is you. Somebody else has to decide about you.
case-acts-none = There is nothing here that you may do.
case-reports-none = Nobody has reported anything.
case-wording = What it said when it was reported:
case-notes = Notes
case-note-gone = A former moderator
case-log = What was done
case-log-none = Nothing has been done yet.
field-act-reason = Reason
field-act-reason-hint = Stands in the log for good, and in the mail to the person. Name nobody.
field-note = A note for other moderators
field-note-hint = Only moderators see it. It goes when the account is deleted.
note-submit = Keep the note
act-hide = Hide the post
act-unhide = Show the post again
act-silence = Silence
act-suspend = Suspend
act-lift = Lift
act-sign-out = Sign out everywhere
act-resolve = Close: resolved
act-dismiss = Close: nothing in it
role-member = Member
role-moderator = Moderator
role-admin = Administrator
state-suspended = Suspended
state-silenced = Silenced
state-leaving = Leaving
state-awaiting = Waiting to be let in

people-search = Find people by name
people-all = All
people-silenced = Silenced
people-suspended = Suspended
people-state = State
people-none = Nobody is found.

audit-lead = What moderators and operators have done. Nothing is ever taken out of it.
audit-when = When
audit-who = Who
audit-what = What
audit-whom = About
audit-why = Reason
audit-operator = Operator
audit-gone = Deleted account { $id }
audit-post = Post
audit-older = Older entries
audit-hide-post = Hid a post
audit-unhide-post = Showed a post again
audit-silence = Silenced
audit-suspend = Suspended
audit-lift = Lifted what was imposed
audit-sign-out = Signed out everywhere
audit-note = Made a note
audit-resolve = Closed a report as resolved
audit-dismiss = Closed a report with nothing in it
audit-promote = Changed the role
audit-invite = Made an invitation
audit-revoke-invitation = Revoked an invitation
audit-approve = Let in
audit-reject = Refused an application
audit-add-block = Added a sign-up block
audit-remove-block = Removed a sign-up block

invite-title = Invite somebody
invite-lead-open = Anybody can register at the moment; an invitation isn’t needed.
invite-lead-invitation = Who wants to register needs an invitation.
invite-lead-approval = Who comes with an invitation needn’t wait to be let in.
invite-lead-closed = Nobody can register at the moment, not even with an invitation.
field-invitation-note = Note
field-invitation-note-hint = What it is for. Only moderators see it.
field-invitation-uses = How many people may use it
field-invitation-days = For how many days
field-invitation-days-hint = Leave it empty for an invitation that doesn’t end by itself.
error-uses = Enter a number from 1 to { $max }.
error-days = Enter a number of days from 1 to { $max }, or nothing.
invite-submit = Make the invitation
invitation-no-note = Invitation
invitation-uses = used { $uses } of { $max }
invitation-until = until
invitation-good = valid
invitation-used = used up
invitation-expired = over
invitation-revoked = revoked
invitation-revoke = Revoke
invitations-none = There are no invitations yet.
invitations-older = Older invitations

applications-lead = These people want to join. Who is refused is told so, and the account is removed.
applications-none = Nobody waits.
applications-older = Earlier applications
application-address = address at { $domain }
application-approve = Let in
application-reject = Refuse

block-title = Block sign-ups
block-lead = Nobody can make an account with such an address or name. Accounts that there are already stay.
field-block-kind = Kind
block-kind-domain = E-mail domain
block-kind-name = Username
field-block-pattern = What is blocked
field-block-pattern-hint = example.org, or *.example.org with all subdomains. In a username, * at either end stands for anything: *bot.
error-block-domain = This isn’t a domain. It should be like example.org or *.example.org.
error-block-name = This isn’t a username. It should be like name, name*, *name or *name*.
block-submit = Block
block-remove = Remove
blocks-list-none = Nothing is blocked.
blocks-older = Older blocks

## Letters

mail-moderation-reason = They say why: { $reason }
mail-silenced-subject = Your account { $name } has been limited
mail-silenced-text = The moderators have limited your account { $name }. Those who follow you go on seeing what you write; it isn’t shown in Explore, under tags or in search, and others aren’t notified by it.
mail-suspended-subject = Your account { $name } has been suspended
mail-suspended-text = The moderators have suspended your account { $name }. You are signed out, can’t sign in, and nothing of the account is shown.
mail-lifted-subject = Your account { $name } is free again
mail-lifted-text = The moderators have lifted what they had imposed on your account { $name }. Everything is as it was.
mail-hidden-subject = A post of yours has been hidden
mail-hidden-text = The moderators have hidden one of your posts, { $name }. Only you can see it now.
mail-unhidden-subject = A post of yours is shown again
mail-unhidden-text = The moderators show one of your posts again, { $name }. Everybody for whom it is can see it.
mail-hidden-action = Look at the post
mail-approved-subject = Welcome, { $name }
mail-approved-text = The moderators have let your account { $name } in. You can sign in now.
mail-approved-action = Sign in
mail-rejected-subject = Your registration as { $name }
mail-rejected-text = The moderators haven’t let your account { $name } in. It has been removed.
