package io.vivim.codec;

/**
 * A block of a CAR and where it stands in it.
 *
 * @param offset of the block's section, its length varint included
 */
public record CarBlock(Cid cid, Bytes data, long offset) {}
