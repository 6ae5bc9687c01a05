package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import io.fleettelemetry.proto.vehiclemetrics.VehicleMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names and numbers of the schema are a contract: they are those that the field uses. */
class PublishedSchemaTest {
  private static final List<FileDescriptor> FILES =
      List.of(
          Payload.getDescriptor().getFile(),
          VehicleAlerts.getDescriptor().getFile(),
          VehicleErrors.getDescriptor().getFile(),
          VehicleConnectivity.getDescriptor().getFile(),
          VehicleMetrics.getDescriptor().getFile());

  @Test
  void messages() throws IOException {
    Set<String> ours = new TreeSet<>();
    for (FileDescriptor file : FILES) {
      file.getMessageTypes().forEach(message -> addFields(ours, message));
    }
    assertEquals(table("schema-messages.csv"), ours);
  }

  @Test
  void enums() throws IOException {
    Set<String> ours = new TreeSet<>();
    for (FileDescriptor file : FILES) {
      file.getEnumTypes().forEach(type -> addValues(ours, type));
    }
    assertEquals(table("schema-enums.csv"), ours);
  }

  private static void addFields(Set<String> rows, Descriptor message) {
    for (FieldDescriptor field : message.getFields()) {
      String oneof = field.getContainingOneof() == null ? "" : field.getContainingOneof().getName();
      rows.add(
          String.join(
              ",",
              file(message.getFile()),
              message.getName(),
              Integer.toString(field.getNumber()),
              field.getName(),
              type(field),
              field.isMapField() ? "map" : field.isRepeated() ? "repeated" : "singular",
              oneof,
              ""));
    }
  }

  private static void addValues(Set<String> rows, EnumDescriptor type) {
    for (EnumValueDescriptor value : type.getValues()) {
      rows.add(
          String.join(
              ",",
              file(type.getFile()),
              type.getName(),
              Integer.toString(value.getNumber()),
              value.getName(),
              ""));
    }
  }

  private static String file(FileDescriptor file) {
    return file.getName() + "," + file.getPackage();
  }

  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      return "\"map<string,string>\"";
    }
    return switch (field.getJavaType()) {
      case ENUM -> field.getEnumType().getName();
      case MESSAGE ->
          field.getMessageType().getFile().getPackage().startsWith("google.")
              ? field.getMessageType().getFullName()
              : field.getMessageType().getName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static Set<String> table(String name) throws IOException {
    try (InputStream in = PublishedSchemaTest.class.getResourceAsStream("/transform/" + name)) {
      Stream<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
      return new TreeSet<>(lines.skip(1).toList());
    }
  }
}
