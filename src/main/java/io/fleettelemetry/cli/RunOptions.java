package io.fleettelemetry.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What running a server takes. */
final class RunOptions {

  static final Path DEFAULT_CONFIG = Path.of("config.json");

  @Option(
      names = {"-config", "--config"},
      paramLabel = "FILE",
      description = "The configuration; config.json in the working directory when not given.")
  Path config;

  @Option(
      names = "--strict",
      description = "Refuse keys that are not known instead of warning about them.")
  boolean strict;

  @Mixin ClassPathOption classPath = new ClassPathOption();

  /** These options, and those given before the command's name where these are absent. */
  RunOptions or(RunOptions before) {
    RunOptions both = new RunOptions();
    both.config = config == null ? before.config : config;
    both.strict = strict || before.strict;
    both.classPath = classPath.or(before.classPath);
    return both;
  }

  Path file() {
    return config == null ? DEFAULT_CONFIG : config;
  }
}
