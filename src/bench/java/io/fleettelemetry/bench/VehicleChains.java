package io.fleettelemetry.bench;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.pki.KeyPairs;
import io.fleettelemetry.testing.CertificateBuilder;
import io.fleettelemetry.testing.TestPki;
import io.netty.handler.ssl.util.LazyX509Certificate;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The certificate chains of many vehicles, one vehicle after the other and around, as BoringSSL
 * hands them over: new objects each time, which are parsed when first asked.
 */
final class VehicleChains {

  /**
   * More than the 750 certificates that the JDK keeps parsed, each with the check of its signature:
   * every vehicle's is new to it.
   */
  static final int VEHICLES = 800;

  private final List<byte[][]> chains = new ArrayList<>();
  private int next;

  /**
   * Chains of {@link #VEHICLES} vehicles.
   *
   * @param issuer signs each vehicle's certificate
   * @param more what the certificates say besides
   */
  VehicleChains(Credential issuer, UnaryOperator<CertificateBuilder> more) {
    KeyPair keys = KeyPairs.generate();
    for (int i = 0; i < VEHICLES; i++) {
      CertificateBuilder vehicle = TestPki.certificate("5YJ3E1EA0NF%06d".formatted(i)).key(keys);
      chains.add(encoded(more.apply(vehicle).issuedBy(issuer).chain()));
    }
  }

  /** The next vehicle's chain, the leaf first. */
  X509Certificate[] next() {
    byte[][] chain = chains.get(next);
    next = (next + 1) % VEHICLES;
    X509Certificate[] certificates = new X509Certificate[chain.length];
    for (int i = 0; i < chain.length; i++) {
      certificates[i] = new LazyX509Certificate(chain[i]);
    }
    return certificates;
  }

  private static byte[][] encoded(List<X509Certificate> chain) {
    byte[][] encoded = new byte[chain.size()][];
    try {
      for (int i = 0; i < encoded.length; i++) {
        encoded[i] = chain.get(i).getEncoded();
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
    return encoded;
  }
}
