package org.agentbroker.broker.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.account.AsAccount;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.repository.ServerPlace;
import org.agentbroker.broker.secret.SecretReader;
import org.jspecify.annotations.Nullable;

/** What can be seen of the server on this machine, as the repository's account sees it. No client takes part. */
final class ServerSide {
    private static final int MOST_KEYS = 1 << 20;
    private static final int SSHD_MILLISECONDS = 5000;
    private static final int FREE_PERCENT = 5;

    private final Plan plan;
    private final @Nullable AsAccount account;
    private final String why;

    private ServerSide(Plan plan, @Nullable AsAccount account, String why) {
        this.plan = plan;
        this.account = account;
        this.why = why;
    }

    static ServerSide of(Plan plan) {
        if (!ServerPlace.isHere(plan)) {
            return new ServerSide(plan, null, "the server is another machine: start broker doctor there");
        }
        try {
            Account account = Account.named(plan.server().user());
            return new ServerSide(plan, AsAccount.of(account, "look around"), "");
        } catch (UnusableInput e) {
            return new ServerSide(plan, null, e.what() + "; " + e.hint());
        }
    }

    /** As that account; null when that is not possible, for the reason in {@link #why}. */
    @Nullable
    AsAccount account() {
        return account;
    }

    String why() {
        return why;
    }

    Verdict borg() throws InterruptedException {
        if (account == null) {
            return Verdict.skipped(why);
        }
        String borg = plan.serve().borg();
        try {
            LocalProgram program = LocalProgram.run(account, 4096, borg, "--version");
            return program.isDone()
                    ? Programs.borg(program.firstLine(), "at the server")
                    : noBorg(borg, program.firstLine());
        } catch (IOException e) {
            return noBorg(borg, String.valueOf(e.getMessage()));
        }
    }

    private Verdict noBorg(String borg, String said) {
        String what = borg + " cannot be run at the server as " + plan.server().user() + ": " + said;
        // a forced command may name another one
        return plan.way().usesSshd() && plan.key() instanceof ClientKey.KeyFile
                ? Verdict.warning(what, "is it where authorized_keys names it? tell broker, too: server.borg")
                : Verdict.failed(
                        Cause.BORG_FAILED, what, "install borgbackup on this machine, or name it: server.borg");
    }

    Verdict sshd() {
        boolean tunnel = plan.way() == Return.TUNNEL;
        String host = tunnel ? plan.server().local().sshdHost() : plan.server().host();
        int port = tunnel ? plan.server().local().sshdPort() : plan.server().port();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), SSHD_MILLISECONDS);
            socket.setSoTimeout(SSHD_MILLISECONDS);
            String banner = firstLine(socket.getInputStream());
            if (!banner.startsWith("SSH-2.0-")) {
                return unreachable(tunnel, host + " port " + port + " is no sshd");
            }
            return Programs.sshd(
                    banner.substring("SSH-2.0-".length()), plan.signing().level());
        } catch (IOException e) {
            return unreachable(tunnel, "no sshd at " + host + " port " + port + ": " + e.getMessage());
        }
    }

    private static Verdict unreachable(boolean tunnel, String what) {
        return tunnel
                ? Verdict.failed(Cause.UNREACHABLE, what, "is it running? name where it listens: server.sshd")
                : Verdict.warning(what + ", as seen from here", "only the client has to reach it");
    }

    private static String firstLine(InputStream in) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SSHD_MILLISECONDS);
        StringBuilder line = new StringBuilder();
        int taken = 0;
        for (int c = in.read(); c >= 0 && c != '\n' && ++taken < 255 && System.nanoTime() - end < 0; c = in.read()) {
            if (c >= ' ' && c <= '~') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** The line of the client's key; null when there is none to be seen. */
    @Nullable
    AccountLine line(SecretReader secrets) throws InterruptedException {
        if (account == null || !(plan.key() instanceof ClientKey.KeyFile file)) {
            return null;
        }
        try (AgentKey key = secrets.key(file.file(), file.passphrase())) {
            if (key.certificate() != null) {
                return null; // its command may be in there
            }
            LocalProgram cat =
                    LocalProgram.run(account, MOST_KEYS, "head", "-c", Integer.toString(MOST_KEYS), keysFile());
            String base64 = Base64.getEncoder().encodeToString(key.publicBlob().toBytes());
            return cat.isDone()
                    ? AccountLine.of(base64, new String(cat.output(), StandardCharsets.ISO_8859_1))
                            .orElse(null)
                    : null;
        } catch (UnusableInput | IOException e) {
            return null;
        }
    }

    /** Where sshd looks, as far as broker knows. */
    String keysFile() {
        Path named = plan.server().local().authorizedKeys();
        return named != null
                ? named.toString()
                : account == null
                        ? ".ssh/authorized_keys"
                        : account.account()
                                .home()
                                .resolve(".ssh/authorized_keys")
                                .toString();
    }

    /** Why there is no {@link #line}. */
    String whyNoLine() {
        return account == null
                ? why
                : "no line with the key in " + keysFile() + ", which "
                        + plan.server().user() + " can read";
    }

    /** Where a repository is; only with an account. */
    Path path(AsAccount owner, String repository) {
        return repository.startsWith("~/")
                ? owner.account().home().resolve(repository.substring(2))
                : Path.of(repository);
    }

    /** As far as its files tell: without a passphrase. */
    Verdict repository() {
        if (account == null) {
            return Verdict.skipped(why);
        }
        Path place = path(account, plan.serve().repository());
        if (place == null || !Files.exists(place.resolve("config"))) {
            return Verdict.failed(
                    Cause.BORG_FAILED,
                    "the repository of " + plan.name() + " does not exist: " + place,
                    "make it: broker init " + plan.name());
        }
        return Verdict.ok(place + " is there; broker verify " + plan.name() + " shows what it is good for");
    }

    Verdict space() {
        if (account == null) {
            return Verdict.skipped(why);
        }
        Path place = path(account, plan.serve().repository());
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        if (place == null) {
            return Verdict.skipped("the repository's directory cannot be seen from here");
        }
        try {
            FileStore store = Files.getFileStore(place);
            long free = store.getUsableSpace();
            long total = Math.max(1, store.getTotalSpace());
            long percent = free / Math.max(1, total / 100);
            String what =
                    String.format(Locale.ROOT, "%.1f GB of %.1f GB free (%d %%)", free / 1e9, total / 1e9, percent);
            return percent < FREE_PERCENT
                    ? Verdict.warning(what, "make room: borg stops when there is none left")
                    : Verdict.ok(what);
        } catch (IOException e) {
            return Verdict.skipped("not to be seen: " + e.getMessage());
        }
    }
}
