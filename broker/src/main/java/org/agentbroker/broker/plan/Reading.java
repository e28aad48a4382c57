package org.agentbroker.broker.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What the server's borg does for a client on which no borg runs.
 *
 * @param there the words of the program on the client whose output it reads; empty where none runs there
 * @param here borg's words after the common options
 */
public record Reading(List<String> there, List<String> here) {
    /** The exit status on the client when there is no such program; none of a tar's or a shell's. */
    public static final int NO_PROGRAM = 79;

    public Reading {
        there = List.copyOf(there);
        here = List.copyOf(here);
    }

    /** All words, which have to fit into command lines. */
    List<String> words() {
        List<String> words = new ArrayList<>(there);
        words.addAll(here);
        return words;
    }
}
