import { createHash, randomUUID } from 'node:crypto'

/** As much of SignalR's JSON protocol over a WebSocket as server streams need. */

const separator = '\u001e'

export function negotiate(response) {
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify({ negotiateVersion: 1, connectionId: randomUUID(), connectionToken: randomUUID(), availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text'] }] }))
}

/** Accepts an upgrade. `subscribe(send, afterSeq)` sends what is missed and returns how to unsubscribe; nothing departs here, as there is no scope. */
export function accept(request, socket, subscribe) {
  const key = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`)
  const streams = new Map()
  let greeted = false
  const send = (message) => socket.writable && socket.write(frame(JSON.stringify(message) + separator))
  const ping = setInterval(() => send({ type: 6 }), 10_000)
  const end = () => {
    clearInterval(ping)
    for (const stop of streams.values()) stop()
    streams.clear()
    socket.destroy()
  }
  let pending = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    for (;;) {
      const read = unframe(pending)
      if (!read) return
      pending = pending.subarray(read.size)
      if (read.opcode === 8) return end()
      for (const text of read.text.split(separator).filter(Boolean)) {
        const message = JSON.parse(text)
        if (!greeted) {
          greeted = true
          send({})
        } else if (message.type === 4 && message.target === 'Departures') {
          streams.set(message.invocationId, () => {})
        } else if (message.type === 4) {
          streams.set(message.invocationId, subscribe((item) => send({ type: 2, invocationId: message.invocationId, item }), message.arguments[1] ?? 0))
        } else if (message.type === 5) {
          streams.get(message.invocationId)?.()
          streams.delete(message.invocationId)
        }
      }
    }
  })
  socket.on('close', end)
  socket.on('error', end)
  return end
}

function frame(text) {
  const body = Buffer.from(text)
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.alloc(body.length < 65_536 ? 4 : 10)
  if (head.length === 4) { head[0] = 0x81; head[1] = 126; head.writeUInt16BE(body.length, 2) }
  if (head.length === 10) { head[0] = 0x81; head[1] = 127; head.writeBigUInt64BE(BigInt(body.length), 2) }
  return Buffer.concat([head, body])
}

function unframe(data) {
  if (data.length < 6) return undefined
  let length = data[1] & 0x7f
  let at = 2
  if (length === 126) { length = data.readUInt16BE(2); at = 4 }
  if (length === 127) { length = Number(data.readBigUInt64BE(2)); at = 10 }
  if (data.length < at + 4 + length) return undefined
  const mask = data.subarray(at, at + 4)
  const body = Buffer.from(data.subarray(at + 4, at + 4 + length)).map((byte, i) => byte ^ mask[i % 4])
  return { opcode: data[0] & 0x0f, text: body.toString(), size: at + 4 + length }
}
