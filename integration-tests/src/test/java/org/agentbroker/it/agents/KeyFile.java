package org.agentbroker.it.agents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.agentbroker.it.lab.Command;

/** A key that ssh-keygen made: a private file, the public one and maybe a certificate beside it. */
record KeyFile(Path file) {
    /** What JUnit's {@code @ValueSource} cannot take from elsewhere stands there again. */
    static KeyFile make(String type, Path file) {
        String[] words = type.split("-");
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-t", words[0], "-N", ""));
        if (words.length > 1) {
            command.addAll(List.of("-b", words[1]));
        }
        command.addAll(List.of("-C", file.getFileName().toString(), "-f", file.toString()));
        Command.of(command).run().expectSuccess();
        return new KeyFile(file);
    }

    /** Signs the key's certificate, which then is beside it. Options are such as {@code -n NAME} and {@code -h}. */
    KeyFile certifiedBy(KeyFile authority, String... options) {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-s", authority.toString(), "-I", "it"));
        command.addAll(List.of(options));
        command.add(open().toString());
        Command.of(command).run().expectSuccess();
        return this;
    }

    Path open() {
        return Path.of(file + ".pub");
    }

    Path certificate() {
        return Path.of(file + "-cert.pub");
    }

    /** The line of the public file. */
    String line() {
        return read(open());
    }

    /** As it stands in a list of known hosts: type and key. */
    String plain() {
        return String.join(" ", List.of(line().split(" ")).subList(0, 2));
    }

    byte[] certificateBlob() {
        return Base64.getDecoder().decode(read(certificate()).split(" ")[1]);
    }

    static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path file, String... lines) {
        try {
            return Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of the private file. */
    @Override
    public String toString() {
        return file.toString();
    }
}
