package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The scripts in the shells that they are for. */
@ExtendWith(LabExtension.class)
class CompletionTest {

    @Test
    void bashCompletesCommandsOptionsValuesFilesAndClients(Lab lab) throws IOException {
        Path config = lab.config().also("db1").write();
        String text = """
                source "$1"
                try() {
                    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
                    _broker broker
                    printf '%s\\n' "${COMPREPLY[*]}"
                }
                PATH=$3:$PATH
                try broker ru
                try broker run --dry
                try broker run --color = al
                try broker --config "$2" run ''
                try broker --config "${2%yaml}"
                try broker run web1 -- --dry
                """;

        Result result = shell("bash", text, config);

        assertThat(result.stdoutText().split("\n", -1))
                .containsExactly("run", "--dry-run", "always", "web1 db1", config.toString(), "", "");
    }

    @Test
    void fishDoes(Lab lab) throws IOException {
        Path config = lab.config().also("db1").write();
        String text = """
                source $argv[1]
                set PATH $argv[3] $PATH
                for typed in "broker ru" "broker run --dry" "broker run --color al" "broker --config $argv[2] run "
                    complete -C"$typed" | string replace -r '\\t.*' ''
                end
                complete -C"broker run web1 -- --dry"
                """;

        Result result = shell("fish", text, config);

        assertThat(result.stdoutText().lines()).containsExactly("run", "--dry-run", "always", "db1", "web1");
    }

    /** In a terminal of its own, since zsh completes nowhere else. */
    @Test
    void zshDoes(Lab lab) throws IOException {
        Path config = lab.config().also("db1").write();
        String text = """
                zmodload zsh/zpty
                zpty shell zsh -f -i
                expect() { zpty -r shell text "*$1*"; print -r -- $text }
                zpty -w shell "PS1=; PATH=$3:\\$PATH; autoload -U compinit; compinit -u -D; source $1; print read''y"
                expect ready
                zpty -w -n shell $'broker ru\\t'
                expect 'broker run'
                zpty -w -n shell $'--dry\\t'
                expect 'dry-run'
                zpty -w -n shell $'\\x15broker --config '$2$' run d\\t'
                expect 'db1'
                zpty -d shell
                """;

        Result result = shell("zsh", text, config);

        assertThat(result.exitCode()).as(result::toString).isZero();
        assertThat(result.stdoutText()).contains("broker run", "--dry-run", "run db1");
    }

    private static Result shell(String shell, String text, Path config) throws IOException {
        Path bin = BrokerProcess.binary().getParent();
        String place = switch (shell) {
            case "bash" -> "bash-completion/completions/broker";
            case "zsh" -> "zsh/site-functions/_broker";
            default -> "fish/vendor_completions.d/broker.fish";
        };
        Path script = Files.writeString(Files.createTempFile(config.getParent(), "complete", ""), text);
        Path completion = bin.resolveSibling("share").resolve(place);
        return Command.of(List.of(shell, script.toString(), completion.toString(), config.toString(), bin.toString()))
                .env("HOME", BrokerProcess.home())
                .run();
    }
}
