package io.fleettelemetry.simulator;

import io.fleettelemetry.pki.Credential;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The certificates of a fleet, each made when its vehicle first connects and then the same for all
 * of its connections; one key pair serves all. Kept as bytes, a tenth of what the JDK's objects
 * take. Thread-safe.
 */
final class VehicleCertificates {

  private final FleetSettings.Vehicles vehicles;
  private final KeyPair keys;
  private final AtomicReferenceArray<byte[][]> chains;

  private VehicleCertificates(FleetSettings.Vehicles vehicles, KeyPair keys) {
    this.vehicles = vehicles;
    this.keys = keys;
    this.chains = new AtomicReferenceArray<>(vehicles.count());
  }

  /** Makes the fleet's key pair, and the first vehicle's certificate. */
  static VehicleCertificates of(FleetSettings.Vehicles vehicles) {
    Credential first = vehicles.authority().vehicle(vehicles.vin(vehicles.first()));
    KeyPair keys = new KeyPair(first.certificate().getPublicKey(), first.key());
    VehicleCertificates certificates = new VehicleCertificates(vehicles, keys);
    certificates.keep(vehicles.first(), first);
    return certificates;
  }

  /** Whether the vehicle of this number has its certificate. */
  boolean isIssued(int number) {
    return chains.get(number - vehicles.first()) != null;
  }

  /** Signs the certificate of the vehicle of this number, some hundred microseconds of work. */
  void issue(int number) {
    keep(number, vehicles.authority().vehicle(vehicles.vin(number), keys));
  }

  private void keep(int number, Credential credential) {
    List<X509Certificate> chain = credential.chain();
    byte[][] encoded = new byte[chain.size()][];
    try {
      for (int i = 0; i < encoded.length; i++) {
        encoded[i] = chain.get(i).getEncoded();
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
    chains.set(number - vehicles.first(), encoded);
  }

  /** What a vehicle shows the server; null before it is issued. */
  X509Certificate[] chain(int number) {
    byte[][] encoded = chains.get(number - vehicles.first());
    if (encoded == null) {
      return null;
    }
    X509Certificate[] chain = new X509Certificate[encoded.length];
    for (int i = 0; i < chain.length; i++) {
      chain[i] = decode(encoded[i]);
    }
    return chain;
  }

  PrivateKey key() {
    return keys.getPrivate();
  }

  private static X509Certificate decode(byte[] encoded) {
    try {
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
      return (X509Certificate) certificate;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
