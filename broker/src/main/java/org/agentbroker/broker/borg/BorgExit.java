package org.agentbroker.broker.borg;

/** What an exit status of the remote command means (borg manual, "Return codes", with the modern codes of 1.4). */
public enum BorgExit {
    DONE,
    WARNING,
    ERROR,
    /** The command is not there or cannot be run: 127 and 126 are the shell's and {@code env}'s. */
    NO_BORG,
    /** Ended by a signal: 128+N of the shell, or 255 for a lost child. So is a number that no process can exit with. */
    KILLED;

    public static BorgExit of(int status) {
        if (status == 0) {
            return DONE;
        }
        if (status == 126 || status == 127) {
            return NO_BORG;
        }
        if (status == 1 || status >= 100 && status < 126) {
            return WARNING;
        }
        return status > 0 && status < 100 ? ERROR : KILLED;
    }

    /** Whether the status is borg's own word. */
    public boolean isBorgs() {
        return this == DONE || this == WARNING || this == ERROR;
    }
}
