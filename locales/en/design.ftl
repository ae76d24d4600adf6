### The look: words that belong to no single page.

## An address that isn’t confirmed yet
unverified-line = Your e-mail address isn’t confirmed yet. The link is in the letter we sent you.
unverified-action = Account settings
