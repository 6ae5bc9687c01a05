package io.fleettelemetry.dispatch.custom;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;

/** A dispatcher as an operator would write it, which keeps records in a {@link Kept}. */
public final class KeepingVerticle extends VerticleBase {

  private Kept kept;

  @Override
  public Future<?> start() {
    kept = Kept.named(config().getString("kept"));
    if (config().getBoolean("broken", false)) {
      return Future.failedFuture("the system wants another password");
    }
    if (config().getBoolean("unreachable", false)) {
      return Future.future(tryingForEver -> {});
    }
    for (Object type : config().getJsonArray("types")) {
      vertx.eventBus().<Buffer>consumer("telemetry." + type + ".mine", this::keep);
    }
    return Future.succeededFuture();
  }

  private void keep(Message<Buffer> message) {
    kept.awaitTurn();
    if (kept.isSilent()) {
      return;
    }
    if (message.body().length() > Kept.LARGEST) {
      message.fail(413, "too large");
      return;
    }
    kept.add(message);
    message.reply(null);
  }
}
