/**
 * Signed texts after C2SP: notes, the checkpoints of logs, cosignatures of witnesses, proof files
 * and trust policies. Pure.
 */
@NullMarked
package io.vivim.blockbuilder.note;

import org.jspecify.annotations.NullMarked;
