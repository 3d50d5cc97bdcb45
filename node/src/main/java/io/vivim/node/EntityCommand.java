package io.vivim.node;

import picocli.CommandLine.Command;

/** {@code vivim entity}: what events come to. */
@Command(
    name = "entity",
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Make, change and read the entities of the data folder, while no node has it open.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim entity create memory --key home --set content='tea at four'",
      "  vivim entity get bafy…",
      "  vivim entity query --kind memory --limit 10",
      "  vivim entity conflicts --scope public"
    })
final class EntityCommand {}
