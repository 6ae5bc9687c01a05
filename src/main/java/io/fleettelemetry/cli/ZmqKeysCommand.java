package io.fleettelemetry.cli;

import io.fleettelemetry.dispatch.zmq.KeyFiles;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "zmq-keys",
    description = {
      "Make the keys with which the dispatcher zmq encrypts, in a directory: a pair for the server,"
          + " a pair for a subscriber, and the list of who may subscribe.",
      "",
      "Prints what to put where. What is there already is never replaced."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:The keys are there.",
      "1:A file could not be written.",
      "2:The command line is wrong, or there is such a file already; nothing was written."
    })
final class ZmqKeysCommand implements Callable<Integer> {

  private static final String ADDRESS = "tcp://*:5284";

  @Parameters(paramLabel = "DIR", description = "The directory; made when missing.")
  private Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    KeyFiles files = KeyFiles.in(directory);
    try {
      files.write();
    } catch (FileAlreadyExistsException e) {
      error(e.getFile() + " — is there already; nothing was written");
      return ExitStatus.USAGE;
    } catch (IOException e) {
      error(directory + " — cannot be written to: " + e);
      return ExitStatus.FAILED;
    }
    print(files, spec.commandLine().getOut());
    return ExitStatus.OK;
  }

  private void error(String message) {
    spec.commandLine().getErr().println("fleet-telemetry: " + message);
  }

  private static void print(KeyFiles files, PrintWriter out) {
    out.printf("written  %s  the server's key pair; to be kept secret%n", files.serverKey());
    out.printf("written  %s  public keys of those who may subscribe%n", files.allowedKeys());
    out.printf("written  %s  a subscriber's key pair; to be kept secret%n", files.clientKey());
    out.println();
    out.println("In the server's configuration:");
    JsonObject zmq =
        new JsonObject()
            .put("addr", ADDRESS)
            .put("server_key_json_path", files.serverKey().toString())
            .put("allowed_public_keys_json_path", files.allowedKeys().toString());
    out.println("    \"zmq\": " + zmq.encode());
    out.println();
    out.printf("In a subscriber, with %s beside it (Python, pyzmq):%n", files.clientKey());
    out.print(
        """
            import json, zmq
            keys = json.load(open("zmq-client.json"))
            socket = zmq.Context().socket(zmq.SUB)
            socket.curve_serverkey = keys["server"].encode()
            socket.curve_publickey = keys["public"].encode()
            socket.curve_secretkey = keys["secret"].encode()
            socket.subscribe("")
            socket.connect("tcp://HOST:5284")
            while True:
                topic, payload = socket.recv_multipart()
        """
            .indent(0));
    out.println();
    out.println("One more subscriber: a pair of its own, its public key in the list, a restart.");
    out.flush();
  }
}
