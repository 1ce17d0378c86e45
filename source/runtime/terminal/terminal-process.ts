import { rmSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { loadWidths } from '../../text/glyphs.ts'
import { announce } from '../announce.ts'
import { processStartTime } from '../worker/sweep.ts'
import { createEmulator } from './emulator.ts'
import { startPty } from './pty.ts'
import { type TerminalCommand, terminalSpecSchema } from './terminal-messages.ts'
import { openTerminalSocket, type TerminalSocket } from './terminal-socket.ts'

/**
 * What `br-tui __terminal` runs: one program on a pseudo-terminal, from its start to its end, and the emulator that
 * keeps its screen. It outlives the host that started it, as a worker does; the next host finds it at its socket. When
 * it is killed, the kernel hangs up on the program.
 */
export async function runTerminal(input: NodeJS.ReadableStream): Promise<void> {
  // A closed terminal is no reason to end.
  process.on('SIGHUP', () => {})
  const order = await text(input)
  // Whoever started us is gone.
  if (order === '') return
  const spec = terminalSpecSchema.parse(JSON.parse(order))
  let { size } = spec
  let socket: TerminalSocket | null = null
  await loadWidths()
  const emulator = createEmulator(size, {
    onReply: (reply) => pty.write(reply),
    onChange: () => socket?.draw(),
  })
  const obey = (command: TerminalCommand) => {
    switch (command.type) {
      case 'input':
        // Whoever types wants to see where.
        emulator.scroll('end')
        return pty.write(emulator.encode(command.text, command.isPaste))
      case 'size':
        size = command.size
        // The program may draw for the new size before a call after this one is made.
        emulator.resize(size)
        return pty.resize(size)
      case 'scroll':
        return emulator.scroll(command.move)
      case 'end':
        return pty.hangUp()
    }
  }
  const pty = await startPty(spec, emulator.write)
  rmSync(spec.socket, { force: true })
  socket = await openTerminalSocket(spec.socket, {
    program: spec.program,
    folder: spec.cwd,
    screen: () => ({ ...emulator.screen(), size }),
    onCommand: obey,
  })
  announce(
    JSON.stringify({
      pid: process.pid,
      startTime: processStartTime(process.pid) ?? '',
      socket: spec.socket,
    }),
  )
  await socket.end(await pty.ended)
  process.exit(0)
}
