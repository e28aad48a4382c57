package org.agentbroker.broker.drill;

import java.nio.charset.StandardCharsets;

/** How much files may come to, by what borg's list says of them. What comes to more is not what was listed. */
final class Extent {
    private static final long BLOCK = 512;

    /** Of a tar: headers of a file but for its names, and its last block. */
    private static final long HEADERS = 16 * BLOCK;

    /** Of a listing: all of a line but the names. */
    private static final long LINE = 256;

    private static final long SLACK = 1 << 20;

    private long tar = SLACK;
    private long listing = SLACK;

    void add(Listed listed) {
        long names = bytes(listed.path()) + bytes(listed.target());
        tar = sum(tar, sum(Math.max(0, listed.size()), HEADERS + 2 * names));
        listing = sum(listing, LINE + names);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    /** Of them as a tar, in bytes. */
    long tar() {
        return tar;
    }

    /** Of their names, each with a line, in bytes. */
    int listing() {
        return (int) Math.min(listing, Integer.MAX_VALUE - 1);
    }
}
