package org.agentbroker.broker.borg;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.Text;

/** What the lines of a run tell about a failure: msgids of borg, and sentences of the client's ssh. */
public final class Evidence {
    /** Things worth knowing, in the order in which the first that holds explains a failure. */
    public enum Clue {
        SERVER_HOST_KEY,
        RETURN_REFUSED,
        RETURN_UNREACHABLE,
        LOCKED,
        OLD_SSH,
        WRONG_PASSPHRASE,
        NO_REPOSITORY,
        REPOSITORY_EXISTS,
        ARCHIVE_EXISTS,
        SERVER_BORG
    }

    private static final int LONGEST = 400;

    private final Set<Clue> clues = EnumSet.noneOf(Clue.class);
    private String lastError = "";
    private int warnings;

    public void hear(BorgLine line) {
        if (line instanceof LogMessage message) {
            heardId(message.id());
            heardSentence(message.message());
            if (message.level().equals("WARNING")) {
                warnings++;
            } else if (message.level().equals("ERROR") || message.level().equals("CRITICAL")) {
                lastError = shortened(message.message());
            }
        } else if (line instanceof Text text) {
            heardSentence(text.text());
            if (lastError.isEmpty() && !text.text().isBlank()) {
                lastError = shortened(text.text());
            }
        }
    }

    // msgids: class names of borg's errors, 1.x with their outer class
    private void heardId(String id) {
        switch (id) {
            case "LockTimeout", "LockFailed", "LockError", "LockErrorT" -> clues.add(Clue.LOCKED);
            case "PassphraseWrong", "PasscommandFailure", "NoPassphraseFailure" -> clues.add(Clue.WRONG_PASSPHRASE);
            case "Repository.DoesNotExist" -> clues.add(Clue.NO_REPOSITORY);
            case "Repository.AlreadyExists" -> clues.add(Clue.REPOSITORY_EXISTS);
            case "Archive.AlreadyExists" -> clues.add(Clue.ARCHIVE_EXISTS);
            default -> {}
        }
    }

    // OpenSSH's and the shells' own words; its messages are not translated
    private void heardSentence(String sentence) {
        String text = sentence.toLowerCase(Locale.ROOT);
        if (text.contains("host key verification failed")) {
            clues.add(Clue.SERVER_HOST_KEY);
        }
        if (text.contains("permission denied (")) {
            clues.add(Clue.RETURN_REFUSED);
        }
        if (text.contains("ssh: connect to host") || text.contains("could not resolve hostname")) {
            clues.add(Clue.RETURN_UNREACHABLE);
        }
        if (text.contains("bad configuration option: knownhostscommand")) {
            clues.add(Clue.OLD_SSH);
        }
        if (text.contains("remote:") && text.contains("not found")) {
            clues.add(Clue.SERVER_BORG);
        }
    }

    public boolean has(Clue clue) {
        return clues.contains(clue);
    }

    /** The last thing called an error, at most 400 characters; empty when there was none. */
    public String lastError() {
        return lastError;
    }

    public int warnings() {
        return warnings;
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
