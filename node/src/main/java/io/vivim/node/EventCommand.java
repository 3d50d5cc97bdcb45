package io.vivim.node;

import picocli.CommandLine.Command;

/** {@code vivim event}: events. */
@Command(
    name = "event",
    synopsisSubcommandLabel = "COMMAND",
    description = "Make, sign, verify and show events; keep them, find them and move them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim event new memory:create --key home --body '{\"set\":{\"content\":\"tea\"}}'",
      "  vivim event verify < events.txt",
      "  vivim event import events.car",
      "  vivim event query --type memory:create --limit 10"
    })
final class EventCommand {}
