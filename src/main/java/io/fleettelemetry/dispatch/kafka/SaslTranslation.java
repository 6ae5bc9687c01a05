package io.fleettelemetry.dispatch.kafka;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** Logins: user name and password, or a Kerberos principal, become a line of JAAS. */
final class SaslTranslation {

  private static final String JAAS = SaslConfigs.SASL_JAAS_CONFIG;
  private static final String KINIT = SaslConfigs.SASL_KERBEROS_KINIT_CMD;
  private static final String KERBEROS_MODULE = "com.sun.security.auth.module.Krb5LoginModule";

  private static final Map<String, String> PASSWORD_MODULES =
      Map.of(
          "PLAIN", PlainLoginModule.class.getName(),
          "SCRAM-SHA-256", ScramLoginModule.class.getName(),
          "SCRAM-SHA-512", ScramLoginModule.class.getName());

  private SaslTranslation() {}

  /** Makes the line where SASL is in use and the file does not give it itself. */
  static void apply(GivenProperties given) {
    Optional<String> username = given.take("sasl.username");
    Optional<String> password = given.take("sasl.password");
    Optional<String> principal = given.take("sasl.kerberos.principal");
    Optional<String> keytab = given.take("sasl.kerberos.keytab");
    // librdkafka's is a shell command with variables, the client's the path of a program.
    given.text(KINIT).filter(command -> command.contains("%{")).ifPresent(c -> given.take(KINIT));
    boolean sasl = given.text("security.protocol").orElse("").startsWith("SASL_");
    if (sasl) {
      given.text(JAAS).ifPresent(line -> check(given, line));
    }
    if (!sasl || given.has(JAAS)) {
      return;
    }
    String mechanism = given.text(SaslConfigs.SASL_MECHANISM).orElse("GSSAPI");
    String module = PASSWORD_MODULES.get(mechanism);
    if (module != null) {
      login(given, module, username, password);
    } else if (mechanism.equals("GSSAPI") && principal.isPresent() && keytab.isPresent()) {
      String options = "useKeyTab=true storeKey=true";
      given.put(
          JAAS,
          "%s required %s principal=%s keyTab=%s;"
              .formatted(KERBEROS_MODULE, options, quoted(principal.get()), quoted(keytab.get())));
    }
  }

  /**
   * The client reads it when it is made, and says then what is wrong with parts of it, a secret.
   */
  private static void check(GivenProperties given, String line) {
    try {
      JaasContext.loadClientContext(Map.of(JAAS, new Password(line)));
    } catch (IllegalArgumentException | KafkaException e) {
      given.error(JAAS, "must be a login module, its control flag and its options, ended by ;");
    }
  }

  private static void login(
      GivenProperties given, String module, Optional<String> username, Optional<String> password) {
    if (username.isEmpty()) {
      given.error("sasl.username", "is required with this sasl.mechanism");
    }
    if (password.isEmpty()) {
      given.error("sasl.password", "is required with this sasl.mechanism");
    }
    given.put(
        JAAS,
        "%s required username=%s password=%s;"
            .formatted(module, quoted(username.orElse("")), quoted(password.orElse(""))));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
