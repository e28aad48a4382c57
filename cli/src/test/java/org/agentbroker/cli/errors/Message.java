package org.agentbroker.cli.errors;

/** A message for people in the source: what is put in at run time is {@code …}. */
record Message(int code, String what, String hint) implements Comparable<Message> {
    /** Of a message whose code is that of the outcome that it becomes a part of. */
    static final int OF_OUTCOME = 0;

    @Override
    public int compareTo(Message other) {
        int byCode = Integer.compare(code, other.code);
        int byWhat = byCode != 0 ? byCode : what.compareToIgnoreCase(other.what);
        return byWhat != 0 ? byWhat : (what + hint).compareTo(other.what + other.hint);
    }
}
