import { suggest } from '../commands/suggest.ts'
import type { HostMessage } from '../model/message.ts'
import { sentence } from '../model/result.ts'
import { ORCHESTRATOR } from '../model/screen.ts'
import type { Session } from '../model/session.ts'
import { createChromeClock } from './chrome-clock.ts'
import type { Layout } from './layout.ts'
import type { Link, ScreenInput } from './link.ts'
import { createPaneBodies } from './pane-bodies.ts'
import { createPaneSearch } from './pane-search.ts'
import { createPaneTerminals } from './pane-terminals.ts'
import { attention } from './present/attention.ts'
import { layoutOf, nextChromeChange } from './present/chrome.ts'
import type { Model } from './present/model.ts'
import { panesOf } from './present/pane-title.ts'
import { createScreenPainter } from './screen-painter.ts'
import { seenPanes } from './seen-panes.ts'
import { isForwarded } from './state/action-for.ts'
import { isChromeOther, seesOther } from './state/differs.ts'
import { reduce } from './state/reduce.ts'
import { initialUi, savedView } from './state/saved-view.ts'
import type { Ui, UiContext, UiEffect, UiEvent } from './state/ui.ts'
import { copyText, isTmux } from './terminal/attention.ts'
import { openTerminal } from './terminal/terminal.ts'
import { watchAttention } from './watch-attention.ts'

/** A running screen. */
export interface Screen {
  /** Resolves when the person has left, or their terminal is gone. */
  left: Promise<void>
  leave: () => void
  session: () => Session | null
  /** Gives the terminal back in the last moment. */
  restore: () => void
}

/** The screen on a terminal: keys → reducer → effects; session and rows → chrome and bodies. */
export function runScreen(input: ScreenInput): Screen {
  const { theme, keys, kind, replay } = input
  let { link } = input
  let stopListening: (() => void)[] = []
  let resolveLeft: () => void = () => {}
  const left = new Promise<void>((resolve) => {
    resolveLeft = resolve
  })
  const lastOutput: Record<string, number> = {}
  const asked = new Map<number, { pane: string; text: string }>()
  const searching = createPaneSearch((message) => link.send(message))
  let request = 0
  let generation = 0
  let isOver = false

  const terminal = openTerminal(input.streams, input.isEntered, {
    isForwarded: (key) => isForwarded(ui, key, keys),
    onKey: (key, bytes) => dispatch({ type: 'pressed', key, bytes }),
    onPaste: (text, bytes) => dispatch({ type: 'pasted', text, bytes }),
    onOther: (bytes) => dispatch({ type: 'sent', bytes }),
    onResize: (size) => dispatch({ type: 'resized', size }),
    onGone: () => leave(),
    isReady: () => painter.takesKeys(),
    focus: () => ui.focus,
  })

  let ui: Ui = initialUi({ size: terminal.size(), saved: input.saved, isReplay: replay !== undefined })
  const now = () => replay?.status().now ?? Date.now()
  const bodies = createPaneBodies({
    compositor: terminal.compositor,
    theme,
    layout: () => layout,
    ui: () => ui,
  })
  const model = (): Model => {
    const session = link.session()
    const focus = ui.focus === ORCHESTRATOR ? null : ui.focus
    const suggestion = session && suggest(session, focus)
    const base = { session, ui, now: now(), lastOutput, below: bodies.below, keys, suggestion }
    return replay ? { ...base, suggestion: null, replay: replay.status() } : base
  }
  let layout: Layout = layoutOf(model(), theme)

  const painter = createScreenPainter({
    theme,
    terminal,
    onInserted: (text) => dispatch({ type: 'inserted', text }),
    onSubmit: () => dispatch({ type: 'submitted' }),
  })
  const clock = createChromeClock(
    () => painter.chrome({ model: model(), layout }),
    // The time of a replay does not go at the pace of ours: drawn as often as it can be read.
    () => (replay ? (replay.status().isPlaying ? Date.now() : null) : nextChromeChange(model())),
  )
  const paneTerminals = createPaneTerminals({
    send: (message) => link.send(message),
    dispatch: (event) => dispatch(event),
    sizeOf: (pane) => {
      // The pane may have got the focus just now.
      const { body } = layoutOf(model(), theme).panes.find((each) => each.pane === pane) ?? {}
      return body && body.width >= 2 && body.height >= 1 ? { columns: body.width, rows: body.height } : null
    },
    openOutside: (folder) => away(() => input.openFolder(folder)),
    env: input.environment,
  })
  const notify = watchAttention({ kind, notifies: input.notifies, theme, say: terminal.say })

  const context = (): UiContext => ({
    session: link.session(),
    keys,
    rows: bodies.of(ui.focus).rows,
    panes: panesOf(link.session()),
    // Few keys ask for it, and it looks at every stream.
    get waiting() {
      const session = link.session()
      return session ? attention(session) : []
    },
    layout,
    now: Date.now(),
  })

  const dispatch = (event: UiEvent) => {
    if (isOver) return
    const before = ui
    const reduced = reduce(ui, event, context())
    ui = reduced.ui
    for (const effect of reduced.effects) void run(effect)
    if (ui === before || isOver) return
    if (isChromeOther(before, ui)) {
      if (!arrange() && seesOther(before, ui)) sendView()
      clock.now()
    }
    painter.prompt(model(), layout)
    if (before.focus !== ui.focus || before.searches !== ui.searches) paintBodies()
    input.save(savedView(ui))
  }

  /** The places of panes may be others now; the host then has to wrap anew. */
  const arrange = (): boolean => {
    const next = layoutOf(model(), theme)
    if (JSON.stringify(next) === JSON.stringify(layout)) return false
    layout = next
    painter.resize(next.size)
    sendView()
    paintBodies()
    clock.now()
    return true
  }

  const sendView = () => {
    generation += 1
    link.send({ type: 'view', generation, panes: seenPanes(layout, ui) })
  }

  const paintBodies = () => {
    bodies.paintAll()
    terminal.draw()
  }

  const heard = (message: HostMessage) => {
    if (message.type === 'rows' && message.generation === generation) gotRows(message)
    if (message.type === 'answer') {
      const typed = asked.get(message.request)
      asked.delete(message.request)
      if (typed) dispatch({ type: 'answered', ...typed, answer: message.answer })
    }
    if (message.type === 'found') {
      const isFound = searching.heard(message)
      if (isFound !== null) dispatch({ type: 'found', pane: message.pane, found: isFound })
    }
    paneTerminals.heard(message)
    // What is printed is by something that runs, whose clock is drawn every second: its age comes with that.
    if (message.type === 'printed') Object.assign(lastOutput, message.at)
  }

  const gotRows = (message: Extract<HostMessage, { type: 'rows' }>) => {
    const { pane, anchor } = message
    // Before the edge is drawn for the new place: it tells of both.
    const isRecounted = bodies.got(message)
    if (JSON.stringify(anchor) !== JSON.stringify(ui.anchors[pane] ?? null))
      dispatch({ type: 'anchored', pane, anchor })
    else if (isRecounted && (anchor || pane in ui.terminals)) clock.soon()
    bodies.paint(pane)
    terminal.draw()
  }

  const sessionChanged = () => {
    arrange()
    painter.prompt(model(), layout)
    notify(link.session())
    clock.soon()
  }

  const listenTo = (next: Link) => {
    for (const stop of stopListening) stop()
    link = next
    stopListening = [next.listen(heard), next.onSession(sessionChanged)]
    void next.closed.then((stopped) => {
      if (next === link && !isOver) dispatch({ type: 'host-changed', host: stopped ? 'stopped' : 'gone' })
    })
    arrange()
    sendView()
    sessionChanged()
  }

  const run = async (effect: UiEffect): Promise<void> => {
    switch (effect.type) {
      case 'type':
        return type(effect.pane, effect.text)
      case 'scroll':
        return link.send(effect)
      case 'search':
        return searching.begin(effect, ui.anchors[effect.pane] ? bodies.of(effect.pane).top : null)
      case 'copy':
        return copy(effect.text)
      case 'open':
        return away(() => input.openFolder(effect.folder))
      case 'open-terminal':
        return input.opensOutside ? away(() => input.openFolder(effect.folder)) : paneTerminals.open(effect)
      case 'terminal-input':
        return link.send(effect)
      case 'open-plan':
        return away(() => openPlan(effect.file))
      case 'restart-host':
        return restart()
      case 'replay':
        replay?.order(effect.order)
        return clock.now()
      case 'redraw':
        terminal.compositor.invalidate()
        return terminal.draw()
      case 'suspend':
        return away(input.suspend)
      case 'leave':
        return leave()
    }
  }

  const copy = (text: string) => {
    terminal.say(copyText(text, kind))
    const said = `${ui.flash ?? ''} If it does not arrive: set -g set-clipboard on (tmux)`
    if (isTmux(kind)) dispatch({ type: 'flashed', text: said.trim() })
  }

  const type = (pane: string, text: string) => {
    if (link.session() === null) return void offerPlans('There is no session yet: pick a plan.')
    request += 1
    asked.set(request, { pane, text })
    link.send({ type: 'type', request, focus: pane === ORCHESTRATOR ? null : pane, text })
  }

  /** Another program has the terminal meanwhile. */
  const away = async (work: () => Promise<void>) => {
    await terminal.leave()
    await work().catch((error: Error) => dispatch({ type: 'flashed', text: error.message }))
    if (isOver) return
    terminal.enter()
    dispatch({ type: 'resized', size: terminal.size() })
    terminal.draw()
  }

  const openPlan = async (file: string) => {
    const opened = await input.openPlan(link, file)
    if (opened.ok) dispatch({ type: 'flashed', text: opened.value })
    else await offerPlans(sentence(opened.error).split('\n')[0] ?? '')
  }

  const offerPlans = async (why: string | null) => {
    const offers = await input.findPlans()
    if (offers.length > 0 && link.session() === null) dispatch({ type: 'offered', offers })
    if (why) dispatch({ type: 'flashed', text: why })
  }

  const restart = async () => {
    dispatch({ type: 'flashed', text: 'Starting the host again …' })
    const next = await input.restart()
    if (!next.ok) return dispatch({ type: 'flashed', text: sentence(next.error) })
    dispatch({ type: 'host-changed', host: 'here' })
    listenTo(next.value)
    dispatch({ type: 'flashed', text: 'The host is back, and the work with it.' })
  }

  const leave = () => {
    if (isOver) return
    isOver = true
    clock.stop()
    for (const stop of stopListening) stop()
    input.save(savedView(ui))
    notify(null)
    painter.close()
    void terminal.close().then(() => {
      link.close()
      resolveLeft()
    })
  }

  terminal.enter()
  painter.first({ model: model(), layout })
  listenTo(link)
  if (link.session() === null) void offerPlans(null)
  return { left, leave, session: () => link.session(), restore: terminal.restore }
}
