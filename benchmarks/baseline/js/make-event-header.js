// Writes the hex of one event header, DESIGN section 2, as a node would send it: a signed create by
// a root key with a predecessor in its log. Seed, digests and time are fixed, so it always writes
// the same bytes:
//
//   node make-event-header.js > ../src/main/resources/io/vivim/baseline/event-header.hex
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import * as dagCbor from '@ipld/dag-cbor'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'

const SHA2_256 = 0x12
const PKCS8_BEFORE_SEED = Buffer.from('302e020100300506032b657004220420', 'hex')
// Varsig: prefix, version 1, EdDSA, Edwards25519, SHA2-512, DAG-CBOR.
const VARSIG = Uint8Array.from([0x34, 0x01, 0xed, 0x01, 0xed, 0x01, 0x13, 0x71])

const sha256 = (text) => createHash('sha256').update(text).digest()
const cidOf = (text) => CID.createV1(dagCbor.code, Digest.create(SHA2_256, sha256(text)))

const key = createPrivateKey({
  key: Buffer.concat([PKCS8_BEFORE_SEED, sha256('vivim benchmark author')]),
  format: 'der',
  type: 'pkcs8'
})
const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
const author = 'did:key:' + base58btc.encode(Uint8Array.from([0xed, 0x01, ...publicKey]))

const signed = {
  h: VARSIG,
  'vivim/event@1.0.0': {
    type: 'acu:create',
    author,
    signer: author,
    timestamp: (BigInt(Date.parse('2026-02-26T10:30:00.123Z')) << 16n) | 7n,
    seq: 1234,
    prev: cidOf('the previous event'),
    entityId: null,
    prevVersion: [],
    version: 1,
    vectorClock: { [author]: 1234 },
    parentId: null,
    auth: [],
    scope: 'public',
    payload: cidOf('the payload'),
    payloadSize: 1789
  }
}
const signature = Uint8Array.from(sign(null, dagCbor.encode(signed), key))
console.log(Buffer.from(dagCbor.encode([signature, signed])).toString('hex'))
