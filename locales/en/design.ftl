### The look: words that belong to no single page.

## An address that isn’t confirmed yet
unverified-line = Your e-mail address isn’t confirmed yet. The link is in the letter we sent you.
unverified-action = Account settings

## Recovery codes: what the script can do with them
codes-copy = Copy
codes-copied = The codes are copied
codes-print = Print

## Moderation: empty lists
empty-reports-open = What people report about posts and each other appears here.
empty-reports-closed = A report that is resolved or dismissed moves here.
empty-people = Try a part of the name, or look among everybody.
empty-applications = When registrations need your approval, they appear here. Whom you invite needn’t wait.
