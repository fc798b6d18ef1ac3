"""A mailbox."""
import mailbox

print(mailbox.mbox("secret", create=False)[0].get_payload(), end="")
