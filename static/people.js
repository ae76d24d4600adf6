// What only those who are signed in can do.
