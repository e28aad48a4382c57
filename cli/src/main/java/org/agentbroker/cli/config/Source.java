package org.agentbroker.cli.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.agentbroker.agent.key.UnusableInput;

/**
 * Where values are written down: a config file or an option.
 *
 * @param file as problems name it
 * @param directory at which relative paths start
 * @param home what {@code ~} stands for
 */
record Source(String file, Path directory, Path home) {

    /** One of broker's own paths. */
    Path path(String text) throws UnusableInput {
        try {
            if (text.equals("~")) {
                return home;
            }
            if (text.startsWith("~/")) {
                return home.resolve(text.substring(2));
            }
            if (text.startsWith("~")) {
                throw new UnusableInput(
                        "the home of another user in a path: " + text, "write the whole path, or ./" + text);
            }
            Names.requireNoVariable(text);
            return directory.resolve(text);
        } catch (InvalidPathException e) {
            throw new UnusableInput("not a path here: " + text, "set LANG to a UTF-8 locale, or rename it");
        }
    }
}
