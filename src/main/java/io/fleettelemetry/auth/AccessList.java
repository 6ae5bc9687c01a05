package io.fleettelemetry.auth;

import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.telemetry.DeviceIdentity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which devices may connect, of those whose certificate is good. An entry is a device id, or a
 * whole sender id ({@code vehicle_device.5YJ30000000000001}) where several kinds of devices share
 * one. Immutable; a look-up costs the same however long the lists are.
 */
public final class AccessList {

  private static final AccessList ANYBODY = new AccessList(Optional.empty(), Set.of());

  /** A mark within an id is part of it. */
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Optional<Set<String>> allowed;
  private final Set<String> denied;

  private AccessList(Optional<Set<String>> allowed, Set<String> denied) {
    this.allowed = allowed;
    this.denied = denied;
  }

  /** Lets every device in. */
  public static AccessList anybody() {
    return ANYBODY;
  }

  /**
   * Lets in who is on the first list and not on the second.
   *
   * @param allowed empty where any device may connect; blanks around an entry do not count
   * @param denied wins over the first
   */
  public static AccessList of(Optional<Collection<String>> allowed, Collection<String> denied) {
    return new AccessList(allowed.map(AccessList::stripped), stripped(denied));
  }

  private static Set<String> stripped(Collection<String> entries) {
    return entries.stream().map(String::strip).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The entries in the text of a list: one a line. Blank lines do not count, nor does what follows
   * a {@code #} at the beginning of a line or behind a blank.
   */
  public static List<String> entries(String text) {
    List<String> entries = new ArrayList<>();
    text.lines()
        .map(line -> line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line)
        .map(line -> COMMENT.matcher(line).replaceFirst("").strip())
        .filter(entry -> !entry.isEmpty())
        .forEach(entries::add);
    return entries;
  }

  /** Why a device may not connect; empty when it may. Never blocks. */
  Optional<Rejected> refusal(DeviceIdentity device) {
    if (holds(denied, device)) {
      return rejected(Reason.DENIED, device, "is on the list of denied devices");
    }
    if (allowed.isPresent() && !holds(allowed.get(), device)) {
      return rejected(Reason.NOT_ALLOWED, device, "is not on the list of allowed devices");
    }
    return Optional.empty();
  }

  private static boolean holds(Set<String> list, DeviceIdentity device) {
    return !list.isEmpty()
        && (list.contains(device.deviceId()) || list.contains(device.senderId()));
  }

  private static Optional<Rejected> rejected(Reason reason, DeviceIdentity device, String why) {
    return Optional.of(
        new Rejected(reason, DistinguishedNames.bounded(device.senderId()) + " " + why));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccessList list
        && allowed.equals(list.allowed)
        && denied.equals(list.denied);
  }

  @Override
  public int hashCode() {
    return 31 * allowed.hashCode() + denied.hashCode();
  }
}
