import { Text, useInput } from 'ink'
import TextInput from 'ink-text-input'
import { useEffect, useSyncExternalStore } from 'react'
import type { PromptLine } from './prompt-line.ts'
import type { Store } from './store.ts'

export interface PromptState {
  line: PromptLine
  generation: number
}

export interface PromptProps {
  store: Store<PromptState>
  onInserted: (text: string) => void
  onSubmit: () => void
  /** The field shows this state and takes the next key. */
  onReady: (state: PromptState) => void
}

/**
 * The field of the prompt's row, which takes text at its end, and Enter. Every other editing key changes the line from
 * outside, which makes the field anew. What stands beside it is put there afterwards: Ink measures every text that it
 * draws with every key, and one with colours takes longest.
 */
export function Prompt({ store, onInserted, onSubmit, onReady }: PromptProps) {
  const state = useSyncExternalStore(store.subscribe, store.get)
  const { line, generation } = state
  const { shown, hidden, takesText } = line
  // Keeps Ink listening while the field below is exchanged.
  useInput(() => {})
  // Effects of the field ran before: it listens.
  useEffect(() => onReady(state))
  return (
    <Text wrap="truncate-end">
      <TextInput
        key={`${generation}.${hidden}`}
        value={shown}
        focus={takesText}
        showCursor={false}
        onChange={(value) => onInserted(value.slice(shown.length))}
        onSubmit={onSubmit}
      />
    </Text>
  )
}
