package org.agentbroker.broker.link;

import org.apache.sshd.common.util.buffer.Buffer;

/** Where the client's sshd listens for us; as it stands in requests and in the channels that come of it. */
sealed interface ListenPlace {
    /** RFC 4254, 7.1 and 7.2. */
    record Port(String address, int port) implements ListenPlace {
        static final String CHANNEL = "forwarded-tcpip";

        static Port read(Buffer open) {
            return new Port(open.getString(), (int) Math.min(open.getUInt(), Integer.MAX_VALUE));
        }

        @Override
        public String request() {
            return "tcpip-forward";
        }

        @Override
        public void put(Buffer buffer) {
            buffer.putString(address);
            buffer.putUInt(port);
        }

        @Override
        public ListenPlace answered(Buffer reply) {
            return new Port(address, reply.available() < Integer.BYTES ? 0 : (int) Math.min(reply.getUInt(), 0x10000));
        }

        @Override
        public boolean isReal() {
            return port > 0 && port <= 0xffff;
        }

        @Override
        public String toString() {
            return "port " + port + " of " + address;
        }
    }

    /** OpenSSH PROTOCOL, 2.4. */
    record Socket(String path) implements ListenPlace {
        static final String CHANNEL = "forwarded-streamlocal@openssh.com";

        static Socket read(Buffer open) {
            return new Socket(open.getString());
        }

        @Override
        public String request() {
            return "streamlocal-forward@openssh.com";
        }

        @Override
        public void put(Buffer buffer) {
            buffer.putString(path);
        }

        @Override
        public ListenPlace answered(Buffer reply) {
            return this;
        }

        @Override
        public boolean isReal() {
            return true;
        }

        @Override
        public String toString() {
            return "socket " + path;
        }
    }

    /** The global request's name; with {@code cancel-} before it the one that takes it back. */
    String request();

    /** What follows the name and the want-reply flag. */
    void put(Buffer buffer);

    /** The place that the reply to the request names. */
    ListenPlace answered(Buffer reply);

    /** Whether anybody can listen there. */
    boolean isReal();
}
