package io.fleettelemetry.transform;

/** Says whether bytes are a message of the schema, and if not, where and why. */
final class MessageValidator {
  private final byte[] source;
  private final WireReader reader;
  private MessageSchema faulty;

  private MessageValidator(byte[] source, int offset, int length) {
    this.source = source;
    this.reader = new WireReader(source, offset, length);
  }

  /** What is wrong first, with the field and its message; null for a valid message. */
  static String problem(byte[] source, int offset, int length, MessageSchema schema) {
    MessageValidator validator = new MessageValidator(source, offset, length);
    validator.message(schema);
    return validator.faulty == null ? null : validator.reason();
  }

  /** What is wrong first; null for a valid message. */
  static WireFault fault(byte[] source, int offset, int length, MessageSchema schema) {
    MessageValidator validator = new MessageValidator(source, offset, length);
    validator.message(schema);
    return validator.reader.fault();
  }

  private String reason() {
    return "protobuf: field %d of %s: %s"
        .formatted(reader.fieldNumber(), faulty.name(), reader.fault().description());
  }

  private void message(MessageSchema schema) {
    while (reader.next()) {
      FieldSchema field = schema.fieldAt(reader);
      if (field != null) {
        value(field);
      }
    }
    if (reader.fault() != null && faulty == null) {
      faulty = schema;
    }
  }

  private void value(FieldSchema field) {
    if (field.kind() == FieldSchema.Kind.MESSAGE) {
      int outer = reader.enter();
      message(field.message());
      reader.leave(outer);
    } else if (field.kind() == FieldSchema.Kind.STRING) {
      if (!Utf8.isValid(source, reader.valueStart(), reader.valueEnd())) {
        reader.fail(WireFault.NOT_UTF8);
      }
    } else if (reader.wireType() != field.kind().wireType) {
      packed();
    }
  }

  private void packed() {
    int outer = reader.enter();
    while (reader.nextPacked()) {
      // Each value is checked by being read.
    }
    reader.leave(outer);
  }
}
