package io.fleettelemetry.telemetry;

/**
 * Who a device is, by the verified certificate it connected with.
 *
 * @param clientType what kind of device, for example {@code vehicle_device}
 * @param deviceId the subject's common name with every {@code .} replaced by {@code -}; the VIN of
 *     a vehicle, but any text
 */
public record DeviceIdentity(String clientType, String deviceId) {

  /** {@code clientType.deviceId}: what takeover, allow list and the envelope's sender go by. */
  public String senderId() {
    return clientType + "." + deviceId;
  }
}
