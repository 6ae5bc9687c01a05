package io.fleettelemetry.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.auth.AccessList;
import io.fleettelemetry.config.AccessConfig;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.pki.PemException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The lists of allowed and denied devices: text files in UTF-8, and the configuration itself. */
final class AccessFiles {

  private static final Pattern NO_NAME = Pattern.compile("[\\s\"',;]");
  private static final int SHOWN = 40;

  private AccessFiles() {}

  /** Reads them; what is wrong is reported under the key that names the file. Blocks the thread. */
  static AccessList read(AccessConfig config, Problems problems) {
    Collection<String> denied =
        config
            .deniedVinsFile()
            .flatMap(file -> entries("denied_vins_file", file, problems))
            .orElse(List.of());
    return AccessList.of(allowed(config, problems), denied);
  }

  private static Optional<Collection<String>> allowed(AccessConfig config, Problems problems) {
    if (config.allowedVins().isEmpty() && config.allowedVinsFile().isEmpty()) {
      return Optional.empty();
    }
    List<String> allowed = new ArrayList<>(config.allowedVins());
    config.allowedVinsFile().ifPresent(file -> allowed.addAll(allowedInFile(file, problems)));
    return Optional.of(allowed);
  }

  /** A file that was emptied by mistake must not lock a fleet out. */
  private static List<String> allowedInFile(Path file, Problems problems) {
    String key = "allowed_vins_file";
    Optional<List<String>> entries = entries(key, file, problems);
    if (entries.filter(List::isEmpty).isPresent()) {
      problems.error(
          key, file.toString(), "must hold at least one VIN: an empty list would let nobody in");
    }
    return entries.orElse(List.of());
  }

  private static Optional<List<String>> entries(String key, Path file, Problems problems) {
    try {
      List<String> entries = AccessList.entries(Files.readString(file, UTF_8));
      warnOfNoNames(key, file, entries, problems);
      return Optional.of(entries);
    } catch (IOException e) {
      problems.error(key, file.toString(), "cannot be read: " + reason(e));
      return Optional.empty();
    }
  }

  /** A device id is any text, but a list that was copied out of another format keeps nobody out. */
  private static void warnOfNoNames(
      String key, Path file, List<String> entries, Problems problems) {
    List<String> odd = entries.stream().filter(NO_NAME.asPredicate()).toList();
    if (!odd.isEmpty()) {
      String first = odd.get(0);
      problems.warning(
          key,
          file.toString(),
          "must hold a VIN a line; %d of its lines have a blank, a quote, a comma or a semicolon in them: %s"
              .formatted(odd.size(), first.substring(0, Math.min(SHOWN, first.length()))));
    }
  }

  private static String reason(IOException cause) {
    return cause instanceof CharacterCodingException
        ? "it is not UTF-8"
        : PemException.reason(cause);
  }
}
