package org.agentbroker.broker.sftp;

/** The first byte of a packet (draft-ietf-secsh-filexfer-02, 3). */
final class PacketType {
    static final int INIT = 1;
    static final int VERSION = 2;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int LSTAT = 7;
    static final int FSTAT = 8;
    static final int OPENDIR = 11;
    static final int READDIR = 12;
    static final int REALPATH = 16;
    static final int STAT = 17;
    static final int READLINK = 19;
    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int NAME = 104;
    static final int ATTRS = 105;
    static final int EXTENDED = 200;

    /** SSH_FXF_READ alone. */
    static final int OPEN_TO_READ = 1;

    private PacketType() {}
}
