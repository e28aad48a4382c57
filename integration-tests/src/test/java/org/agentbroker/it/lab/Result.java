package org.agentbroker.it.lab;

import java.nio.charset.StandardCharsets;

/** How a program ended and what it wrote. */
public record Result(int exitCode, byte[] stdout, String stderr) {

    public String stdoutText() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    /** This, if the program ended with 0; fails with all that it wrote otherwise. */
    public Result expectSuccess() {
        if (exitCode != 0) {
            throw new AssertionError(this);
        }
        return this;
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + "\n--- stdout\n" + stdoutText() + "\n--- stderr\n" + stderr;
    }
}
