### Letters: what they all have, the digest, and its settings.

# Below every letter. $site: its name
mail-footer = { $site } has sent you this message.
mail-link-hint = If the button doesn’t work, open this address:
mail-unsubscribe = Unsubscribe

## The digest: what is new, by mail
# $site: its name. $count: how many lines
digest-subject =
    { $count ->
        [one] One new notification on { $site }
       *[other] { $count } new notifications on { $site }
    }
# $name: a display name
digest-lead = { $name }, this is what has happened since you last looked.
digest-mention = { $name } mentioned you
digest-reply = { $name } replied to you
digest-action = See all notifications
digest-why-daily = You get this message at most once a day, because you asked for it.
digest-why-weekly = You get this message at most once a week, because you asked for it.

## Settings
mail-settings-title = Notification settings
mail-settings-digest = By mail
mail-settings-lead = A summary of what you haven’t read yet. When nothing is new, nothing is sent.
mail-settings-unverified = Nothing is sent before your address is confirmed.
mail-settings-account = Account settings
field-mail-digest = Send me a summary
mail-digest-none = Never
mail-digest-daily = Every day
mail-digest-weekly = Every week
mail-settings-site = On the site
mail-settings-site-lead = Who may notify you is one of your privacy settings.

## Unsubscribing
unsubscribe-title = No more summaries by mail?
unsubscribe-text = You will still find your notifications on the site. Messages about the safety of your account are still sent.
unsubscribe-done-title = No more summaries will be sent
unsubscribe-done-text = You can ask for them again in your settings at any time.
