package org.agentbroker.broker.doctor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Major and minor of a program's version, as the program says it; of a hostile client's program anything at all. */
record Version(int major, int minor) implements Comparable<Version> {
    private static final int LONGEST = 256;
    // OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSH_for_Windows_8.1p1; not any number of three digits that follows something
    // else
    private static final Pattern OPENSSH =
            Pattern.compile("OpenSSH_(?:[A-Za-z_]{1,16}_)?([0-9]{1,3})\\.([0-9]{1,3})(?![0-9])");
    private static final Pattern BORG =
            Pattern.compile("^borg[A-Za-z0-9._-]{0,32} ([0-9]{1,3})\\.([0-9]{1,3})(?![0-9])");

    /** From {@code ssh -V} or the first line of a server; none when it is another program's. */
    static Optional<Version> ofOpenSsh(String text) {
        return find(OPENSSH, text);
    }

    /** From {@code borg --version}. */
    static Optional<Version> ofBorg(String text) {
        return find(BORG, text);
    }

    private static Optional<Version> find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text.substring(0, Math.min(text.length(), LONGEST)));
        return matcher.find()
                ? Optional.of(new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    boolean isAtLeast(int otherMajor, int otherMinor) {
        return compareTo(new Version(otherMajor, otherMinor)) >= 0;
    }

    @Override
    public int compareTo(Version other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
