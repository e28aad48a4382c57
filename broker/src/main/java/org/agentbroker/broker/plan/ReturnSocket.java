package org.agentbroker.broker.plan;

/**
 * How the client's borg reaches a unix socket: BORG_RSH, which borg splits with Python's shlex. Borg adds the words that
 * an ssh would need; they are not looked at. Whichever program is there joins borg's pipes with the socket.
 */
final class ReturnSocket {
    // one line, and no single quote in it: it stands between two
    private static final String PYTHON =
            "import os,socket as k,threading as t;s=k.socket(k.AF_UNIX);s.connect(\\\"$s\\\");"
                    + "t.Thread(target=lambda:(any(s.sendall(b) for b in iter(lambda:os.read(0,131072),b\\\"\\\")),s.shutdown(1)),"
                    + "daemon=True).start();all(os.write(1,b) for b in iter(lambda:s.recv(131072),b\\\"\\\"))";
    private static final String PERL = "\\$s=IO::Socket::UNIX->new(Peer=>\\\"$s\\\") or die \\\"\\$!\\\\n\\\";"
            + "if(!(\\$p=fork)){close STDOUT;while(sysread STDIN,\\$b,131072){print {\\$s} \\$b;\\$s->flush}"
            + "shutdown \\$s,1;exit}while(sysread \\$s,\\$b,131072){syswrite STDOUT,\\$b}kill 9,\\$p";
    private static final String SCRIPT = "s=SOCKET; h() { command -v \"$1\" >/dev/null 2>&1; };"
            + " if h socat; then socat -b 131072 - UNIX-CONNECT:$s;"
            + " elif h python3; then python3 -c \"" + PYTHON + "\";"
            + " elif h perl && perl -MIO::Socket::UNIX -e 1; then perl -MIO::Socket::UNIX -e \"" + PERL + "\";"
            // netcat of OpenBSD needs to be told to pass the end on; others know neither option
            + " elif h nc && nc -h 2>&1 | grep -q -- \"-N\"; then nc -N -U $s;"
            + " elif h nc && nc -h 2>&1 | grep -q -- \"-U\"; then nc -U $s;"
            + " else echo \"broker: none of socat, python3, perl, nc -U is here\" >&2; false; fi"
            + " || { r=$?; sleep 1; exit $r; }"; // as ReturnSsh has it

    private ReturnSocket() {}

    static String command(Endpoint.Socket to) {
        return "sh -c '" + SCRIPT.replace("SOCKET", to.path()) + "'";
    }

    /** As it will be, for people. */
    static String outline() {
        return command(new Endpoint.Socket("DIRECTORY"));
    }
}
