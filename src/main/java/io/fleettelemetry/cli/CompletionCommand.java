package io.fleettelemetry.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Print the script with which a shell completes this program's commands.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  bash, in ~/.bashrc:  source <(fleet-telemetry completion bash)",
      "  zsh, in ~/.zshrc:    source <(fleet-telemetry completion zsh)"
    })
final class CompletionCommand implements Runnable {

  /** The script is the same: in zsh it loads what understands bash's. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    root.getOut().printf("# With this %s completes fleet-telemetry's commands.%n", shell);
    root.getOut().print(AutoComplete.bash(root.getCommandName(), root));
    root.getOut().flush();
  }
}
