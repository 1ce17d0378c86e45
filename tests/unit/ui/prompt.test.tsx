import { render } from 'ink-testing-library'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Prompt, type PromptState } from '../../../source/ui/prompt.tsx'
import { promptLine } from '../../../source/ui/prompt-line.ts'
import { createStore } from '../../../source/ui/store.ts'

let unmount = () => {}
afterEach(() => unmount())

const state = (head: string, tail = '', generation = 0, takesText = true): PromptState => ({
  line: promptLine({ label: 'all › ', head, tail, ghost: '', columns: 60, takesText }),
  generation,
})

function mounted(first: PromptState) {
  const store = createStore(first)
  const onInserted = vi.fn()
  const onSubmit = vi.fn()
  const onReady = vi.fn()
  const { stdin, lastFrame, ...app } = render(<Prompt {...{ store, onInserted, onSubmit, onReady }} />)
  unmount = app.unmount
  const ready = (wanted: PromptState) => vi.waitFor(() => expect(onReady).toHaveBeenLastCalledWith(wanted))
  return { store, onInserted, onSubmit, ready, lastFrame, press: (key: string) => stdin.write(key) }
}

describe('the prompt', () => {
  test('tells of a character that was typed and leaves the line to whoever keeps it', async () => {
    const first = state('che')
    const { ready, press, onInserted, lastFrame } = mounted(first)
    await ready(first)
    press('c')
    await vi.waitFor(() => expect(onInserted).toHaveBeenCalledExactlyOnceWith('c'))
    expect(lastFrame()?.trimEnd()).toBe('che')
  })

  test('takes text at the cursor, after the line was changed from outside', async () => {
    const first = state('check')
    const { store, ready, press, onInserted, lastFrame } = mounted(first)
    await ready(first)
    const moved = state('ch', 'eck', 1)
    store.set(moved)
    await ready(moved)
    press('x')
    await vi.waitFor(() => expect(onInserted).toHaveBeenCalledExactlyOnceWith('x'))
    expect(lastFrame()?.trimEnd()).toBe('ch')
  })

  test('says when it was sent', async () => {
    const first = state('check')
    const { ready, press, onSubmit } = mounted(first)
    await ready(first)
    press('\r')
    await vi.waitFor(() => expect(onSubmit).toHaveBeenCalledOnce())
  })

  test('takes nothing while keys are commands', async () => {
    const first = state('che', '', 0, false)
    const { ready, press, onInserted, store } = mounted(first)
    await ready(first)
    press('c')
    const typing = state('che', '', 1)
    store.set(typing)
    await ready(typing)
    press('k')
    await vi.waitFor(() => expect(onInserted).toHaveBeenCalledExactlyOnceWith('k'))
  })
})
