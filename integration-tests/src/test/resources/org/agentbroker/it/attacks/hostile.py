"""What a hostile client may say to the agent, in raw bytes. `hostile.py ATTACK...` prints what each got, as
`attack: answer, answer`; `outlive=FILE` is an attack with something to know.

It runs as the client's user in a pull: SSH_AUTH_SOCK is the forwarded agent, BORG_RSH and BORG_REPO name the server.
"""

import os
import random
import re
import shlex
import socket
import struct
import subprocess
import sys
import tempfile
import threading

LOGIN = re.match("ssh://([^/]+)/", os.environ["BORG_REPO"]).group(1)
NAMES = {5: "failure", 6: "success", 14: "SIGNATURE", 28: "extension-failure", 29: "extensions"}
HOSTBOUND = b"publickey-hostbound-v00@openssh.com"
BIND = b"session-bind@openssh.com"
LIST = b"\x0b"


def string(data):
    return struct.pack(">I", len(data)) + data


def strings(data, count):
    """That many strings from the start, and the rest."""
    found = []
    for _ in range(count):
        length = struct.unpack(">I", data[:4])[0]
        found.append(data[4 : 4 + length])
        data = data[4 + length :]
    return found, data


def read_exactly(sock, count):
    data = b""
    while len(data) < count:
        try:
            more = sock.recv(count - len(data))
        except ConnectionResetError:
            return None
        if not more:
            return None
        data += more
    return data


def read_message(sock):
    """None at the end of the stream."""
    header = read_exactly(sock, 4)
    return header and read_exactly(sock, struct.unpack(">I", header)[0])


class Agent:
    """One connection to the forwarded agent."""

    def __init__(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(os.environ["SSH_AUTH_SOCK"])

    def write(self, data):
        try:
            self.sock.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the answer says that it is closed

    def ask(self, message):
        self.write(string(message))
        return self.answer()

    def answer(self):
        return read_message(self.sock)

    def close(self):
        self.sock.close()


def named(answer):
    if answer is None:
        return "closed"
    if answer[0] == 12:
        return "keys %d" % struct.unpack(">I", answer[1:5])[0]
    return NAMES.get(answer[0], "message %d" % answer[0])


def show(answer):
    got.append(named(answer))


class Login:
    """A real ssh to the server whose agent is a relay of ours: what it asks is kept, and a signature only got on wish."""

    def __init__(self, sign):
        self.sign = sign
        self.asked = {}
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "relay")
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(path)
            listener.listen()
            threading.Thread(target=self.relay, args=(listener,), daemon=True).start()
            words = shlex.split(os.environ["BORG_RSH"])
            # without the shell around it, which waits after a failure
            words = words[words.index("-F") - 1 :] + [LOGIN, "borg", "serve"]
            ssh = subprocess.run(
                words,
                env=dict(os.environ, SSH_AUTH_SOCK=path),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self.let_in = ssh.returncode != 255
        self.bind = self.asked[27]
        if 13 in self.asked:
            (self.key, self.data), self.flags = strings(self.asked[13][1:], 2)
            (self.session,), rest = strings(self.data, 1)
            (self.user, self.service, self.method), rest = strings(rest[1:], 3)
            (self.algorithm, _, self.host), _ = strings(rest[1:], 3)

    def relay(self, listener):
        ssh, _ = listener.accept()
        agent = Agent()
        while True:
            message = read_message(ssh)
            if message is None:
                break
            self.asked[message[0]] = message
            answer = b"\x05" if message[0] == 13 and not self.sign else agent.ask(message)
            ssh.sendall(string(answer))
        agent.close()

    def bound(self):
        """A connection of our own that is bound to the server: the server did sign this session."""
        agent = Agent()
        assert named(agent.ask(self.bind)) == "success"
        return agent

    def signing(self, **other):
        """The sign request with some of its parts replaced."""
        part = lambda name: other.get(name, getattr(self, name))
        data = string(part("session")) + b"\x32" + string(part("user")) + string(part("service"))
        data += string(part("method")) + b"\x01" + string(part("algorithm")) + string(part("key_inside"))
        if part("method") == HOSTBOUND:
            data += string(part("host"))
        data = other.get("data", data)
        return b"\x0d" + string(part("key")) + string(data) + part("flags")

    @property
    def key_inside(self):
        return self.key

    def binding(self, **other):
        (_, host, session, signature), _ = strings(self.bind[1:], 4)
        parts = dict(host=host, session=session, signature=signature, forwarding=b"\x00")
        parts.update(other)
        fields = string(parts["host"]) + string(parts["session"]) + string(parts["signature"])
        return b"\x1b" + string(BIND) + fields + parts["forwarding"]


def sign_other(**other):
    """On a connection that is bound as it should be."""
    login = Login(sign=False)
    show(login.bound().ask(login.signing(**other)))


def bind_other(**other):
    show(Agent().ask(Login(sign=False).binding(**other)))


def changed(data):
    return data[:-1] + bytes([data[-1] ^ 1])


# ---- the attacks; those of one word ask one thing on a connection of their own --------------------------------------


def list_unbound():
    show(Agent().ask(LIST))


def sign_unbound():
    login = Login(sign=False)
    show(Agent().ask(login.signing()))


def sign_random():
    sign_other(data=os.urandom(200))


def sign_nothing():
    sign_other(data=b"")


def sign_file():
    parts = string(b"file") + string(b"") + string(b"sha512") + string(os.urandom(64))
    sign_other(data=b"SSHSIG" + parts)


def sign_other_user():
    sign_other(user=b"root")


def sign_user_with_nul():
    sign_other(user=LOGIN.split("@")[0].encode() + b"\x00")


def sign_other_service():
    sign_other(service=b"ssh-userauth")


def sign_without_host():
    sign_other(method=b"publickey")


def sign_other_host():
    login = Login(sign=False)
    show(login.bound().ask(login.signing(host=changed(login.host))))


def sign_other_session():
    one, other = Login(sign=False), Login(sign=False)
    show(one.bound().ask(other.signing()))


def sign_other_algorithm():
    sign_other(algorithm=b"rsa-sha2-512")


def sign_other_key():
    login = Login(sign=False)
    show(login.bound().ask(login.signing(key=changed(login.key))))


def sign_other_key_inside():
    login = Login(sign=False)
    show(login.bound().ask(login.signing(key_inside=changed(login.key))))


def sign_flags():
    sign_other(flags=struct.pack(">I", 1))


def sign_after_breach():
    login = Login(sign=False)
    agent = login.bound()
    show(agent.ask(login.signing(user=b"root")))
    show(agent.ask(LIST))
    show(agent.ask(login.signing()))


def bind_twice():
    one, other = Login(sign=False), Login(sign=False)
    show(one.bound().ask(other.bind))


def bind_forwarding():
    bind_other(forwarding=b"\x01")


def bind_other_host():
    bind_other(host=string(b"ssh-ed25519") + string(os.urandom(32)))


def bind_damaged():
    login = Login(sign=False)
    (_, _, _, signature), _ = strings(login.bind[1:], 4)
    show(Agent().ask(login.binding(signature=changed(signature))))


def bind_other_session():
    bind_other(session=os.urandom(32))


def bind_short_session():
    bind_other(session=b"x" * 10)


def replay():
    """The bind and the sign request of a login that was let in, once more on another connection."""
    login = Login(sign=True)
    got.append("let in" if login.let_in else "kept out")
    agent = Agent()
    show(agent.ask(login.bind))
    show(agent.ask(login.asked[13]))


def replay_same_connection():
    login = Login(sign=False)
    agent = login.bound()
    show(agent.ask(login.signing()))
    show(agent.ask(login.signing()))


def add():
    key = string(b"ssh-ed25519") + string(os.urandom(32)) + string(os.urandom(64)) + string(b"mine")
    show(Agent().ask(b"\x11" + key))
    show(Agent().ask(b"\x19" + key + b"\x01\x00\x00\x00\x0a"))


def remove():
    login = Login(sign=False)
    show(login.bound().ask(b"\x12" + string(login.key)))


def lock():
    agent = Agent()
    show(agent.ask(b"\x16" + string(b"locked")))
    show(agent.ask(b"\x17" + string(b"locked")))


def token():
    provider = string(b"/usr/lib/evil.so") + string(b"1234")
    for number in b"\x14\x15\x1a":
        show(Agent().ask(bytes([number]) + provider))


def unknown_extension():
    show(Agent().ask(b"\x1b" + string(b"confirm@example.org") + b"x"))


def unknown_message():
    show(Agent().ask(b"\xf0 anything"))


def unreadable():
    show(Agent().ask(b"\x0d\xff\xff\xff\xff"))


def huge_frame():
    """Announces 1 GiB, and would send it."""
    agent = Agent()
    agent.write(struct.pack(">I", 1 << 30))
    block = bytes(1 << 20)
    for _ in range(1024):
        try:
            agent.sock.sendall(block)
        except (BrokenPipeError, ConnectionResetError):
            break
    show(agent.answer())


def negative_frame():
    agent = Agent()
    agent.write(b"\xff\xff\xff\xff\x0b")
    show(agent.answer())


def empty_frame():
    agent = Agent()
    agent.write(bytes(4))
    show(agent.answer())


def many_requests():
    agent = Agent()
    tally([agent.ask(LIST) for _ in range(2000)])


def many_requests_unread():
    """All at once; the answers are left lying, but for the first: by then the agent is at work."""
    agent = Agent()
    agent.write(string(LIST) * 2000)
    agent.answer()
    return agent


def many_connections():
    answers = []
    for _ in range(2000):
        agent = Agent()
        answers.append(agent.ask(LIST))
        agent.close()
    tally(answers)


def channels():
    """Fifty at a time, all held open."""
    agents = [Agent() for _ in range(50)]
    for agent in agents:
        agent.write(string(LIST))
    tally([agent.answer() for agent in agents])
    for agent in agents:
        agent.close()


def slow_writer():
    """Byte by byte, and still the request of an honest client."""
    login = Login(sign=False)
    agent = Agent()
    agent.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    for byte in string(login.bind) + string(LIST):
        agent.write(bytes([byte]))
    show(agent.answer())
    show(agent.answer())


def half_close():
    agent = Agent()
    agent.write(string(LIST))
    agent.sock.shutdown(socket.SHUT_WR)
    show(agent.answer())
    show(agent.answer())


def half_a_frame():
    """And never the rest; the connection stays open for as long as this process lives."""
    agent = Agent()
    agent.write(struct.pack(">I", 100) + b"\x0d half")
    return agent


def garbage():
    """Every message number with noise behind it; 19 is the one that ends the agent, and noise makes it unreadable."""
    noise = random.Random(4711)
    for start in range(0, 256, 64):
        agent = Agent()
        tally([agent.ask(bytes([n]) + noise.randbytes(noise.randrange(1, 300))) for n in range(start, start + 64)])
        agent.close()


def tally(answers):
    names = [named(answer) for answer in answers]
    for name in sorted(set(names)):
        got.append("%d x %s" % (names.count(name), name))


def outlive(path):
    """Holds a connection beyond the pull, and writes down what it is worth then."""
    agent = Agent()
    show(agent.ask(LIST))
    if os.fork():
        return
    os.setsid()
    for descriptor in range(3):
        os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
    agent.sock.settimeout(60)
    lines = ["old connection: " + named(agent.answer())]
    try:
        lines.append("new connection: " + named(Agent().ask(LIST)))
    except OSError as e:
        lines.append("new connection: " + type(e).__name__)
    with open(path + ".part", "w") as file:
        file.write("\n".join(lines))
    os.rename(path + ".part", path)
    os._exit(0)


if __name__ == "__main__":
    kept = []
    for word in sys.argv[1:]:
        attack, _, known = word.partition("=")
        got = []
        kept.append(globals()[attack](*[known] if known else []))
        print("%s: %s" % (attack, ", ".join(got)), flush=True)
