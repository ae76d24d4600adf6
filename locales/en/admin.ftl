# Moderation: what everybody sees of it.
profile-suspended-title = This account is suspended
profile-suspended-text = The moderators have suspended { $name }. Nothing of it is shown.
post-hidden = Hidden by the moderators: only you see it
