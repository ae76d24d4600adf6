### The look: words that belong to no single page.

## An address that isn’t confirmed yet
unverified-line = Your e-mail address isn’t confirmed yet. The link is in the letter we sent you.
unverified-action = Account settings

## Recovery codes: what the script can do with them
codes-copy = Copy
codes-copied = The codes are copied
codes-print = Print
