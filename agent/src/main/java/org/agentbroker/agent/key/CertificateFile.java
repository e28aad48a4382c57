package org.agentbroker.agent.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.jspecify.annotations.Nullable;

/** The certificate beside a key file, where ssh-keygen puts it and ssh looks for it: KEYFILE-cert.pub. */
final class CertificateFile {
    private static final int LARGEST = 1 << 20;

    private CertificateFile() {}

    /** Null when there is no such file. It is no secret, so its mode is not looked at. */
    static @Nullable Certificate beside(Path keyFile, Blob publicBlob) throws UnusableInput {
        Path file = keyFile.resolveSibling(keyFile.getFileName() + "-cert.pub");
        if (!Files.exists(file)) {
            return null;
        }
        Certificate certificate = read(file);
        if (!certificate.plainKey().equals(publicBlob)) {
            throw new UnusableInput(
                    file + " certifies another key than " + keyFile, "sign the key again: ssh-keygen -s CA");
        }
        if (!certificate.isUser()) {
            throw new UnusableInput(
                    file + " is the certificate of a host", "sign the key for a user: ssh-keygen -s CA -n USER");
        }
        return certificate;
    }

    private static Certificate read(Path file) throws UnusableInput {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new UnusableInput(file + " is larger than 1 MiB", "is it the right file?");
            }
            return Certificate.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UnusableInput(file + " cannot be read", "ls -l " + file);
        } catch (MalformedMessage e) {
            throw new UnusableInput(
                    file + " is not a usable certificate: " + e.getMessage(), "sign the key again: ssh-keygen -s CA");
        }
    }
}
