package org.agentbroker.cli.command;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Signals that this process shall hear itself. The JDK has no other way than {@code sun.misc.Signal}, and its compiler
 * forbids to name that without a warning; module {@code jdk.unsupported} promises to keep it.
 */
final class ProcessSignals implements AutoCloseable {
    /** What is asked for; the number is what is added to 128 in an exit code. */
    enum Kind {
        HUP(1),
        INT(2),
        TERM(15),
        USR1(10),
        /** Nobody sends it: the JDK hears of its children by itself, and tells us. */
        CHLD(17),
        /** The terminal has another size. */
        WINCH(28);

        final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    private record Former(Object signal, Object handler) {}

    private final List<Former> former = new ArrayList<>();

    private ProcessSignals() {}

    /** @param heard called on a thread of its own for each */
    static ProcessSignals listen(Consumer<Kind> heard) {
        ProcessSignals signals = new ProcessSignals();
        try {
            for (Kind kind : List.of(Kind.HUP, Kind.INT, Kind.TERM, Kind.USR1)) {
                signals.handle(kind, heard);
            }
            return signals;
        } catch (ReflectiveOperationException e) {
            signals.close();
            throw new IllegalStateException("this JVM has no module jdk.unsupported", e);
        }
    }

    /** Hears, from now on, that the terminal has another size. Nothing is lost where that cannot be heard. */
    static void onResize(Runnable resized) {
        try {
            new ProcessSignals().handle(Kind.WINCH, kind -> resized.run());
        } catch (ReflectiveOperationException e) {
            // the width stays what it was at first
        }
    }

    private void handle(Kind kind, Consumer<Kind> heard) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = signalType.getConstructor(String.class).newInstance(kind.name());
        Object handler = Proxy.newProxyInstance(
                handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "handle":
                            heard.accept(kind);
                            return null;
                        case "hashCode":
                            return System.identityHashCode(proxy);
                        case "equals":
                            return proxy == arguments[0];
                        default:
                            return "handler of " + kind;
                    }
                });
        former.add(new Former(signal, handle().invoke(null, signal, handler)));
    }

    private static Method handle() throws ReflectiveOperationException {
        return Class.forName("sun.misc.Signal")
                .getMethod("handle", Class.forName("sun.misc.Signal"), Class.forName("sun.misc.SignalHandler"));
    }

    /** Back to how they were. */
    @Override
    public void close() {
        for (Former each : former) {
            try {
                handle().invoke(null, each.signal(), each.handler());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e); // it went the other way round
            }
        }
        former.clear();
    }
}
