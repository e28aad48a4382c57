package org.agentbroker.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When the build makes a class archive, it gets all classes that were loaded by then. The build has nobody to pull from, so
 * those of a pull are loaded here, beside what a short command loads that is run for it: all of our libraries, and of
 * the JDK what enciphers. What a start does not need of it costs the start nothing.
 */
final class ClassArchive {
    private static final List<String> MODULES = List.of("java.base", "jdk.crypto.ec");
    private static final List<String> PACKAGES = List.of(
            "com/sun/crypto/provider",
            "java/security",
            "javax/crypto",
            "sun/nio/ch",
            "sun/security/ec",
            "sun/security/jca",
            "sun/security/provider",
            "sun/security/rsa",
            "sun/security/util",
            "sun/security/x509");
    /** Of BouncyCastle, what a key exchange takes; it has thousands that nobody needs here. */
    private static final Pattern KEY_EXCHANGE = Pattern.compile(
            "org/bouncycastle/(crypto|crypto/digests|crypto/params|pqc/crypto|pqc/crypto/ntruprime|util|util/encoders)/[^/]*");

    private ClassArchive() {}

    /** @param libraries the directory with our jars; empty, as at every other start, for nothing to do */
    static void load(String libraries) throws IOException {
        if (libraries.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.list(Path.of(libraries))) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                ofJar(jar);
            }
        }
        for (String module : MODULES) {
            ofJdk(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module));
        }
    }

    private static void ofJar(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            jar.stream().map(JarEntry::getName).forEach(ClassArchive::ofFile);
        }
    }

    private static void ofJdk(Path module) throws IOException {
        for (String name : PACKAGES) {
            Path directory = module.resolve(name);
            if (Files.exists(directory)) { // Java 25 has all of them in java.base
                try (Stream<Path> files = Files.walk(directory)) {
                    files.map(file -> module.relativize(file).toString()).forEach(ClassArchive::ofFile);
                }
            }
        }
    }

    private static boolean isWanted(String name) {
        boolean isClass = name.endsWith(".class") && !name.startsWith("META-INF") && !name.endsWith("-info.class");
        boolean isNeeded = !name.startsWith("org/bouncycastle/")
                || KEY_EXCHANGE.matcher(name).matches();
        return isClass && isNeeded;
    }

    private static void ofFile(String name) {
        if (!isWanted(name)) {
            return;
        }
        try {
            String binary = name.substring(0, name.length() - ".class".length()).replace('/', '.');
            Class.forName(binary, false, ClassArchive.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // it is for a library that is not here, such as MINA's for netty
        }
    }
}
