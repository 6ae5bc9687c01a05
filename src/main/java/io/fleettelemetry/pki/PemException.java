package io.fleettelemetry.pki;

import java.io.IOException;
import java.nio.file.Path;

/** A file that cannot be used. The message names the file and the rule, and nothing of a key. */
public final class PemException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String rule;

  /**
   * @param rule what the file must be, or why it cannot be read
   */
  public PemException(Path file, String rule) {
    super(file + " — " + rule);
    this.rule = rule;
  }

  /** The rule alone, for a message that names the file itself. */
  public String rule() {
    return rule;
  }
}
