package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.agentbroker.broker.link.Acceptor;
import org.agentbroker.broker.link.FarEnd;
import org.agentbroker.broker.link.Inbox;
import org.agentbroker.broker.link.Opening;
import org.agentbroker.broker.link.Subsystem;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.sftp.NoSftp;
import org.agentbroker.broker.sftp.SftpReader;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.jspecify.annotations.Nullable;

/** A login at a client for its files: nothing is forwarded, and nothing is run there but its SFTP server. */
public final class SftpLogin implements AutoCloseable {
    private final Course course;
    private final HopClient clients;
    private final Hop hop;
    private final ScheduledExecutorService scheduler;

    private SftpLogin(Course course, HopClient clients, Hop hop, ScheduledExecutorService scheduler) {
        this.course = course;
        this.clients = clients;
        this.hop = hop;
        this.scheduler = scheduler;
    }

    /** @throws Stop with what went wrong; nothing is left open then */
    public static SftpLogin open(
            Course course, HopClient clients, Identities identities, ScheduledExecutorService scheduler)
            throws Stop, InterruptedException {
        Plan plan = course.plan();
        Approach approach = new Approach(plan.name(), plan.client(), clients, course.deadline(), course::enter);
        return new SftpLogin(course, clients, Hop.open(approach, identities.logins()), scheduler);
    }

    /** What is done with files. */
    @FunctionalInterface
    public interface Look<T> {
        T at(SftpReader files) throws IOException, Stop;
    }

    /**
     * Looks at files, on a channel of its own that is closed then.
     *
     * @throws Stop also when the client does not answer in time, or no SFTP
     */
    public <T> T look(Look<T> look) throws Stop, InterruptedException {
        Inbox inbox = new Inbox(this::patience);
        FarEnd[] far = new FarEnd[1];
        Subsystem channel = null;
        try {
            Subsystem opened = open(end -> {
                far[0] = end;
                return inbox;
            });
            channel = opened;
            OutputStream requests = new PatientOut(far[0].out(), this::patience, scheduler, () -> opened.close(true));
            return look.at(SftpReader.greet(inbox, requests));
        } catch (InterruptedIOException e) {
            throw new InterruptedException("cancelled");
        } catch (NoSftp e) {
            throw new Stop(
                    Phase.COMMAND,
                    Cause.REFUSED,
                    "what answers for SFTP on " + course.plan().name() + " is none: " + e.getMessage(),
                    "does the login's authorized_keys or sshd_config there force another command than internal-sftp?");
        } catch (Inbox.TimeOver | PatientOut.TimeOver e) {
            throw course.deadline().isOver() ? course.overdue() : silent();
        } catch (IOException e) {
            throw lost(course);
        } finally {
            inbox.closed();
            closeIfOpened(channel);
        }
    }

    private Duration patience() {
        return course.deadline().atMost(clients.timing().login());
    }

    /**
     * Gives a program the client's files: what it asks goes there, as far as it only reads, and what the client answers
     * comes back. Ends with either side.
     *
     * @param over run once, when either side has ended, in whatever way
     */
    public SftpStream join(InputStream requests, OutputStream answers, Runnable over)
            throws Stop, InterruptedException {
        SftpStream stream = new SftpStream(requests, answers, over);
        try {
            stream.channel(open(stream::accept));
            clients.executor().execute(stream::ask);
            return stream;
        } catch (InterruptedIOException e) {
            throw new InterruptedException("cancelled");
        } catch (IOException e) {
            throw lost(course);
        }
    }

    private Subsystem open(Acceptor acceptor) throws IOException, Stop, InterruptedException {
        Subsystem channel = null;
        try {
            channel = Subsystem.of(hop.session(), "sftp", acceptor, clients.executor());
            Opening.await(channel, patience());
            requireGranted(channel);
            return channel;
        } catch (SshChannelOpenException e) {
            closeIfOpened(channel);
            throw refused();
        } catch (IllegalStateException e) { // MINA's, for a new channel of a session that is being closed
            closeIfOpened(channel);
            if (hop.isOpen()) {
                throw e;
            }
            throw lost(course);
        } catch (IOException | Stop | InterruptedException | RuntimeException e) {
            closeIfOpened(channel);
            throw e;
        }
    }

    private static void closeIfOpened(@Nullable Subsystem channel) {
        if (channel != null) {
            channel.close(true);
        }
    }

    private void requireGranted(Subsystem channel) throws Stop, InterruptedException {
        boolean granted = Waiting.until(channel.granted(), patience()).orElseThrow(this::silent);
        if (granted) {
            return;
        }
        if (!hop.isOpen()) {
            throw lost(course);
        }
        throw refused();
    }

    private Stop refused() {
        return new Stop(
                Phase.COMMAND,
                Cause.REFUSED,
                course.plan().name() + " refuses SFTP",
                "offer it there, in sshd_config: Subsystem sftp internal-sftp");
    }

    private Stop silent() {
        return new Stop(
                Phase.COMMAND,
                Cause.UNREACHABLE,
                "the SFTP server of " + course.plan().name() + " does not answer",
                "look at sshd's log on the client");
    }

    /** The hop ended before its time. */
    public static Stop lost(Course course) {
        return new Stop(
                Phase.COMMAND,
                Cause.UNREACHABLE,
                "the connection to " + course.plan().name() + " was lost",
                "look at sshd's log on the client");
    }

    /** Does not wait for the client. May be called again. */
    @Override
    public void close() {
        hop.close();
    }
}
