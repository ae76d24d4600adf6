"""A mail server for tests: aiosmtpd, which does as it is told by the JSON in its first argument.

folder     where messages go that it has taken (N.eml), and what it was asked (log)
port       0: any; the one it has is printed
cert, key  offers STARTTLS, or with implicit TLS from the first byte
login      [user, password]: who doesn't say them may send nothing
rcpt, data answers to RCPT and to messages, one after the other, then 250
slow       seconds before a message is answered; it is in the folder by then
drop       "rcpt", "data" or "message": hangs up there, once; a message is in the folder by then
"""

import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, syntax

OPTIONS = json.loads(sys.argv[1])
FOLDER = OPTIONS["folder"]


def note(line):
    with open(os.path.join(FOLDER, "log"), "a", encoding="utf-8") as log:
        log.write(line + "\n")


class Script:
    def __init__(self):
        self.answers = {step: list(OPTIONS.get(step, [])) for step in ("rcpt", "data")}
        self.drop = OPTIONS.get("drop")
        self.taken = 0

    def answer(self, step):
        return self.answers[step].pop(0) if self.answers[step] else "250 OK"

    def hangs_up(self, step, server):
        if self.drop != step:
            return False
        self.drop = None
        server.transport.abort()
        return True

    async def handle_RCPT(self, server, session, envelope, address, options):
        note(f"RCPT {address}")
        if self.hangs_up("rcpt", server):
            return "421 gone"
        answer = self.answer("rcpt")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        note(f"MESSAGE {'tls' if session.ssl else 'plain'}")
        answer = self.answer("data")
        if answer.startswith("2"):
            self.taken += 1
            draft = os.path.join(FOLDER, f".{self.taken}")
            with open(draft, "wb") as file:
                file.write(envelope.original_content)
            os.rename(draft, os.path.join(FOLDER, f"{os.getpid()}-{self.taken:04}.eml"))
        if self.hangs_up("message", server):
            return "421 gone"
        await asyncio.sleep(OPTIONS.get("slow", 0))
        return answer


class Server(SMTP):
    @syntax("DATA")
    async def smtp_DATA(self, arg):
        if self.event_handler.hangs_up("data", self):
            return
        await super().smtp_DATA(arg)


def authenticate(server, session, envelope, mechanism, data):
    user, password = OPTIONS["login"]
    right = data.login == user.encode() and data.password == password.encode()
    note(f"AUTH {'right' if right else 'wrong'}")
    # What isn’t handled is answered with 535.
    return AuthResult(success=right, handled=right)


async def main():
    script, tls = Script(), None
    if "cert" in OPTIONS:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(OPTIONS["cert"], OPTIONS["key"])
    implicit = OPTIONS.get("implicit", False)

    def protocol():
        note("CONNECT")
        return Server(
            script,
            hostname="mail.test",
            tls_context=None if implicit else tls,
            authenticator=authenticate if "login" in OPTIONS else None,
            auth_required="login" in OPTIONS,
            auth_require_tls=not implicit,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        protocol, "127.0.0.1", OPTIONS.get("port", 0), ssl=tls if implicit else None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
