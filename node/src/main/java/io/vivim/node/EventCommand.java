package io.vivim.node;

import picocli.CommandLine.Command;

/** {@code vivim event}: events. */
@Command(
    name = "event",
    synopsisSubcommandLabel = "COMMAND",
    description = "Make, sign, verify and show events.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim event new memory:create --key home --body '{\"set\":{\"text\":\"tea\"}}'",
      "  vivim event verify < events.txt"
    })
final class EventCommand {}
