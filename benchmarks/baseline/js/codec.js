// Measures @ipld/dag-cbor on one object, a turn whenever it is told to.
//
//   VIVIM_TURNS_PORT=port node codec.js decode|encode HEXFILE TURN_MILLIS
//
// On the loopback port it reads a line "go" and answers with a line of the turn's operations in a
// second. Without a port it prints the rates of turns until it is interrupted.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { decode, encode } from '@ipld/dag-cbor'

const BATCH = 200

const [, , operation, hexFile, turnMillis] = process.argv
// A copy of its own: small Buffers are views on a shared pool.
const bytes = Uint8Array.from(Buffer.from(readFileSync(hexFile, 'utf8').trim(), 'hex'))
const value = decode(bytes)
if (Buffer.compare(encode(value), bytes) !== 0) {
  throw new Error('the decoded object does not encode to its bytes')
}

const operations = { decode: () => decode(bytes), encode: () => encode(value) }
const run = operations[operation]
if (run === undefined) {
  throw new Error(`no such operation: ${operation}`)
}

// What an operation made is kept until the next one, so that none can be optimised away.
let sink

function turn () {
  const begin = performance.now()
  const end = begin + Number(turnMillis)
  let count = 0
  let now = begin
  while (now < end) {
    for (let i = 0; i < BATCH; i++) {
      sink = run()
    }
    count += BATCH
    now = performance.now()
  }
  if (sink === undefined) {
    throw new Error('nothing was measured')
  }
  return (count / (now - begin) * 1000).toFixed(1)
}

if (process.env.VIVIM_TURNS_PORT === undefined) {
  for (;;) {
    console.log(turn())
  }
}
const socket = connect(Number(process.env.VIVIM_TURNS_PORT), 'localhost')
socket.setNoDelay(true)
createInterface({ input: socket }).on('line', () => socket.write(turn() + '\n'))
