package io.jrunc.engine;

/** Shows what {@link Create} would do, and does nothing. */
final class PlanListing {
  private final Drafting drafting;

  PlanListing(Drafting drafting) {
    this.drafting = drafting;
  }

  /** The program's listing, with a last line for each warning. */
  String run(CreateRequest request) {
    Blueprint blueprint = drafting.draw(request);
    StringBuilder text = new StringBuilder(blueprint.program().listing());
    for (String warning : blueprint.warnings()) {
      text.append("\nwarning: ").append(warning);
    }
    return text.toString();
  }
}
