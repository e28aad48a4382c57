package org.agentbroker.broker.restore;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.agentbroker.broker.borg.LineSplitter;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.jspecify.annotations.Nullable;

/** What {@link TargetScript} says on its standard output. All of it is the client's word. */
final class Reply extends OutputStream {
    private static final int LONGEST = 5000;

    private final String client;
    private final Consumer<String> warnings;
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
    private final LineSplitter lines = new LineSplitter(this::heard);
    private volatile boolean gnu;
    private volatile @Nullable Failed refusal;

    /** @param warnings hears what is to be known before files are restored */
    Reply(String client, Consumer<String> warnings) {
        this.client = client;
        this.warnings = warnings;
    }

    @Override
    public void write(int b) {
        lines.feed(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        lines.feed(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** Completes when it is known whether the program begins. */
    CompletableFuture<Boolean> answered() {
        return answered;
    }

    /** Whether everything there was looked at and the program begins. */
    boolean isReady() {
        return answered.isDone() && refusal == null;
    }

    /** Whether its tar is GNU's, whose words we know. */
    boolean isGnu() {
        return gnu;
    }

    /** Why the script did not begin; null when it did. */
    @Nullable
    Failed refusal() {
        return refusal;
    }

    private void heard(String line) {
        if (!line.startsWith(TargetScript.SAYS) || answered.isDone()) {
            return;
        }
        String said = line.substring(TargetScript.SAYS.length(), Math.min(line.length(), LONGEST))
                .stripTrailing();
        String word = said.replaceFirst("(?s) .*", "");
        String rest = said.substring(Math.min(said.length(), word.length() + 1));
        switch (word) {
            case "uid" -> {
                if (!rest.equals("0")) {
                    warnings.accept("the login at " + client + " is not root's: owners cannot be restored, and what"
                            + " only root may make is left out");
                }
            }
            case "gnu" -> gnu = true;
            case "ready" -> answered.complete(true);
            case "refused" -> {
                refusal = explained(rest.replaceFirst("(?s) .*", ""), rest.replaceFirst("^\\S* ?", ""));
                answered.complete(false);
            }
            default -> {}
        }
    }

    private Failed explained(String why, String what) {
        String here = what + " on " + client;
        return switch (why) {
            case "link" ->
                refused(
                        "a link is on the way to the directory: " + here,
                        "only root's links are followed; name the directory itself: --to DIR");
            case "below" ->
                refused(
                        "a link is on the way to what is to be restored: " + here,
                        "it may lead elsewhere: look at it, or restore to a new directory: --to DIR");
            case "moved" ->
                refused("somebody exchanges directories there: " + here, "restore to another place: --to DIR");
            case "owner" ->
                refused(
                        "the directory belongs to somebody else: " + here,
                        "its owner may change names in it meanwhile: name a new directory, such as " + what
                                + "/restored");
            case "others" ->
                refused(
                        "others may write to the directory: " + here,
                        "they may change names in it meanwhile: name a new directory, such as " + what + "/restored");
            case "above" ->
                refused(
                        "somebody else may exchange a directory on the way: " + here,
                        "borg could be led elsewhere: restore below a directory of the login's or root's, or with --via"
                                + " tar");
            case "whole" ->
                refused(
                        "this replaces the files of all of " + client,
                        "name paths, another directory: --to DIR, or say so: --overwrite");
            case "notempty" ->
                refused(
                        "the directory is not empty: " + here,
                        "name a new one, or write over it: --overwrite (other files stay)");
            case "plain" ->
                refused(
                        "the tar of " + client + " follows links that are there, and " + what + " is not empty",
                        "restore to a new directory: --to DIR; or let borg do it: --via agent");
            case "missing" ->
                failed(
                        Cause.UNUSABLE,
                        "there is no " + what + " on " + client,
                        what.equals("tar")
                                ? "install it, or let borg do it: --via agent"
                                : "install borgbackup there, or restore without it: --via tar");
            default ->
                failed(
                        Cause.BORG_FAILED,
                        "there is no way to the directory on " + client + ": " + what,
                        "look at it there, or name another: --to DIR");
        };
    }

    private static Failed refused(String what, String hint) {
        return failed(Cause.REFUSED, what, hint);
    }

    private static Failed failed(Cause cause, String what, String hint) {
        return new Failed(Phase.COMMAND, cause, what, hint);
    }
}
