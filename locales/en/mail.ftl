### Letters: what they all have, the digest, and its settings.

# Below every letter. $site: its name
mail-footer = { $site } has sent you this message.
mail-link-hint = If the button doesn’t work, open this address:
mail-unsubscribe = Unsubscribe
