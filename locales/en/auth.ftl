### Proving who one is: links by mail, the second factor, sessions, the account's settings.

## The tabs of the settings
settings-tab-profile = Profile
settings-tab-appearance = Appearance
settings-tab-privacy = Privacy
settings-tab-notifications = Notifications
settings-tab-account = Account
settings-tab-data = Your data
settings-appearance-heading = Theme and language
privacy-discoverable = Being found
privacy-discoverable-lead = Left unticked, searches here don’t show you to others, and search engines are asked to leave out your profile and posts. Who knows your name still finds your page.
field-discoverable = Let people find me who don’t know my name

## Forgotten passwords
login-forgot = Forgotten your password?
forgot-title = Forgotten password
forgot-lead = Give the e-mail address of your account. We send a link there with which you can set a new password.
forgot-submit = Send the link
forgot-remembered = It has come back to you?
forgot-sent-title = Look into your inbox
forgot-sent-text = If there is an account with this address, a link is on its way to it. It works once, within 30 minutes.
forgot-sent-none = Nothing has come after a few minutes?
forgot-again = Check the address and try again
# Followed by the name of a folder on this machine
mail-in-folder = This site isn’t set up to send mail. Messages are files in this folder on the server:
reset-title = New password
reset-lead = Afterwards you are signed out everywhere, and sign in with the new password.
reset-submit = Set the password
reset-void-title = This link no longer works
reset-void-text = It works once, within 30 minutes, and only the latest one does. Your password is what it was.
reset-void-action = Ask for another link

## Following a link from a letter
followed-verified-title = Your address is confirmed
followed-verified-text = Thank you. We know now that letters reach you there.
followed-changed-title = Your address is changed
followed-changed-text = Both addresses have agreed. Letters go to the new one from now on.
followed-new-missing-title = One more step
followed-new-missing-text = This address has agreed. Now follow the link in the letter to the new one.
followed-old-missing-title = One more step
followed-old-missing-text = The new address has agreed. Now follow the link in the letter to the present one.
followed-taken-title = This address belongs to another account
followed-taken-text = Somebody has confirmed it for another account first. You can sign in to that one, or give this account another address.
followed-void-title = This link no longer works
followed-void-text = It may be too old, or no longer meant. You can ask for another on the page of your account.
followed-home = Go to the home page
followed-account = Go to your account

## The account's settings
account-title = Account
back-to-account = Back to Account
account-email = E-mail address
account-email-verified = Confirmed
account-email-unverified = Not confirmed
account-unverified-text = Follow the link in the letter that we sent you. Until then you get no letters from here, and couldn’t come back if you forgot your password.
account-resend = Send the link again
account-change-title = Waiting to be changed to
account-change-both = Follow the link in the letter to this address, and that in the letter to your present one.
account-change-old = This address has agreed. Follow the link in the letter to your present one as well.
account-change-new = Follow the link in the letter to this address.
# Followed by a time
account-change-until = The links work until
account-change-cancel = Keep the present address
account-email-hint = Both addresses have to agree, each by a link in a letter.
account-email-submit = Change the address
account-password-lead = All other browsers are signed out then.
account-password-submit = Change the password
account-safety = Signing in
account-second-factor-on = When you sign in, a code of your app is asked for beside the password.
account-second-factor-off = With a second factor, nobody gets in who has found out your password.
field-new-email = New e-mail address
field-current-password = Present password
field-new-password = New password

## The second factor
second-factor-title = Second factor
second-factor-scan = Add this account to your app
second-factor-lead = An authenticator app on your phone or in your password manager shows a new code every 30 seconds. Scan this with it:
second-factor-qr = QR code for your authenticator app
# Followed by the secret
second-factor-by-hand = Or type this key into it:
second-factor-open = Or open it in an app on this device
second-factor-confirm = Show that it works
second-factor-code-hint = The six digits that your app shows now.
second-factor-submit = Switch it on
second-factor-on = It is switched on
second-factor-on-lead = When you sign in, a code of your app is asked for beside the password. Give your present password to change something.
second-factor-disable = Switch it off
second-factor-elsewhere = Other browsers
second-factor-elsewhere-lead = Where you are signed in already, you stay so. If one of those isn’t you, sign it out.
field-code = Code
recovery-codes-title = Recovery codes
recovery-codes-first = The second factor is switched on. Keep these codes
recovery-codes-again = These codes replace the former ones
recovery-codes-lead = Each lets you sign in once when you don’t have your app. Print them, or keep them in a password manager: they aren’t shown again.
recovery-codes-kept = I have kept them
recovery-codes-replace = Make new recovery codes
recovery-codes-left =
    { $count ->
        [0] No recovery code is left. Make new ones, so that you can sign in without your app.
        [one] { $count } recovery code is left.
       *[other] { $count } recovery codes are left.
    }
second-step-title = One more step
second-step-lead = Your password was right. Now show that you have your app as well.
second-step-hint = The six digits that your app shows, or one of your recovery codes.
second-step-submit = Sign in
second-step-other = Somebody else?
second-step-again = Sign in as another

## Sessions
sessions-title = Where you are signed in
sessions-where = Your sessions
sessions-lead = If you don’t know one of them, sign it out and change your password.
session-device = { $browser } on { $system }
session-device-unknown = Unknown device
session-current = This one
session-address = Signed in from
session-seen = Last used
session-created = Signed in
sessions-others = All others
sessions-others-lead = You stay signed in here.
sessions-others-submit = Sign out everywhere else

## Over one redirect
flash-sign-in-again = That took too long. Sign in again, please.
flash-password-reset = Your password is set, and you are signed out everywhere. Sign in with it now.
flash-password-changed = Your password is changed. All other browsers are signed out.
flash-email-change-asked = Letters are on their way to both addresses. Follow the link in each.
flash-email-change-cancelled = Your address stays as it is.
flash-link-sent = A letter with a link is on its way to you.
flash-link-later = Several letters have been sent already. Look into your spam folder too, or try again in an hour.
flash-session-ended = That session has ended.
flash-other-sessions-ended = You are signed out everywhere else.
flash-second-factor-off = The second factor is switched off. The password alone lets you in now.

## What is wrong
error-password-wrong = This isn’t your present password.
error-email-same = This is your address already.
error-code-setup = This isn’t the code that the app shows now. Check that the clock of your device is right, and try the next one.
error-code-wrong = This code isn’t right, or has been used before. Wait for the next one, or give a recovery code.

## Letters. $username: whom it is about; $site: the name of the site
mail-hello = Hello @{ $username },
mail-verify-subject = Confirm your address for { $site }
mail-verify = you have an account on { $site } now. Follow this link within 24 hours to confirm that this address is yours.
mail-verify-action = Confirm the address
mail-verify-after = If you have made no account there, somebody has mistyped an address. You needn’t do anything.
# $other: the name of the other account
mail-already-subject = Somebody gave your address on { $site }
mail-already = somebody gave this address for the account @{ $other } on { $site }. It belongs to your account @{ $username }, and stays so: @{ $other } can’t confirm it.
mail-already-action = Sign in
mail-already-after = If that was you: you already have an account, and can sign in to it or set a new password. If not, you needn’t do anything.
mail-reset-subject = New password for @{ $username } on { $site }
mail-reset = somebody has asked for a new password for your account @{ $username } on { $site }. Follow this link within 30 minutes to set one. It works once.
mail-reset-action = Set a new password
mail-reset-after = If that wasn’t you, you needn’t do anything. Your password is what it was.
mail-move-subject = Confirm your new address for { $site }
mail-move = the account @{ $username } on { $site } is to have this address. Follow this link within 24 hours to agree.
mail-move-action = Agree
mail-move-after = If you know nothing of it, somebody has mistyped an address. You needn’t do anything.
# $email: the new address
mail-leave-subject = Your account @{ $username } is to have another address
mail-leave = your account @{ $username } on { $site } is to have the address { $email } in place of this one. Follow this link within 24 hours to agree.
mail-leave-action = Agree
mail-leave-after = If that wasn’t you, don’t follow the link: somebody knows your password. Sign in and change it, which also takes this back.
mail-not-you = If that wasn’t you, set a new password now: that signs everybody out.
mail-not-you-action = Set a new password
mail-not-you-operator = If that wasn’t you, write to those who run { $site } at once: letters about your account no longer reach you here.
mail-password-changed-subject = Your password on { $site } is changed
mail-password-changed = the password of your account @{ $username } on { $site } has just been changed. All other browsers are signed out.
mail-password-reset-subject = Your password on { $site } is changed
mail-password-reset = a new password for your account @{ $username } on { $site } has just been set with a link that was sent to this address. You are signed out everywhere.
mail-second-factor-on-subject = Second factor switched on
mail-second-factor-on = your account @{ $username } on { $site } asks for a code of an app at sign-in from now on.
mail-second-factor-off-subject = Second factor switched off
mail-second-factor-off = your account @{ $username } on { $site } no longer asks for a code at sign-in. The password alone lets you in.
mail-recovery-codes-subject = New recovery codes
mail-recovery-codes = your account @{ $username } on { $site } has new recovery codes. The former ones no longer work.
mail-recovery-used-subject = A recovery code was used
mail-recovery-used =
    { $count ->
        [0] somebody has just signed in to your account @{ $username } on { $site } with a recovery code. It was the last one: make new ones.
        [one] somebody has just signed in to your account @{ $username } on { $site } with a recovery code. { $count } is left.
       *[other] somebody has just signed in to your account @{ $username } on { $site } with a recovery code. { $count } are left.
    }
mail-email-changed-subject = Your address on { $site } is changed
mail-email-changed = your account @{ $username } on { $site } has another address now. Letters no longer go to this one.
