package io.fleettelemetry.cli;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an IPv4 or IPv6 address; looks no name up. */
final class AddressConverter implements ITypeConverter<InetAddress> {

  @Override
  public InetAddress convert(String text) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
    if (address == null) {
      throw new TypeConversionException(text + " — must be an IPv4 or IPv6 address");
    }
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
