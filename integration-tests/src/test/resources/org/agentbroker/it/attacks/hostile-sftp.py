#!/usr/bin/python3
"""A hostile SFTP server: speaks version 3 well enough to be mounted, and then does as its MODE says.

noise    bytes that are no SFTP        silent   no answer to a read or a list
huge     a packet of 4 GiB             wrong    answers of another type
names    names with slashes and dots   liar     files without an end, a size of 2^62
endless  a directory without an end    mute     no answer after the greeting
"""
import os, struct, sys, time
mode = sys.argv[1]
inp, out = sys.stdin.buffer, sys.stdout.buffer
def s(b): return struct.pack(">I", len(b)) + b
def send(t, body): out.write(struct.pack(">IB", len(body) + 1, t) + body); out.flush()
def attrs(kind, size=0): return struct.pack(">IQIIIII", 1 | 2 | 4 | 8, size, 0, 0, kind | 0o755, 1700000000, 1700000000)
DIR, FILE, LINK, FIFO, DEV = 0x4000, 0x8000, 0xa000, 0x1000, 0x2000
def kind(path):
    name = path.rsplit(b"/", 1)[-1]
    if path in (b"/", b".", b"/.", b"", b"/data", b"/etc") or name.startswith(b"d"): return attrs(DIR)
    if name.startswith(b"l"): return attrs(LINK)
    if name.startswith(b"p"): return attrs(FIFO)
    if name.startswith(b"c"): return attrs(DEV)
    if mode == "liar": return attrs(FILE, 1 << 62 if name == b"f1" else 10)
    return attrs(FILE, 10)
def status(i, code): send(101, i + struct.pack(">I", code) + s(b"") + s(b""))
handles, listed = {}, set()
if mode == "noise": out.write(os.urandom(1 << 20)); out.flush(); time.sleep(60)
while True:
    head = inp.read(4)
    if len(head) < 4: break
    body = inp.read(struct.unpack(">I", head)[0])
    t, i, rest = body[0], body[1:5], body[5:]
    def text(at=0):
        n = struct.unpack(">I", rest[at:at + 4])[0]; return rest[at + 4:at + 4 + n]
    if t == 1: send(2, struct.pack(">I", 3)); continue
    if mode == "silent" and t in (5, 12): continue
    if mode == "mute": continue
    if mode == "huge" and t == 12: out.write(struct.pack(">I", 0xfffffff0) + b"x" * 100000); out.flush(); continue
    if mode == "wrong" and t in (3, 5, 12): send(104 if t != 12 else 103, i + s(b"x" * 20)); continue
    if t == 16: send(104, i + struct.pack(">I", 1) + s(b"/") + s(b"/") + attrs(DIR))
    elif t in (7, 17): send(105, i + kind(text()))
    elif t == 8: send(105, i + kind(handles.get(text(), b"f")))
    elif t == 11:
        h = b"h%d" % len(handles); handles[h] = text(); send(102, i + s(h))
    elif t == 3:
        if text().startswith(b"/etc/"): status(i, 2); continue
        h = b"h%d" % len(handles); handles[h] = text(); send(102, i + s(h))
    elif t == 4: status(i, 0)
    elif t == 19: send(104, i + struct.pack(">I", 1) + s(b"../../../../../../etc/shadow") + s(b"x") + attrs(LINK))
    elif t == 12:
        h = text()
        if mode == "endless":
            names = [b"f%d-%d" % (time.monotonic_ns(), k) for k in range(100)]
        elif h in listed: status(i, 1); continue
        elif mode == "names": names = [b"a/../../../etc/shadow", b"..", b"../x", b"f" * 5000, b"f\n\x1b[31mred", b"", b"/etc/shadow", b"f\0g", b"lnk", b"f1"]
        else: names = [b"lnk", b"pipe", b"cdev", b"f1", b"f2", b"d" * 3 if len(handles) < 50 else b"f3"]
        listed.add(h)
        if handles.get(h) in (b"/", b"/.", b"."): names = [b"data"]
        send(104, i + struct.pack(">I", len(names)) + b"".join(s(n) + s(n) + kind(n) for n in names))
    elif t == 5:
        if mode == "liar": send(103, i + s(b"z" * 32768))
        else: status(i, 1)
    else: status(i, 8)
