package org.agentbroker.broker.borg;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.Text;

/** What the lines of a run tell about a failure: msgids of borg, and sentences of the client's ssh. */
public final class Evidence {
    /** Things worth knowing, in the order in which the first that holds explains a failure. */
    public enum Clue {
        SERVER_HOST_KEY,
        RETURN_REFUSED,
        RETURN_UNREACHABLE,
        RETURN_LOST,
        LOCKED,
        OLD_SSH,
        WRONG_PASSPHRASE,
        NO_KEY,
        NO_REPOSITORY,
        REPOSITORY_EXISTS,
        ARCHIVE_EXISTS,
        NO_ARCHIVE,
        SERVER_BORG,
        REPOSITORY_FULL,
        CLIENT_FULL,
        SERVER_ENDED
    }

    private static final int LONGEST = 400;

    private static final String NO_ARCHIVE = "Archive.DoesNotExist";

    // Python's words for ENOSPC, and for what a quota of the file system says
    private static final Pattern FULL = Pattern.compile("\\[Errno 28]|\\[Errno 122]");

    // borg's sysinfo(): follows a traceback, in the same message or in the next
    private static final Pattern SYSTEM = Pattern.compile("^(Borg server: )?Platform: ");

    private static final Map<Pattern, Clue> SENTENCES = Map.of(
            Pattern.compile("host key verification failed"),
            Clue.SERVER_HOST_KEY,
            // the last one is dropbear's: no agent has a key for it
            Pattern.compile("permission denied \\(|too many authentication failures|no auth methods could be used"),
            Clue.RETURN_REFUSED,
            Pattern.compile("ssh: connect to host|could not resolve hostname"
                    + "|exchange_identification:|banner exchange|connection (closed|reset) by \\S+ port"),
            Clue.RETURN_UNREACHABLE,
            Pattern.compile("connection to \\S+ closed by remote host|timeout, server \\S+ not responding"
                    + "|client_loop: send disconnect"),
            Clue.RETURN_LOST,
            Pattern.compile("^remote:.*not found|^remote: \\S*sh:.*no such file"),
            Clue.SERVER_BORG,
            // what borg knows when its ssh has said nothing
            Pattern.compile("is borg working on the server"),
            Clue.SERVER_ENDED,
            Pattern.compile("bad configuration option: knownhostscommand"),
            Clue.OLD_SSH);

    // with the first sentence that told it
    private final Map<Clue, String> clues = new EnumMap<>(Clue.class);
    private String lastError = "";
    private int warnings;

    public void hear(BorgLine line) {
        if (line instanceof LogMessage message) {
            heardId(message.id(), message.message());
            heardSentence(message.message());
            if (message.level().equals("WARNING")) {
                warnings++;
            } else if (message.level().equals("ERROR") || message.level().equals("CRITICAL")) {
                heardError(message);
            }
        } else if (line instanceof Text text) {
            heardSentence(text.text());
            if (lastError.isEmpty() && !text.text().isBlank()) {
                lastError = shortened(text.text());
            }
        }
    }

    private void heardError(LogMessage message) {
        if (FULL.matcher(message.message()).find()) {
            // an exception of the server's borg has its class for an id, one of the client's has not (archiver.py,
            // main)
            add(message.id().equals("OSError") ? Clue.REPOSITORY_FULL : Clue.CLIENT_FULL, message.message());
        }
        if (!SYSTEM.matcher(message.message()).find()) {
            lastError = shortened(message.message());
        }
    }

    // msgids: class names of borg's errors, 1.x with their outer class
    private void heardId(String id, String sentence) {
        switch (id) {
            case "LockTimeout", "LockFailed", "LockError", "LockErrorT" -> add(Clue.LOCKED, sentence);
            case "PassphraseWrong", "PasscommandFailure", "NoPassphraseFailure" -> add(Clue.WRONG_PASSPHRASE, sentence);
            case "KeyfileNotFoundError" -> add(Clue.NO_KEY, sentence);
            case "Repository.DoesNotExist" -> add(Clue.NO_REPOSITORY, sentence);
            case "Repository.AlreadyExists" -> add(Clue.REPOSITORY_EXISTS, sentence);
            case "Archive.AlreadyExists" -> add(Clue.ARCHIVE_EXISTS, sentence);
            case NO_ARCHIVE -> add(Clue.NO_ARCHIVE, sentence);
            case "InsufficientFreeSpaceError", "Repository.InsufficientFreeSpaceError" ->
                add(Clue.REPOSITORY_FULL, sentence);
            default -> {}
        }
    }

    // OpenSSH's and the shells' own words; its messages are not translated
    private void heardSentence(String sentence) {
        String text = sentence.toLowerCase(Locale.ROOT);
        SENTENCES.forEach((words, clue) -> {
            if (words.matcher(text).find()) {
                add(clue, sentence);
            }
        });
    }

    private void add(Clue clue, String sentence) {
        clues.putIfAbsent(clue, shortened(sentence.replaceFirst("^Remote: ", "")));
    }

    public boolean has(Clue clue) {
        return clues.containsKey(clue);
    }

    /** The first sentence that told it, at most 400 characters; empty when it is not known. */
    public String sentence(Clue clue) {
        return clues.getOrDefault(clue, "");
    }

    /** The name of the archive that does not exist, by borg's sentence. */
    public String missingArchive() {
        return sentence(Clue.NO_ARCHIVE).replaceFirst("^Archive (.*) does not exist\\.?$", "$1");
    }

    /** Whether a line says no more than {@link #missingArchive}. */
    public static boolean isOfMissingArchive(BorgLine line) {
        return line instanceof LogMessage message && message.id().equals(NO_ARCHIVE);
    }

    /** The last thing called an error, at most 400 characters; empty when there was none. */
    public String lastError() {
        return lastError;
    }

    public int warnings() {
        return warnings;
    }

    /** The last line of a traceback. */
    private static String exception(String text) {
        return text.lines()
                .takeWhile(line -> !SYSTEM.matcher(line).find())
                .filter(line -> !line.isBlank())
                .reduce("", (earlier, later) -> later);
    }

    private static String shortened(String text) {
        String line = text.startsWith("Traceback ")
                ? exception(text)
                : text.lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
